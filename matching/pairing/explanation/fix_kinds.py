"""What may have to change so that a waiting request is served: codes and values."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from matching.pairing.explanation.reasons import Values


class FixKind(StrEnum):
    """What would have to change."""

    ASK_HELPER = "ask_helper"
    OTHER_TIME = "other_time"
    HELPER_TIME = "helper_time"
    MORE_DISTANCE = "more_distance"
    MORE_CAPACITY = "more_capacity"
    MORE_MINUTES = "more_minutes"
    OTHER_KIND = "other_kind"
    CHECK_NEEDED = "check_needed"
    RECRUIT = "recruit"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Fix:
    """One change.

    Attributes:
        values: by kind
            ask_helper: helper_id, helpers (how many could come; all where they come together);
            other_time, helper_time: helper_id, weekday (0 is Monday), start_min, end_min;
            more_distance: helper_id, needed_km, limit_km, side ("helper" or "request" sets the limit);
            more_capacity: helper_id, max_requests (now);
            more_minutes: helper_id, minutes_per_week (now), needed_minutes (a week, for all requests);
            other_kind: helper_id, kind_of_helper;
            check_needed: helper_id, check;
            recruit: skills and checks (each joined by ";"), district, helpers (how many).
    """

    kind: FixKind
    values: Values


NO_FIX = Fix(FixKind.NONE, {})
