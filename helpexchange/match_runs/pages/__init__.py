"""The pages of match runs."""

from helpexchange.match_runs.pages import deciding, guide, numbers, reading, starting, waiting
from helpexchange.match_runs.pages.blueprint import blueprint

__all__ = ["blueprint", "deciding", "guide", "numbers", "reading", "starting", "waiting"]
