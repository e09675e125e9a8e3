"""What is personal in the tables of calls that ask for a change, and of whole proofs of a match."""

from __future__ import annotations

from helpexchange.privacy.ownership import Owner, PersonalTable
from helpexchange.privacy.rules import Kept, Purpose

PERSONAL_OF_FIXES: dict[str, PersonalTable] = {
    "match_run_archives": PersonalTable(Kept.SINCE_LAST_REQUEST_ENDED, {Purpose.PROOF: ("content",)}),
    "fix_calls": PersonalTable(
        Kept.SINCE_LAST_REQUEST_ENDED,
        {Purpose.MATCH: ("details",), Purpose.PROOF: ("asked_by", "answered_by", "note")},
        shared=(Owner("helper_id", "helper_profiles"), Owner("request_id", "help_requests")),
        others=("asked_by", "answered_by", "details", "note"),
    ),
}

NOT_PERSONAL_OF_FIXES: dict[str, tuple[str, ...]] = {
    "match_run_archives": ("run_id", "made_at"),
    "fix_calls": (
        "id", "run_id", "request_id", "helper_id", "office_id", "asks", "kind", "asked_at", "due_on",
        "again_at", "attempts", "done_at", "answer",
    ),
}  # fmt: skip
