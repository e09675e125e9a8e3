"""Amounts in whole cents, what a way costs, and the limits of a month. Money is never a float."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

#: At most so much for one way, in cents, and so many kilometres.
MOST_CENTS = 1_000_00
MOST_KM = 1_000
MOST_CENTS_PER_KM = 2_00
#: Limits of a month are at most this, in cents.
HIGHEST_LIMIT = 1_000_000_00

_SIGNS = re.compile(r"€|EUR|DKK|kr\.?", re.IGNORECASE)
_NOTHING_MORE = re.compile(r"[.,][-–—]+$")
_SPACED = re.compile(r"\d{1,3}(?:\s\d{3})+(?:[.,]\d{1,2})?")
_PLAIN = re.compile(r"(\d{1,9})(?:[.,](\d{1,2}))?")
_IN_THOUSANDS = re.compile(r"(\d{1,3}(?:\.\d{3})+),(\d{2})|(\d{1,3}(?:,\d{3})+)\.(\d{2})")


def cents_in(text: str) -> int | None:
    """Return the cents of an amount as people write it: "3,40", "3.40 €", "1.234,50", "12,-".

    Both signs may stand before the cents, as people type either in every language. What could be read in two
    ways ("1.234", "3 40") is none.
    """
    written = _NOTHING_MORE.sub("", _SIGNS.sub("", text).strip())
    if _SPACED.fullmatch(written):
        written = "".join(written.split())
    if not written.isascii():
        return None
    if found := _PLAIN.fullmatch(written):
        return int(found[1]) * 100 + int((found[2] or "0").ljust(2, "0"))
    if found := _IN_THOUSANDS.fullmatch(written):
        whole, rest = (found[1], found[2]) if found[1] else (found[3], found[4])
        return int(re.sub(r"[.,]", "", whole)) * 100 + int(rest)
    return None


def amount_of(cents: int) -> Decimal:
    """Return cents as an amount with two decimals."""
    return Decimal(cents).scaleb(-2)


def round_trip_km(distance_m: float) -> int:
    """Return the whole kilometres there and back of a distance one way, as the crow flies; at least 1."""
    return max(1, int(2 * distance_m / 1000 + 0.5))


@dataclass(frozen=True, slots=True)
class Limits:
    """At most so many cents in a month: for one helper, for all of an office; None for no limit."""

    helper_cents: int | None = None
    office_cents: int | None = None


@dataclass(frozen=True, slots=True)
class Spent:
    """What was approved or paid in a month already, in cents."""

    helper_cents: int = 0
    office_cents: int = 0

    def plus(self, more: Spent) -> Spent:
        """Return both together."""
        return Spent(self.helper_cents + more.helper_cents, self.office_cents + more.office_cents)


def over_by(limits: Limits, spent: Spent, cents: int) -> int:
    """Return by how many cents a further cost is over the limits, over the one it breaks most; else 0."""
    helper = 0 if limits.helper_cents is None else spent.helper_cents + cents - limits.helper_cents
    office = 0 if limits.office_cents is None else spent.office_cents + cents - limits.office_cents
    return max(0, helper, office)
