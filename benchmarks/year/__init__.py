"""A year in an invented town, day by day, through the real actions: what the exchange reaches, and keeps."""
