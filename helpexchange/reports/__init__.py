"""Reports in numbers for an office and the town: requests, helpers, engagements, equal waits, the year.

Nothing here can single out a person: a count of 1 to 4 is "fewer than five", all others are rounded to fives
before anybody sees them. A group is what a table breaks numbers down by; a wait is a time until something.
"""
