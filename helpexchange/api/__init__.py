"""The interface for programs: REST under `/api/v1`, for people with a token and for programs of partners.

A *token* is what a program shows; it has scopes, an end, and an owner: a person, or an *integration*, that is
the program of a partner and sees one office. A *webhook* is an address of an integration that is told what
happened. Each feature has its resources in its own `api.py`; here are tokens, the description, webhooks, and
what holds for all.
"""
