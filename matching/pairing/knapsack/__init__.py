"""Parts in which helpers take many small requests: no times, minutes bind (generalised assignment)."""
