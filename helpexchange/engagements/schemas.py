"""Engagements and visits as programs read and send them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from marshmallow import fields, validate

from helpexchange.core.rest import (
    AnswerSchema,
    Line,
    PagingSchema,
    RecordId,
    SentSchema,
    WeeklyTimeSchema,
    Word,
)
from helpexchange.engagements.queries import VisitFilters
from helpexchange.engagements.rules import (
    LONGEST_NOTE,
    MOST_MINUTES,
    OWN_REASONS,
    CancelReason,
    EndReason,
    EngagementState,
    Missing,
    Rhythm,
    Side,
    VisitState,
)

_NOTE = validate.Length(max=LONGEST_NOTE)


class SeriesSchema(AnswerSchema):
    """When visits come back; the first day without them is `until`."""

    rhythm = Word(Rhythm, required=True)
    times = fields.List(fields.Nested(WeeklyTimeSchema), required=True)
    starts_on = fields.Date(required=True)
    until = fields.Date(required=True, allow_none=True)
    visit_count = fields.Integer(required=True, allow_none=True)


class PauseSchema(AnswerSchema):
    """Days on which an engagement rests; the first day with visits again is `back_on`."""

    side = Word(Side, required=True)
    starts_on = fields.Date(required=True)
    back_on = fields.Date(required=True, allow_none=True)


class EngagementSchema(AnswerSchema):
    """A helper helps with a request, from agreement to end."""

    id = fields.Integer(required=True)
    request_id = fields.Integer(required=True)
    helper_id = fields.Integer(required=True)
    office_id = fields.Integer(required=True)
    kind = fields.String(attribute="kind_code", required=True)
    state = Word(EngagementState, required=True)
    agreed_at = fields.AwareDateTime(required=True)
    ended_at = fields.AwareDateTime(required=True, allow_none=True)
    end_reason = Word(EndReason, required=True, allow_none=True)
    series = fields.List(fields.Nested(SeriesSchema), required=True)
    pauses = fields.List(fields.Nested(PauseSchema), required=True)


class EngagementFilterSchema(PagingSchema):
    """Which engagements are wished."""

    state = Word(EngagementState)


class VisitSchema(AnswerSchema):
    """One visit."""

    id = fields.Integer(required=True)
    engagement_id = fields.Integer(required=True)
    request_id = fields.Integer(required=True)
    helper_id = fields.Integer(required=True)
    office_id = fields.Integer(required=True)
    state = Word(VisitState, required=True)
    starts_at = fields.AwareDateTime(required=True)
    ends_at = fields.AwareDateTime(required=True)
    noted_by = Word(Side, required=True, allow_none=True)
    cancel_reason = Word(CancelReason, required=True, allow_none=True)
    missing = Word(Missing, required=True, allow_none=True)
    minutes_spent = fields.Integer(required=True, allow_none=True)


class VisitFilterSchema(PagingSchema):
    """Which visits are wished."""

    state = Word(VisitState)
    engagement_id = RecordId()
    since = fields.Date(metadata={"description": "first day"})
    until = fields.Date(metadata={"description": "first day that is not wished any more"})

    @staticmethod
    def filters(sent: Mapping[str, Any]) -> VisitFilters:
        """Return what was sent as the queries take it."""
        state = sent.get("state")
        others = {name: sent.get(name) for name in ("engagement_id", "since", "until")}
        return VisitFilters(state=VisitState(state) if state else None, **others)


class DoneSchema(SentSchema):
    """How long a visit took, and a few words for the office."""

    minutes = fields.Integer(required=True, strict=True, validate=validate.Range(1, MOST_MINUTES))
    note = Line(load_default="", validate=_NOTE)


class MissedSchema(SentSchema):
    """Who was missing, and a few words for the office."""

    missing = Word(Missing, required=True)
    note = Line(load_default="", validate=_NOTE)


class CancelSchema(SentSchema):
    """Why a visit cannot take place."""

    reason = fields.String(required=True, validate=validate.OneOf([each.value for each in OWN_REASONS]))
