"""Disclosure control: the one gate between the working database and the editions for others: openbaar, a gemeente.

    rollen.yml   what every column of a published mart is, and which marts stay closed; `rollen` reads it
    cellen       marts -> cells (one figure that can give something away) and back
    splitsing    rows that split a group: where they are, and what that says of the group
    afronden     which cells are hidden, and the rounding with its memory
    verbanden    the sums and bounds between cells that an attacker knows
    audit        what is narrower than promised, and what must be hidden besides
    werelden     linear programming over those relations: the worlds that fit
    deelnemers   a gemeente of a region that knows her own figures: what she sees of that system
    staat        what was published before, in the archive
    poort        the order of these steps
    uitgave      the tables of an edition, written from what the gate decided; `vergelijking`: its benchmark, made anew

Figures that were public already (`is_openbaar`) pass unchanged, and count as known to an attacker.
"""
