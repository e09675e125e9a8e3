"""Pages of helpers: offering help, their own page, and the office's steps with a helper."""

from flask import Blueprint

blueprint = Blueprint("helper_profiles", __name__, template_folder="../templates")

# The views register themselves on the blueprint above.
from helpexchange.helper_profiles.pages import (  # noqa: E402
    experiences,
    interviews,
    linked,
    offering,
    own,
    photo,
    queue,
    settings,
    stepping,
)

__all__ = [
    "blueprint",
    "experiences",
    "interviews",
    "linked",
    "offering",
    "own",
    "photo",
    "queue",
    "settings",
    "stepping",
]
