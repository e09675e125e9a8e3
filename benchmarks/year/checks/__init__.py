"""A walk through the database after each day: no rule may be broken at any step.

The checks ask the tables themselves and use as little of the product's rules as they can, so that a mistake
in a rule does not hide itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

from benchmarks.year.checks.asks import ASK_CHECKS
from benchmarks.year.checks.messages import MESSAGE_CHECKS
from benchmarks.year.checks.pairs import PAIR_CHECKS
from benchmarks.year.checks.visits import VISIT_CHECKS
from helpexchange.core.database import db

Check = Callable[[datetime], Iterator[str]]
CHECKS: tuple[Check, ...] = (*VISIT_CHECKS, *PAIR_CHECKS, *ASK_CHECKS, *MESSAGE_CHECKS)


def faults(now: datetime) -> list[str]:
    """Return what is wrong, one line each, beginning with the name of the check."""
    found = [f"{check.__name__}: {each}" for check in CHECKS for each in check(now)]
    db.session.rollback()
    return found
