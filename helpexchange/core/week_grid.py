"""The field for times of the week: boxes for parts of days."""

from __future__ import annotations

from typing import Any

from flask import render_template
from markupsafe import Markup
from wtforms import Field, SelectMultipleField
from wtforms.fields.choices import SelectChoice

from helpexchange.core.i18n import Text
from helpexchange.core.week import NAMES, WEEKDAYS, DayPart, cell, hours_in_words


class WeekGrid:
    """A table of boxes: a row for each weekday, a column for each part of the day."""

    def __call__(self, field: Field, **_attributes: Any) -> Markup:
        """Return the HTML of the table."""
        chosen = set(field.data or ())
        rows = [
            (day, [(NAMES[part], cell(day, part), cell(day, part) in chosen) for part in DayPart])
            for day in WEEKDAYS
        ]
        parts = [(part, NAMES[part], hours_in_words(part)) for part in DayPart]
        html = render_template("components/week_grid.html", field=field, rows=rows, parts=parts)
        return Markup(html)  # noqa: S704  # our own template, which escapes what it is given


class WeekGridField(SelectMultipleField):
    """Times of the week; its data are words of `core.week.cell`."""

    widget = WeekGrid()

    def __init__(self, label: Text | None = None, **kwargs: Any) -> None:
        """Make the field with all boxes of the week."""
        choices = [SelectChoice(cell(weekday, part), "") for weekday in WEEKDAYS for part in DayPart]
        super().__init__(label, choices=choices, **kwargs)
