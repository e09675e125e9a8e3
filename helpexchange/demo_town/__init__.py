"""The demo town: Dortmund's twelve districts with invented offices, people and requests, to try things out.

It exists in demo mode and in tests only. Names, phone numbers, addresses and stories are invented; real are
the names of the districts and the middles of the postcodes.
"""
