"""Pages of people: the list, one person, doubles, and who has read what."""

from flask import Blueprint

blueprint = Blueprint("people", __name__, template_folder="../templates")

# The views register themselves on the blueprint above.
from helpexchange.people.pages import access_log, contact, listing, merging, person, representing  # noqa: E402

__all__ = ["access_log", "blueprint", "contact", "listing", "merging", "person", "representing"]
