"""The pages of match runs."""

from helpexchange.match_runs.pages import (
    asking,
    choosing,
    deciding,
    guide,
    numbers,
    reading,
    standing_in,
    starting,
    waiting,
    why_not,
)
from helpexchange.match_runs.pages.blueprint import blueprint

__all__ = [
    "asking",
    "blueprint",
    "choosing",
    "deciding",
    "guide",
    "numbers",
    "reading",
    "standing_in",
    "starting",
    "waiting",
    "why_not",
]
