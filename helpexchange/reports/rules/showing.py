"""Which numbers may be shown, so that nobody can be singled out.

The rule, usual in official statistics:

1. 0 is shown as 0, and a count of 1 to 4 as "fewer than five" (primary suppression).
2. Every other count, totals too, is rounded to the nearest multiple of five, each on its own (secondary
   suppression by rounding). So a hidden cell does not follow from the total and the others, nor from the town
   and its other offices, nor from a quarter and its other months: each number is known within two only.
3. What rounding leaves open is looked at. Where all cells of a column stand at the edge of what their
   rounding allows (seven times one, and five in all), the sum would give them away. A small count counts as
   safe if another table with another count there would be published just the same; if one of a column is
   not, the cells of that column are withheld and only its total stays.

4. A number for several offices stands beside those of each office, in another report. Where it lies at the
   edge of its rounding in the same way (twelve offices with one each, and "10" for the town, which is 8 to
   12), the number of the town is rounded the other way; see `published_beside`.

Everything else that is said (shares, bars, differences, sentences) is worked out from what is shown.

The practice: NHS Digital, "Disclosure control methodology for Hospital Episode Statistics and Emergency Care
Data Set" (2018: small numbers suppressed, all others rounded to five, instead of a search by hand for further
cells to hide); HESA, "Rounding and suppression to anonymise statistics" (multiples of five); the rounding to
fives ("5er-Rundung") of the German statistical offices. The edges: Hundepool and others, "Statistical
Disclosure Control" (2012), on auditing protected tables.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations, product

#: Counts below it are not told, and all others are told in multiples of it.
BASE = 5
#: Shares are said of so many at least; with fewer, rounding would weigh more than what happened.
FEWEST_FOR_SHARE = 20

Row = Sequence[int]


class Showing(StrEnum):
    """How much of a count is told."""

    NUMBER = "number"
    FEW = "few"
    WITHHELD = "withheld"


@dataclass(frozen=True, slots=True)
class Shown:
    """A count as everybody may see it; `value` is a multiple of five, None unless it is a number."""

    showing: Showing
    value: int | None = None


@dataclass(frozen=True, slots=True)
class Limit:
    """In each row the `parts` together are at most the `whole`; all are places of columns."""

    parts: tuple[int, ...]
    whole: int

    def holds(self, row: Row) -> bool:
        """Return whether a row keeps to it."""
        return sum(row[part] for part in self.parts) <= row[self.whole]


@dataclass(frozen=True, slots=True)
class PublishedTable:
    """The cells of a table as they may be shown, row by row, and the totals of its columns."""

    rows: tuple[tuple[Shown, ...], ...]
    totals: tuple[Shown, ...]


FEW = Shown(Showing.FEW)
WITHHELD = Shown(Showing.WITHHELD)


def published(count: int) -> Shown:
    """Return a count that stands alone as it may be shown."""
    if 0 < count < BASE:
        return FEW
    return Shown(Showing.NUMBER, BASE * ((count + BASE // 2) // BASE))


def published_beside(count: int, parts: Sequence[int]) -> Shown:
    """Return a count as it may be shown while its parts are shown elsewhere, each by itself.

    It is rounded the other way where the parts could else be only what they are: they are at their smallest,
    and the whole at its largest, or the reverse.
    """
    shown = published(count)
    if not any(0 < part < BASE for part in parts):
        return shown
    ranges = [range_of(published(part)) for part in parts]
    smallest, largest = sum(low for low, _high in ranges), sum(high or 0 for _low, high in ranges)
    first, last = range_of(shown)
    if last is not None and smallest >= last:
        return Shown(Showing.NUMBER, (shown.value or 0) + BASE)
    if shown.value and largest <= first:
        return Shown(Showing.NUMBER, shown.value - BASE)
    return shown


def range_of(shown: Shown) -> tuple[int, int | None]:
    """Return the smallest and the largest count that is shown so; None is without end."""
    if shown.showing is Showing.WITHHELD:
        return 0, None
    if shown.value is None:
        return 1, BASE - 1
    if shown.value == 0:
        return 0, 0
    return max(BASE, shown.value - BASE // 2), shown.value + BASE // 2


def share(part: Shown, whole: Shown) -> int | None:
    """Return the percentage of two shown counts, 0 to 100; None where it would say too much or mislead."""
    if part.value is None or whole.value is None or whole.value < FEWEST_FOR_SHARE:
        return None
    return min(100, round(100 * part.value / whole.value))


def publish(
    rows: Sequence[Row], limits: Sequence[Limit] = (), *, parts: Sequence[Sequence[Row]] = ()
) -> PublishedTable:
    """Return a table as it may be shown, with the totals of its columns.

    Args:
        rows: counts, at least one column; every count of a column belongs to its total once.
        limits: what everybody knows of each row, such as "within a day" being part of "within three".
        parts: tables with the same rows and columns, such as those of each office, that add up to this one
            and are shown, too; none if this one stands alone.
    """
    if not rows:
        return PublishedTable((), ())
    columns = len(rows[0])
    withheld: set[int] = set()
    while True:
        table = _Audit(rows, limits, frozenset(withheld), parts)
        told = [column for column in range(columns) if table.tells(column)]
        if not told:
            return table.published
        withheld.update(told)


class _Audit:
    """Looks for small counts that follow from what is shown."""

    def __init__(
        self, rows: Sequence[Row], limits: Sequence[Limit], withheld: frozenset[int],
        parts: Sequence[Sequence[Row]],
    ) -> None:  # fmt: skip
        self._rows = rows
        self._limits = limits
        self._withheld = withheld
        columns = range(len(rows[0]))
        sizes = range(1, len(columns) + 1 if limits else 2)
        self._sets = [frozenset(each) for size in sizes for each in combinations(columns, size)]
        self._sums = [sum(column) for column in zip(*rows, strict=True)]
        self.published = PublishedTable(
            tuple(
                tuple(
                    self._cell(at, count, [part[place][at] for part in parts]) for at, count in enumerate(row)
                )
                for place, row in enumerate(rows)
            ),
            tuple(
                published_beside(each, [sum(row[at] for row in part) for part in parts])
                for at, each in enumerate(self._sums)
            ),
        )

    def _cell(self, column: int, count: int, parts: Sequence[int]) -> Shown:
        return WITHHELD if column in self._withheld else published_beside(count, parts)

    def tells(self, column: int) -> bool:
        """Return whether a small count of the column, or its total, has only one possible value."""
        if column in self._withheld:
            return False
        small = [at for at, row in enumerate(self._rows) if self.published.rows[at][column] == FEW]
        is_told = any(not self._is_open(at, column) for at in small)
        if self.published.totals[column] == FEW:
            is_told = is_told or not self._total_is_open(column)
        return is_told

    def _is_open(self, at: int, column: int) -> bool:
        """Whether one more or one less here could be, so that everything would be shown the same.

        A person may stand in several cells of a row (came, and still waiting), so these may change together;
        the totals follow, or a person of another row makes up for it.
        """
        together = (each for each in self._sets if column in each)
        return any(self._may_change(at, columns, by) for columns, by in product(together, (1, -1)))

    def _may_change(self, at: int, columns: frozenset[int], by: int) -> bool:
        if not self._fits(at, columns, by):
            return False
        unbalanced = frozenset(each for each in columns if not self._total_fits(each, by))
        others = (each for each in range(len(self._rows)) if each != at)
        return not unbalanced or any(self._fits(each, unbalanced, -by) for each in others)

    def _total_is_open(self, column: int) -> bool:
        moves = product(range(len(self._rows)), self._sets, (1, -1))
        return any(
            column in columns
            and self._fits(at, columns, by)
            and all(self._total_fits(each, by) for each in columns)
            for at, columns, by in moves
        )

    def _total_fits(self, column: int, by: int) -> bool:
        return _lies_in(self._sums[column] + by, self.published.totals[column])

    def _fits(self, at: int, columns: frozenset[int], by: int) -> bool:
        row = [count + by if column in columns else count for column, count in enumerate(self._rows[at])]
        is_same = all(_lies_in(row[each], self.published.rows[at][each]) for each in columns)
        return is_same and all(limit.holds(row) for limit in self._limits)


def _lies_in(count: int, shown: Shown) -> bool:
    smallest, largest = range_of(shown)
    return smallest <= count and (largest is None or count <= largest)
