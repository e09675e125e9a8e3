"""What goes in and out, piece by piece."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

from marshmallow import (
    RAISE,
    Schema,
    ValidationError,
    fields,
    post_load,
    pre_dump,
    validate,
    validates_schema,
)

from helpexchange.core.forms import stripped
from helpexchange.core.i18n import gettext as _
from helpexchange.core.week import WeeklyTime

LARGEST_NUMBER = 2**31 - 1
LAST_WEEKDAY = 6
FIRST_YEAR, LAST_YEAR = 1900, 2200
MOST_TIMES = 50
_CLOCK = re.compile(r"^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$")
_HOUR = 60


class AnswerSchema(Schema):
    """What is answered."""


class SentSchema(Schema):
    """What a program sends; what is not asked for is refused."""

    class Meta:
        """How marshmallow reads it."""

        unknown = RAISE


class Line(fields.String):
    """A text as forms keep it, too: no spaces around it, and no signs that nobody can see."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        return stripped(super()._deserialize(value, attr, data, **kwargs))


class RecordId(fields.Integer):
    """The number of a record."""

    def __init__(self, **options: Any) -> None:
        """Take only what can be one."""
        super().__init__(validate=validate.Range(1, LARGEST_NUMBER), **options)


class Moment(fields.AwareDateTime):
    """A moment with its time zone, of times in which people live."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> datetime:
        moment: datetime = super()._deserialize(value, attr, data, **kwargs)
        if not FIRST_YEAR <= moment.year <= LAST_YEAR:
            raise self.make_error("invalid", input=value, obj_type=self.OBJ_TYPE)
        return moment


class Word(fields.String):
    """One word of an enum."""

    def __init__(self, kind: type[StrEnum], **options: Any) -> None:
        """Take only the words of `kind`."""
        words: list[str | None] = [each.value for each in kind]
        if options.get("allow_none"):
            words.append(None)
        super().__init__(validate=validate.OneOf(words), **options)


class Words(fields.List[Any]):
    """The codes of some rows, such as the languages of a helper."""

    def __init__(self, column: str, **options: Any) -> None:
        """Take `column` of each row."""
        super().__init__(fields.String(), **options)
        self.column = column

    def _serialize(self, value: Any, attr: Any, obj: Any, **kwargs: Any) -> list[Any]:  # noqa: ARG002
        return [str(getattr(row, self.column)) for row in value or ()]


class WeeklyTimeSchema(SentSchema):
    """A time of every week, by the town's clock, its end excluded."""

    weekday = fields.Integer(
        required=True,
        strict=True,
        validate=validate.Range(0, LAST_WEEKDAY),
        metadata={"description": "0 is Monday"},
    )
    start = fields.String(required=True, validate=validate.Regexp(_CLOCK), metadata={"example": "14:00"})
    end = fields.String(required=True, validate=validate.Regexp(_CLOCK), metadata={"example": "17:00"})

    @pre_dump
    def _say(self, time: Any, **_options: Any) -> Mapping[str, Any]:
        if isinstance(time, list | tuple):
            time = WeeklyTime(*time)
        return {"weekday": time.weekday, "start": _clock(time.start_min), "end": _clock(time.end_min)}

    @validates_schema
    def _in_order(self, data: Mapping[str, Any], **_options: Any) -> None:
        if data["start"] >= data["end"]:
            raise ValidationError(_("The end must be later than the start."), "end")

    @post_load
    def _read(self, data: Mapping[str, Any], **_options: Any) -> WeeklyTime:
        return WeeklyTime(data["weekday"], _minute(data["start"]), _minute(data["end"]))


class WeeklyTimes(fields.List[Any]):
    """Times of the week that do not overlap."""

    def __init__(self, **options: Any) -> None:
        """Take so many at most that nobody needs more."""
        at_most = validate.Length(max=MOST_TIMES)
        super().__init__(fields.Nested(WeeklyTimeSchema), validate=[at_most, _check_apart], **options)


def _check_apart(times: Sequence[WeeklyTime]) -> None:
    in_order = sorted(times)
    for one, next_one in itertools.pairwise(in_order):
        if one.weekday == next_one.weekday and next_one.start_min < one.end_min:
            raise ValidationError(_("These times overlap."))


def _clock(minute: int) -> str:
    return f"{minute // _HOUR:02}:{minute % _HOUR:02}"


def _minute(clock: str) -> int:
    hour, minute = clock.split(":")
    return int(hour) * _HOUR + int(minute)
