"""Pages about messages: stopping them, letters and calls of an office, what did not go out."""

from helpexchange.notifications.pages.blueprint import blueprint, pretending_blueprint

# The views register themselves on the blueprints above.
from helpexchange.notifications.pages import (  # isort: skip
    letters,
    operating,
    pretending,
    reporting,
    stopping,
)

__all__ = [
    "blueprint",
    "letters",
    "operating",
    "pretending",
    "pretending_blueprint",
    "reporting",
    "stopping",
]
