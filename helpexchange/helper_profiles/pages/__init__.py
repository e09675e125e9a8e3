"""Pages of helpers: offering help, and the office's steps with a new helper."""

from flask import Blueprint

blueprint = Blueprint("helper_profiles", __name__, template_folder="../templates")

# The views register themselves on the blueprint above.
from helpexchange.helper_profiles.pages import offering, stepping  # noqa: E402

__all__ = ["blueprint", "offering", "stepping"]
