"""Every test, and the ground they stand on: databases, a cast of people, a client that looks at each page."""
