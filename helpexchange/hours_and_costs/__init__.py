"""Hours and costs: what a helper has given and spent, for helpers and their office.

Hours are those of visits, and *logged hours* without one (a meeting, a training). A *travel cost* is claimed
by ticket or by kilometre, with a *receipt*; the office approves it, sends it back, and marks it as paid. When
a month is *closed* nothing is entered in it any more. A *certificate* says how many hours somebody gave; its
code shows anybody that it is real.
"""
