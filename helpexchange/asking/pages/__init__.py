"""Pages of asks: answers of both sides, contacts of the two, the office's list and its settings."""

from helpexchange.asking.pages import contacts, helper_side, office, own_pages, person_side, settings
from helpexchange.asking.pages.blueprint import blueprint

__all__ = ["blueprint", "contacts", "helper_side", "office", "own_pages", "person_side", "settings"]
