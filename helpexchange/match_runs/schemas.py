"""Runs and proposals as programs read and send them."""

from __future__ import annotations

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
from helpexchange.match_runs.rules import TOWN, ProposalState, RejectionReason, RunFailure, RunState

LONGEST_NOTE = 500


class RunSchema(AnswerSchema):
    """One run of the engine; objective, bound and gap prove how good its answer is."""

    id = fields.Integer(required=True)
    office_id = fields.Integer(
        required=True, allow_none=True, metadata={"description": "null is the whole town"}
    )
    state = Word(RunState, required=True)
    requested_at = fields.AwareDateTime(required=True)
    started_at = fields.AwareDateTime(required=True, allow_none=True)
    finished_at = fields.AwareDateTime(required=True, allow_none=True)
    status = fields.String(required=True, metadata={"description": "what the engine says of its answer"})
    objective = fields.Integer(required=True, allow_none=True)
    bound = fields.Float(required=True, allow_none=True)
    gap = fields.Float(required=True, allow_none=True)
    served_count = fields.Integer(required=True)
    unmatched_count = fields.Integer(required=True)
    failure = fields.Function(
        lambda run: run.failure or None,
        metadata={"type": ["string", "null"], "enum": [*(each.value for each in RunFailure), None]},
    )


class NewRunSchema(SentSchema):
    """What shall be matched."""

    office = fields.String(
        required=True, validate=validate.Length(min=1, max=60),
        metadata={"description": f"code of an office, or `{TOWN}` for the whole town"},
    )  # fmt: skip


class ProposalSchema(AnswerSchema):
    """A helper proposed for a request."""

    id = fields.Integer(required=True)
    run_id = fields.Integer(required=True)
    request_id = fields.Integer(required=True)
    helper_id = fields.Integer(required=True)
    office_id = fields.Integer(required=True)
    state = Word(ProposalState, required=True)
    is_locked = fields.Boolean(required=True)
    score = fields.Integer(required=True, metadata={"description": "points of the pair"})
    score_parts = fields.Dict(required=True, metadata={"description": "points by their reason"})
    visits = fields.List(fields.Nested(WeeklyTimeSchema), required=True)
    distance_m = fields.Float(required=True, allow_none=True)
    decided_at = fields.AwareDateTime(required=True, allow_none=True)
    rejection_reason = Word(RejectionReason, required=True, allow_none=True)


class ProposalFilterSchema(PagingSchema):
    """Which proposals are wished."""

    state = Word(ProposalState)
    run_id = RecordId()
    request_id = RecordId()
    helper_id = RecordId()


class RejectionSchema(SentSchema):
    """Why a proposal is rejected; the note is for colleagues."""

    reason = Word(RejectionReason, required=True)
    note = Line(load_default="", validate=validate.Length(max=LONGEST_NOTE))
