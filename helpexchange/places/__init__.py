"""Where things are: postcodes with their places and the district each belongs to."""
