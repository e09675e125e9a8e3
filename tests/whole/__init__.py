"""Promises of the whole: about every route, every table, every text, the tree."""
