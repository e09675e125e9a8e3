"""Bars as SVG: where each stands and how long it is. Drawn at its own width, so letters keep their size.

Colour alone says nothing: the second series is hatched, "fewer than five" is a dashed outline of five, and
each bar bears its number.
"""

from __future__ import annotations

from dataclasses import dataclass

from helpexchange.reports.rules import BASE
from helpexchange.reports.tables import Cell, Line, Table

LABEL_HEIGHT, BAR_HEIGHT, GAP = 26, 20, 14
#: The longest bar takes so many percent of the width; the rest is for its number.
WIDEST = 76.0


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar; `width` is in percent of the drawing, `way` is solid, hatched or outlined."""

    top: int
    width: float
    way: str
    text: str


@dataclass(frozen=True, slots=True)
class Bars:
    """The bars of one row of the table below their label."""

    label: str
    baseline: int
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing of a table; `series` are the names of what is compared."""

    name: str
    title: str
    series: tuple[str, ...]
    height: int
    rows: tuple[Bars, ...]
    has_few: bool


def chart_of(table: Table) -> Chart | None:
    """Return the drawing of the columns that a table wants drawn; None when there is nothing to draw."""
    lines = [line for line in table.lines if not line.is_total]
    cells = [[table.cell(line, code) for code in table.drawn] for line in lines]
    sizes = [cell.size for row in cells for cell in row if cell.size]
    if not table.drawn or not sizes:
        return None
    most = max(*sizes, BASE)
    rows, top = [], 0
    for line, row in zip(lines, cells, strict=True):
        rows.append(_row(line, row, top, most))
        top += LABEL_HEIGHT + BAR_HEIGHT * len(row) + GAP
    columns = {column.code: column.label for column in table.columns}
    series = tuple(str(columns[code]) for code in table.drawn)
    has_few = any(bar.way == "outlined" for each in rows for bar in each.bars)
    return Chart(table.name, table.caption, series, top, tuple(rows), has_few)


def _row(line: Line, cells: list[Cell], top: int, most: int) -> Bars:
    bars = tuple(
        _bar(cell, top + LABEL_HEIGHT + BAR_HEIGHT * at, most, "hatched" if at else "solid")
        for at, cell in enumerate(cells)
    )
    return Bars(line.label, top + LABEL_HEIGHT - 8, bars)


def _bar(cell: Cell, top: int, most: int, way: str) -> Bar:
    if cell.text == f"<{BASE}":
        return Bar(top, round(WIDEST * BASE / most, 2), "outlined", cell.text)
    return Bar(top, round(WIDEST * (cell.size or 0) / most, 2), way, cell.text)
