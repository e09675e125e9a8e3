"""Helpers: volunteers, peer supporters and students; what they offer, when, how far, and their checks."""
