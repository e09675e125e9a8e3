"""Real servers and programs that tests talk to: PostgreSQL, a browser, the site itself."""
