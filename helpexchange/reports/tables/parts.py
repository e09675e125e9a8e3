"""What a table is made of, whether it becomes a page, a drawing or a file."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from helpexchange.core.i18n import gettext
from helpexchange.core.viewer import Viewer
from helpexchange.reports.labels import shown_text, wait_text
from helpexchange.reports.queries import Counts, Wish
from helpexchange.reports.rules import Limit, PublishedTable, Shown, publish

Row = Sequence[int]
GroupKey = TypeVar("GroupKey", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Cell:
    """One value: its words, what a spreadsheet gets, and how long its bar is (None for no bar)."""

    text: str
    value: int | str
    size: int | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """A column; `unit` is said in files, where numbers stand alone."""

    code: str
    label: str
    unit: str = ""
    is_number: bool = True


@dataclass(frozen=True, slots=True)
class Line:
    """A row with its label; `cells` are in the order of the columns, `month` is the first day of one."""

    label: str
    cells: tuple[Cell, ...]
    is_total: bool = False
    month: date | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A table as it may be published.

    Attributes:
        name: its word in addresses and file names.
        drawn: codes of the columns that a chart shows, at most two.
        note: what to know when reading it.
    """

    name: str
    caption: str
    heading: str
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    drawn: tuple[str, ...] = ()
    note: str = ""

    def cell(self, line: Line, code: str) -> Cell:
        """Return the cell of a line in the column with this code."""
        at = [column.code for column in self.columns].index(code)
        return line.cells[at]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The counts of a report, and the names of what they name by id or code."""

    counts: Counts
    today: date
    town_language: str
    office_names: Mapping[int, str] = field(default_factory=dict)
    district_names: Mapping[int, str] = field(default_factory=dict)
    kind_names: Mapping[str, str] = field(default_factory=dict)

    @property
    def viewer(self) -> Viewer:
        """Who asks."""
        return self.counts.viewer

    @property
    def wish(self) -> Wish:
        """For which days and which office."""
        return self.counts.wish


def count_cell(shown: Shown) -> Cell:
    """Return a count as a cell; files get the same words where it is no number."""
    text = shown_text(shown)
    return Cell(text, text if shown.value is None else shown.value, shown.value)


def wait_cell(hours: int | None) -> Cell:
    """Return a wait as a cell; files get hours."""
    return Cell(wait_text(hours), "" if hours is None else hours, hours)


def blank() -> Cell:
    """Return a cell with nothing to say."""
    return Cell("–", "")


def summed(rows: Sequence[tuple[GroupKey, Sequence[int]]]) -> dict[GroupKey, list[int]]:
    """Return for each group the sums of its columns."""
    sums: dict[GroupKey, list[int]] = {}
    for group, counts in rows:
        known = sums.setdefault(group, [0] * len(counts))
        for at, count in enumerate(counts):
            known[at] += count
    return sums


def by_offices(
    rows: Iterable[tuple[GroupKey, int, Sequence[int]]], order: Sequence[GroupKey]
) -> list[list[Sequence[int]]]:
    """Return the table of each office with its rows in `order`; none where there is only one office.

    Args:
        rows: group, office and counts.
    """
    sums: dict[int, dict[GroupKey, list[int]]] = {}
    width = 0
    for group, office_id, counts in rows:
        width = len(counts)
        known = sums.setdefault(office_id, {}).setdefault(group, [0] * width)
        for at, count in enumerate(counts):
            known[at] += count
    nothing = [0] * width
    tables: list[list[Sequence[int]]] = [
        [of_office.get(group, nothing) for group in order] for of_office in sums.values()
    ]
    return tables if len(tables) > 1 else []


def counted_lines(
    rows: Sequence[tuple[str, Sequence[int]]], *, limits: Sequence[Limit] = (), has_total: bool = True,
    parts: Sequence[Sequence[Row]] = (),
) -> tuple[Line, ...]:  # fmt: skip
    """Return lines of counts as they may be shown, those of the table in all last.

    Args:
        rows: label and counts, in order; whoever is in the table is in one of the rows.
        limits, parts: see `rules.publish`.
    """
    table = publish([counts for _label, counts in rows], limits, parts=parts)
    labels = [label for label, _counts in rows]
    return lines_of(labels, table, has_total=has_total)


def lines_of(labels: Sequence[str], table: PublishedTable, *, has_total: bool = True) -> tuple[Line, ...]:
    """Return the lines of a published table."""
    lines = [
        Line(label, tuple(count_cell(each) for each in row))
        for label, row in zip(labels, table.rows, strict=True)
    ]
    if has_total and lines:
        total = Line(str(gettext("All")), tuple(count_cell(each) for each in table.totals), is_total=True)
        lines.append(total)
    return tuple(lines)
