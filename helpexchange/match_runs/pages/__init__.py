"""The pages of match runs."""

from helpexchange.match_runs.pages import (
    asking,
<<<<<<< HEAD
    choosing,
=======
>>>>>>> i5-deciding
    deciding,
    guide,
    numbers,
    reading,
    starting,
    waiting,
<<<<<<< HEAD
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
    "starting",
    "waiting",
]
=======
    why_not,
)
from helpexchange.match_runs.pages.blueprint import blueprint

__all__ = ["asking", "blueprint", "deciding", "guide", "numbers", "reading", "starting", "waiting", "why_not"]
>>>>>>> i5-deciding
