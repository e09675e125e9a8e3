"""Representatives: who may act for a person in need, by which word of theirs, and until when.

A folder of its own below help requests: those ask it who is told things and who may change what, and it knows
nothing of them but the person. Pages lie where the records are: `help_requests` and `people`.
"""
