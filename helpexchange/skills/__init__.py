"""Kinds of help, skills, languages, and the checks that a kind of help asks for."""
