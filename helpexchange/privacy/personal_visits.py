"""Personal columns of engagements and visits, the part of `personal_data` about what was agreed."""

from __future__ import annotations

from helpexchange.privacy.ownership import Owner, PersonalTable
from helpexchange.privacy.rules import Kept, Purpose

_REQUEST = Kept.SINCE_LAST_REQUEST_ENDED

PERSONAL_OF_VISITS: dict[str, PersonalTable] = {
    "asks": PersonalTable(
        Kept.SINCE_HELPER_LEFT,
        {Purpose.PROOF: ("no_reason", "no_words", "first_visit_with")},
        Owner("helper_id", "helper_profiles"),
        stays=("no_reason",),
        others=("first_visit_with",),
    ),
    "engagements": PersonalTable(
        _REQUEST,
        {Purpose.PROOF: ("end_reason", "end_text", "first_visit_with")},
        Owner("request_id", "help_requests"),
        shared=(Owner("helper_id", "helper_profiles"),),
        stays=("end_reason",),
        others=("end_text", "first_visit_with"),
    ),
    "visits": PersonalTable(
        _REQUEST,
        {
            Purpose.MATCH: (
                "day",
                "start_min",
                "end_min",
                "starts_at",
                "ends_at",
                "moved_from_day",
                "moved_from_min",
            ),
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
            "moved_from_day",
            "moved_from_min",
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
    "visit_moves": PersonalTable(_REQUEST, {Purpose.MATCH: ("side", "day", "start_min", "end_min")}),
    "visit_questions": PersonalTable(
        _REQUEST,
        {Purpose.PROOF: ("answer", "note")},
        Owner("person_id", kind_column="person_type"),
        stays=("answer",),
    ),
    # Whoever has raised it gets their words; whom it is about never sees it.
    "concerns": PersonalTable(
        Kept.SINCE_ACT,
        {Purpose.PROOF: ("text", "closed_note", "owner_id")},
        Owner("person_id", kind_column="person_type"),
        stays=("owner_id",),
        others=("closed_note", "owner_id"),
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
    "asks": (
        "id", "proposal_id", "helper_id", "request_id", "state", "next_best", "asked_at", "reminded_at",
        "expires_at", "answered_at", "told_at", "settled_at", "first_visit", "check_in_on", "engagement_id",
    ),
    "engagements": (
        "id", "request_id", "helper_id", "office_id", "kind_code", "seat", "state", "agreed_at",
        "reminds_helper", "reminds_person", "ended_at", "first_visit",
    ),
    "visits": (
        "id", "uid", "engagement_id", "series_id", "helper_id", "request_id", "office_id", "state",
        "sequence", "changed_at", "helper_confirmed_at", "person_confirmed_at",
    ),
    "visit_moves": ("id", "visit_id", "proposed_at", "decided_at", "is_accepted"),
    "visit_questions": (
        "id", "engagement_id", "visit_id", "office_id", "side", "person_type", "person_id", "asked_at",
        "answered_at",
    ),
    "concerns": (
        "id", "engagement_id", "office_id", "cause", "side", "person_type", "person_id",
        "representation_id", "raised_at", "urgency", "follow_up_on", "closed_at",
    ),
    "stand_ins": ("id", "visit_id", "helper_id", "office_id", "found_at"),
    "visit_pauses": ("id", "engagement_id"),
    "visit_series": (
        "id", "engagement_id", "rhythm", "visit_count", "week_of_month", "anchor_on",
        "skips_public_holidays", "skips_school_holidays", "planned_until",
    ),
    "calendar_feeds": ("id", "owner_type", "owner_id", "made_at", "closed_at"),
}  # fmt: skip
