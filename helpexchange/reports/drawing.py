"""A chart as a drawing of its own for paper; on pages a template draws it with the colours of the house."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from helpexchange.reports.charts import BAR_HEIGHT, GAP, LABEL_HEIGHT, Bars, Chart

#: In points of print; the same shares as on the page.
WIDTH = 470
LETTERS, SMALL = 10, 9
SHRUNK = 0.56
#: A drawing of more rows than this goes on in another one, so that each fits on a sheet.
MOST_ROWS = 9
TEAL, AUBERGINE, GREY, INK = "#0b5d5e", "#6b4a66", "#5b5560", "#241d2b"
_FONT = "Atkinson Hyperlegible, Atkinson Hyperleg Ext, DejaVu Sans"


def svgs_of(chart: Chart) -> list[str]:
    """Return a chart as one drawing or several below each other, `WIDTH` points wide."""
    sheets = -(-len(chart.rows) // MOST_ROWS)
    each = -(-len(chart.rows) // sheets)
    return [_svg(chart.rows[first : first + each]) for first in range(0, len(chart.rows), each)]


def swatch_of(way: str) -> str:
    """Return a little bar, for the legend."""
    return _drawn(24, 12, [_hatching(), _bar(way, 1, 1, 22, 10)])


def _svg(rows: Sequence[Bars]) -> str:
    top = rows[0].bars[0].top - LABEL_HEIGHT
    height = rows[-1].bars[-1].top + BAR_HEIGHT + GAP - top
    parts = [_hatching(), *(part for row in rows for part in _row(row, top))]
    return _drawn(WIDTH, height * SHRUNK, parts)


def _drawn(width: float, height: float, parts: list[str]) -> str:
    size = f'width="{width:g}pt" height="{height:g}pt" viewBox="0 0 {width:g} {height:g}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{"".join(parts)}</svg>'


def _row(row: Bars, above: int) -> Iterator[str]:
    yield _text(row.label, 0, (row.baseline - above) * SHRUNK, size=LETTERS)
    for bar in row.bars:
        top, width = (bar.top - above) * SHRUNK, bar.width * WIDTH / 100
        yield _bar(bar.way, 1, top, width, 9.5)
        yield _text(bar.text, width + 6, top + 8, size=SMALL, weight=700)


def _text(words: str, x: float, y: float, *, size: int, weight: int = 400) -> str:
    style = f'font-family="{_FONT}" font-size="{size}" font-weight="{weight}" fill="{INK}"'
    return f'<text x="{x:g}" y="{y:g}" {style}>{escape(words)}</text>'


def _bar(way: str, x: float, y: float, width: float, height: float) -> str:
    looks = {
        "solid": f'fill="{TEAL}"',
        "hatched": f'fill="url(#hatch)" stroke="{AUBERGINE}"',
        "outlined": f'fill="none" stroke="{GREY}" stroke-dasharray="3 2"',
    }
    return f'<rect x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" rx="2" {looks[way]}/>'


def _hatching() -> str:
    return (
        '<pattern id="hatch" width="5" height="5" patternUnits="userSpaceOnUse"'
        f' patternTransform="rotate(45)"><rect width="2" height="5" fill="{AUBERGINE}"/></pattern>'
    )
