"""Organisations, their contact offices, and the districts each office serves."""
