"""Asking and agreeing: a helper is asked whether they can help, then the person whether they may come.

For helpers, people in need and their office. An *ask* is one approved proposal that is put before its helper
and, after a yes, before the person in need; it *expires* when nobody answers. When both agree, the engagement
begins, and only then the two learn how to reach each other.
"""
