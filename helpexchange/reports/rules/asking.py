"""When a helper was asked too often, and how the load is spread."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum

#: Whoever was asked so often within so many days was asked too often.
OFTEN_ASKS = 4
OFTEN_WITHIN = timedelta(days=28)


class LoadStep(StrEnum):
    """How many people a helper helps at the moment."""

    NONE = "none"
    ONE = "one"
    TWO = "two"
    MORE = "more"


def load_step(engagements: int) -> LoadStep:
    """Return the step of a number of engagements that have not ended."""
    steps = (LoadStep.NONE, LoadStep.ONE, LoadStep.TWO)
    return steps[engagements] if 0 <= engagements < len(steps) else LoadStep.MORE
