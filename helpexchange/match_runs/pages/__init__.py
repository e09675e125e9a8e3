"""The pages of match runs."""

from helpexchange.match_runs.pages import (
    asking,
    deciding,
    guide,
    numbers,
    reading,
    starting,
    waiting,
    why_not,
)
from helpexchange.match_runs.pages.blueprint import blueprint

__all__ = ["asking", "blueprint", "deciding", "guide", "numbers", "reading", "starting", "waiting", "why_not"]
