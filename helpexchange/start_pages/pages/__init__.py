"""The front page, new arrivals, a page of one's own for each role, and what operators look at."""

from flask import Blueprint

blueprint = Blueprint("start_pages", __name__, template_folder="../templates")

# The views register themselves on the blueprint above.
from helpexchange.start_pages.pages import (  # noqa: E402
    arrivals,
    calls,
    day_board,
    day_rest,
    failed,
    front,
    home,
    information,
    navigation,
    operators,
)

__all__ = [
    "arrivals",
    "blueprint",
    "calls",
    "day_board",
    "day_rest",
    "failed",
    "front",
    "home",
    "information",
    "navigation",
    "operators",
]
