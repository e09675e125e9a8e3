"""First pages: the front page, a page of one's own for each role, and what operators look at."""
