"""`grip download`: public figures into data/raw as leveringen with a passport. Nothing is read or judged here.

What comes in is a levering like any other: the next `grip run` reads it by the same contract and the same layouts.
"""
