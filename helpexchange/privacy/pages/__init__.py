"""One's own data: what is kept and why, taking it along, taking consent back, erasing."""

from flask import Blueprint

blueprint = Blueprint("privacy", __name__, template_folder="../templates")

# The views register themselves on the blueprint above.
from helpexchange.privacy.pages import of_office, own, retention  # noqa: E402

__all__ = ["blueprint", "of_office", "own", "retention"]
