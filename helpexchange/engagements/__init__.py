"""Engagements: a helper visits a person in need, once or again and again, from agreement to end.

For helpers, people in need and their office. A *series* says when visits come back; each *visit* is a row
of its own; a *pause* of either side lets visits rest; when the time changes the series is *split* and the
past stays.
"""
