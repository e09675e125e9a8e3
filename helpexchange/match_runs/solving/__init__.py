"""The only door to the engine: records to a match problem, and its answer back to records."""
