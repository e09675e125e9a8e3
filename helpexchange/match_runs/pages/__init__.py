"""The pages of match runs."""

from helpexchange.match_runs.pages import choosing, deciding, guide, reading, standing_in, starting, waiting
from helpexchange.match_runs.pages.blueprint import blueprint

__all__ = ["blueprint", "choosing", "deciding", "guide", "reading", "standing_in", "starting", "waiting"]
