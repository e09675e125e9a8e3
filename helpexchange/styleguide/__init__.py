"""The style guide: every component with its empty state, long words and errors, for those who write pages.

Served as /styleguide in development and test only. Words used: component, empty state.
"""
