"""Reports as programs read them: the numbers that pages show, and no others."""

from __future__ import annotations

from marshmallow import fields, validate

from helpexchange.core.rest import AnswerSchema, PagingSchema, SentSchema, Word
from helpexchange.reports.rules import PERIOD_NAME
from helpexchange.reports.tables import Part

LONGEST_CODE = 60


class ReportSchema(AnswerSchema):
    """A table that there is."""

    name = fields.String(required=True)
    part = Word(Part, required=True, metadata={"description": "the page on which people read it"})


class ReportColumnSchema(AnswerSchema):
    """A column; `code` is for programs, `label` for people."""

    code = fields.String(required=True)
    label = fields.String(required=True)
    unit = fields.String(required=True, metadata={"description": "such as hours; empty for numbers of cases"})


class ReportCellSchema(AnswerSchema):
    """What a page shows; counts are rounded to fives, and 1 to 4 are `<5`, without a value."""

    text = fields.String(required=True)
    value = fields.Integer(
        required=True, allow_none=True,
        metadata={"description": "null where people read <5, words, or nothing"},
    )  # fmt: skip


class ReportLineSchema(AnswerSchema):
    """A line; its cells are in the order of the columns."""

    label = fields.String(required=True)
    is_total = fields.Boolean(required=True)
    cells = fields.List(fields.Nested(ReportCellSchema), required=True)


class ReportDaysSchema(AnswerSchema):
    """Days, both included."""

    first = fields.Date(required=True)
    last = fields.Date(required=True)


class ReportTableSchema(ReportSchema):
    """A table in the language of `Accept-Language`, without lines where there was nothing to count."""

    caption = fields.String(required=True)
    heading = fields.String(required=True, metadata={"description": "of the labels of the lines"})
    place = fields.String(required=True, metadata={"description": "the office, or all of them, in words"})
    days = fields.Nested(ReportDaysSchema, required=True)
    before = fields.Nested(
        ReportDaysSchema, required=True, metadata={"description": "the days it is compared with"}
    )
    is_over = fields.Boolean(required=True, metadata={"description": "false while the days still run"})
    counted_at = fields.AwareDateTime(
        required=True, allow_none=True, metadata={"description": "last night; null for just now"}
    )
    rounding = fields.String(required=True, metadata={"description": "how people are protected, in words"})
    note = fields.String(required=True)
    columns = fields.List(fields.Nested(ReportColumnSchema), required=True)
    lines = fields.List(fields.Nested(ReportLineSchema), required=True)


class ReportWishSchema(SentSchema):
    """Of which days and which office."""

    period = fields.String(
        validate=validate.Regexp(PERIOD_NAME),
        metadata={
            "description": "a month 2026-10, a quarter 2026-Q4, or a year 2026; else last month; "
            "programs of partners: a year that is over, else last year",
            "example": "2026-10",
        },
    )  # fmt: skip
    office = fields.String(
        validate=validate.Length(min=1, max=LONGEST_CODE),
        metadata={"description": "code of an office; else all that the token sees"},
    )


class ReportListSchema(PagingSchema):
    """Which part of the list of tables."""
