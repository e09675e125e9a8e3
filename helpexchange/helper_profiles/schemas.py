"""Helpers as programs read them."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, post_dump, validate

from helpexchange.core.rest import AnswerSchema, PagingSchema, WeeklyTimeSchema, Word, Words
from helpexchange.core.viewer import current_viewer
from helpexchange.helper_profiles.rules import HelperKind, HelperState
from helpexchange.notifications.rules import Channel

#: What the program of a partner is not told.
_OF_PERSON = ("first_name", "last_name", "phone", "email")


class CheckSchema(AnswerSchema):
    """A check that was passed."""

    check = fields.String(attribute="check_code", required=True)
    seen_on = fields.Date(required=True)
    expires_on = fields.Date(required=True, allow_none=True)


class HelperSchema(AnswerSchema):
    """Somebody who offers time; names are told to the helper and the coordinators only."""

    id = fields.Integer(required=True)
    reference = fields.String(required=True)
    kind = Word(HelperKind, required=True)
    state = Word(HelperState, required=True)
    office_id = fields.Integer(required=True)
    district = fields.String(attribute="district.code", allow_none=True, dump_default=None)
    first_name = fields.String(required=True, allow_none=True)
    last_name = fields.String(required=True, allow_none=True)
    skills = Words("skill_code", required=True)
    languages = Words("language", required=True)
    times = fields.List(fields.Nested(WeeklyTimeSchema), required=True)
    max_distance_m = fields.Float(required=True, allow_none=True)
    max_requests = fields.Integer(required=True)
    minutes_per_week = fields.Integer(required=True, allow_none=True)
    paused_until = fields.Date(required=True, allow_none=True)

    @post_dump
    def _without_person(self, data: dict[str, Any], **_options: Any) -> dict[str, Any]:
        if current_viewer().is_signed_in:
            return data
        return {name: None if name in _OF_PERSON else value for name, value in data.items()}


class HelperInFullSchema(HelperSchema):
    """A helper with how they are reached and what was checked."""

    phone = fields.String(required=True, allow_none=True)
    email = fields.String(required=True, allow_none=True)
    channel = Word(Channel, required=True)
    checks = fields.List(fields.Nested(CheckSchema), required=True)


class HelperFilterSchema(PagingSchema):
    """Which helpers are wished."""

    state = Word(HelperState)
    skill = fields.String(
        validate=validate.Length(max=60), metadata={"description": "code of a kind of help"}
    )
