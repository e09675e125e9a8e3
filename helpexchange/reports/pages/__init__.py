"""The pages of reports."""

from helpexchange.reports.pages import files, reading, year
from helpexchange.reports.pages.blueprint import blueprint

__all__ = ["blueprint", "files", "reading", "year"]
