"""Months, as they are closed and exported."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import NamedTuple

_WORD = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])")


class Month(NamedTuple):
    """A month by its first day."""

    first: date

    @property
    def before(self) -> date:
        """The first day after it."""
        return (self.first + timedelta(days=31)).replace(day=1)

    @property
    def next(self) -> Month:
        """The month after it."""
        return Month(self.before)

    @property
    def previous(self) -> Month:
        """The month before it."""
        return Month((self.first - timedelta(days=1)).replace(day=1))

    @property
    def word(self) -> str:
        """The month in an address: "2026-11"."""
        return f"{self.first:%Y-%m}"


def month_of(day: date) -> Month:
    """Return the month in which a day lies."""
    return Month(day.replace(day=1))


def read_month(text: str) -> Month | None:
    """Return the month of "2026-11"; None for what is none."""
    found = _WORD.fullmatch(text.strip())
    return Month(date(int(found[1]), int(found[2]), 1)) if found else None
