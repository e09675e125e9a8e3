"""The ground every feature stands on: database, clock, errors, languages, pages. It knows no feature."""
