"""What is personal in the tables of matches: runs, proposals, who waits, calls that ask for a change."""

from __future__ import annotations

from helpexchange.privacy.ownership import Owner, PersonalTable
from helpexchange.privacy.rules import Kept, Purpose

_REQUEST = Kept.SINCE_LAST_REQUEST_ENDED

PERSONAL_OF_MATCHES: dict[str, PersonalTable] = {
    "match_runs": PersonalTable(_REQUEST, {Purpose.PROOF: ("certificate", "requested_by")}),
    "proposals": PersonalTable(
        _REQUEST,
        {
            Purpose.MATCH: ("distance_m", "facts", "visits", "alternatives"),
            Purpose.PROOF: ("decided_by", "note"),
        },
        shared=(Owner("helper_id", "helper_profiles"), Owner("request_id", "help_requests")),
        others=("alternatives", "decided_by", "distance_m", "facts", "score", "score_parts"),
    ),
    "unmatched_requests": PersonalTable(
        _REQUEST,
        {Purpose.MATCH: ("details", "nearest_fix")},
        Owner("request_id", "help_requests"),
        stays=("details", "nearest_fix"),
        others=("nearest_fix",),
    ),
    "match_run_archives": PersonalTable(_REQUEST, {Purpose.PROOF: ("content",)}),
    "fix_calls": PersonalTable(
        _REQUEST,
        {Purpose.MATCH: ("change", "details"), Purpose.PROOF: ("asked_by", "answered_by", "note")},
        shared=(Owner("helper_id", "helper_profiles"), Owner("request_id", "help_requests")),
        others=("asked_by", "answered_by", "change", "details", "note"),
    ),
}

NOT_PERSONAL_OF_MATCHES: dict[str, tuple[str, ...]] = {
    "match_runs": (
        "id", "office_id", "scope", "state", "requested_at", "started_at", "finished_at", "progress",
        "policy", "versions", "input_hashes", "seed", "objective", "bound", "gap", "status", "seconds",
        "served_count", "unmatched_count", "failure", "district_id", "request_id", "moved_count",
        "agreed_moved_count",
    ),
    "proposals": (
        "id", "run_id", "helper_id", "request_id", "office_id", "state", "is_locked", "score",
        "score_parts", "seat", "place", "decided_at", "rejection_reason", "is_by_hand", "overruled",
    ),
    "unmatched_requests": ("run_id", "request_id", "office_id", "reason"),
    "match_run_archives": ("run_id", "made_at"),
    "fix_calls": (
        "id", "run_id", "request_id", "helper_id", "office_id", "asks", "kind", "asked_at", "due_on",
        "again_at", "attempts", "done_at", "answer",
    ),
}  # fmt: skip
