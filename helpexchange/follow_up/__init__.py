"""What follows an agreement: reminders, "did the visit happen?", concerns, silence, thanks at the end.

For both sides and their office. A *question* asks one side how visits go; a *concern* is what the office must
look after about an engagement: somebody pressed the button, answered that something is wrong, or nothing was
heard for two weeks. Whoever a concern may be about never sees it.
"""
