"""Does openbaar keep what it promises? An attacker who did not build the gate, and figures at the size of a region."""
