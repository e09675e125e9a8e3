"""What the checker may find wrong, each as a code, a place and what was expected."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class CheckCode(StrEnum):
    """Kind of a fault of an answer."""

    UNKNOWN_HELPER = "unknown_helper"
    UNKNOWN_REQUEST = "unknown_request"
    PAIR_TWICE = "pair_twice"
    PAIR_BLOCKED = "pair_blocked"
    PAIR_NOT_LISTED = "pair_not_listed"
    SKILL_MISSING = "skill_missing"
    CHECK_MISSING = "check_missing"
    KIND_NOT_ALLOWED = "kind_not_allowed"
    PLACE_UNKNOWN = "place_unknown"
    TOO_FAR = "too_far"
    DISTANCE_WRONG = "distance_wrong"
    VISIT_COUNT = "visit_count"
    VISIT_LENGTH = "visit_length"
    VISIT_OFF_GRID = "visit_off_grid"
    OUTSIDE_HELPER_TIMES = "outside_helper_times"
    OUTSIDE_REQUEST_TIMES = "outside_request_times"
    SAME_DAY_TWICE = "same_day_twice"
    VISITS_OVERLAP = "visits_overlap"
    TRAVEL_TOO_SHORT = "travel_too_short"
    TOO_MANY_REQUESTS = "too_many_requests"
    TOO_MANY_MINUTES = "too_many_minutes"
    TOO_MANY_HELPERS = "too_many_helpers"
    NOT_TOGETHER = "not_together"
    LOCK_MISSING = "lock_missing"
    SCORE_WRONG = "score_wrong"
    PARTS_WRONG = "parts_wrong"
    OBJECTIVE_WRONG = "objective_wrong"
    PRICE_MISSING = "price_missing"
    PRICE_UNKNOWN = "price_unknown"
    PRICE_NOT_ALLOWED = "price_not_allowed"
    MEETING_PRICE_NOT_ALLOWED = "meeting_price_not_allowed"
    MEETING_TOO_DEAR = "meeting_too_dear"
    BOUND_TOO_LOW = "bound_too_low"
    BOUND_TOO_HIGH = "bound_too_high"
    STATUS_TOO_GOOD = "status_too_good"
    FILES_DIFFER = "files_differ"


@dataclass(frozen=True, slots=True, order=True)
class CheckFault:
    """One thing wrong with an answer.

    Attributes:
        helper_id, request_id: whom it is about; "" when it is about the whole answer.
        found: what the answer says.
        expected: what the rules of the match, or a recalculation, say.
    """

    code: CheckCode
    helper_id: str
    request_id: str
    found: str
    expected: str

    def __str__(self) -> str:
        who = [f"helper {self.helper_id}" if self.helper_id else "", f"request {self.request_id}"]
        where = ", ".join(part for part in who[: 2 if self.request_id else 1] if part)
        return f"{self.code}{f' ({where})' if where else ''}: {self.found}; expected {self.expected}"
