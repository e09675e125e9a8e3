"""Pages of engagements: the next visits of either side, their calendar, and the office's look at them."""

from helpexchange.engagements.pages import (
    accompanying,
    agreeing,
    calendars,
    moving,
    noting,
    office,
    resting,
    visits,
)
from helpexchange.engagements.pages.blueprint import blueprint

__all__ = [
    "accompanying",
    "agreeing",
    "blueprint",
    "calendars",
    "moving",
    "noting",
    "office",
    "resting",
    "visits",
]
