"""Who did what to what and when, for everybody who must answer for it; entries are only ever added.

An entry keeps no foreign keys, so that it outlives what it speaks of.
"""
