"""Everybody an office knows: found as one types, seen on one page, merged when entered twice."""
