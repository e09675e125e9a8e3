"""The pages of match runs."""

from helpexchange.match_runs.pages import deciding, reading, starting, waiting
from helpexchange.match_runs.pages.blueprint import blueprint

__all__ = ["blueprint", "deciding", "reading", "starting", "waiting"]
