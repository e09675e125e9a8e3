"""Personal columns of engagements and visits, the part of `personal_data` about what was agreed."""

from __future__ import annotations

from helpexchange.privacy.ownership import Owner, PersonalTable
from helpexchange.privacy.rules import Kept, Purpose

_REQUEST = Kept.SINCE_LAST_REQUEST_ENDED

PERSONAL_OF_VISITS: dict[str, PersonalTable] = {
    "engagements": PersonalTable(
        _REQUEST,
        {Purpose.PROOF: ("end_reason", "end_text")},
        Owner("request_id", "help_requests"),
        shared=(Owner("helper_id", "helper_profiles"),),
        stays=("end_reason",),
        others=("end_text",),
    ),
    "visits": PersonalTable(
        _REQUEST,
        {
            Purpose.MATCH: ("day", "start_min", "end_min", "starts_at", "ends_at"),
            Purpose.PROOF: ("noted_by", "cancel_reason", "missing", "minutes_spent", "note"),
        },
        Owner("request_id", "help_requests"),
        shared=(Owner("helper_id", "helper_profiles"),),
        stays=(
            "day",
            "start_min",
            "end_min",
            "starts_at",
            "ends_at",
            "noted_by",
            "cancel_reason",
            "missing",
            "minutes_spent",
        ),
        others=("note",),
    ),
    "stand_ins": PersonalTable(
        _REQUEST,
        {Purpose.MATCH: ("rank", "distance_m"), Purpose.PROOF: ("state", "asked_at", "answered_at")},
        shared=(Owner("helper_id", "helper_profiles"),),
        others=("rank", "distance_m"),
    ),
    "visit_pauses": PersonalTable(_REQUEST, {Purpose.MATCH: ("side", "starts_on", "back_on")}),
    "visit_series": PersonalTable(_REQUEST, {Purpose.MATCH: ("times", "starts_on", "until")}),
    "calendar_feeds": PersonalTable(
        Kept.WITH_RECORDS,
        {Purpose.CONTACT: ("number",)},
        Owner("owner_id", kind_column="owner_type"),
        rows_go=True,
        secrets=("number",),
    ),
}

NOT_PERSONAL_OF_VISITS: dict[str, tuple[str, ...]] = {
    "engagements": (
        "id", "request_id", "helper_id", "office_id", "kind_code", "seat", "state", "agreed_at",
        "reminds_helper", "reminds_person", "ended_at",
    ),
    "visits": (
        "id", "uid", "engagement_id", "series_id", "helper_id", "request_id", "office_id", "state",
        "sequence", "changed_at",
    ),
    "stand_ins": ("id", "visit_id", "helper_id", "office_id", "found_at"),
    "visit_pauses": ("id", "engagement_id"),
    "visit_series": (
        "id", "engagement_id", "rhythm", "visit_count", "week_of_month", "anchor_on",
        "skips_public_holidays", "skips_school_holidays", "planned_until",
    ),
    "calendar_feeds": ("id", "owner_type", "owner_id", "made_at", "closed_at"),
}  # fmt: skip
