"""Which rules fail when a coordinator chooses a helper by hand, and which of them may be overruled.

Checks protect people, a block was said for a reason, and nobody is in two places: these hold always. What a
helper offers or a person asked for (a skill, a kind of helper) is changed where it was said, not here. A way,
times, and how much somebody takes on are wishes; a coordinator who has spoken with the helper may go beyond
them a little, and the helper is asked in any case.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from helpexchange.core.errors import ConflictRefusal, Refusal
from helpexchange.core.i18n import lazy_text as _

#: A way of at most so many times what the two have said.
FARTHEST = 2.0
#: So many requests more than the helper wants.
EXTRA_REQUESTS = 1
#: So many times the minutes a week that the helper gives.
MOST_MINUTES = 1.25
LONGEST_REASON = 500


class Obstacle(StrEnum):
    """A rule that fails between a helper and a request, in the order in which they are told."""

    CHOSEN = "chosen"
    BAD_RECORD = "bad_record"
    NOT_ACTIVE = "not_active"
    BLOCKED = "blocked"
    CHECK = "check"
    SKILL = "skill"
    KIND = "kind"
    BUSY = "busy"
    TURNED_DOWN = "turned_down"
    AWAY = "away"
    DISTANCE = "distance"
    PLACE_UNKNOWN = "place_unknown"
    TIME = "time"
    CAPACITY = "capacity"
    MINUTES = "minutes"


NEVER_OVERRULED = frozenset(
    {
        Obstacle.CHOSEN,
        Obstacle.BAD_RECORD,
        Obstacle.NOT_ACTIVE,
        Obstacle.BLOCKED,
        Obstacle.CHECK,
        Obstacle.SKILL,
        Obstacle.KIND,
        Obstacle.BUSY,
    }
)
_ORDER = list(Obstacle)


@dataclass(frozen=True, slots=True)
class Hindrance:
    """A rule that fails.

    Attributes:
        values: check, skill: `missing` (codes); kind: `allowed`; distance: `distance_m`, `limit_m`; capacity:
            `requests`, `limit`; minutes: `minutes`, `limit`; time: `days_free`, `days_needed`; else empty.
    """

    code: Obstacle
    values: Mapping[str, Any]

    @property
    def may_be_overruled(self) -> bool:
        """Return whether a coordinator may go on in spite of it, with a reason."""
        if self.code in NEVER_OVERRULED:
            return False
        limits = {
            Obstacle.DISTANCE: ("distance_m", "limit_m", FARTHEST, 0),
            Obstacle.MINUTES: ("minutes", "limit", MOST_MINUTES, 0),
            Obstacle.CAPACITY: ("requests", "limit", 1, EXTRA_REQUESTS),
        }
        if self.code not in limits:
            return True
        name, limit, times, more = limits[self.code]
        return bool(self.values[name] <= times * self.values[limit] + more)


def in_order(hindrances: Collection[Hindrance]) -> Sequence[Hindrance]:
    """Return each kind once, those that cannot be overruled first."""
    first = {each.code: each for each in reversed(list(hindrances))}
    return sorted(first.values(), key=lambda each: _ORDER.index(each.code))


class RulesFailError(ConflictRefusal):
    """Rules fail that nobody may overrule, or that were not overruled."""

    code = "rules_fail"
    words = _("This helper cannot be chosen: a rule stands against it.")

    def __init__(self, hindrances: Sequence[Hindrance]) -> None:
        self.hindrances = hindrances
        super().__init__()


class OverruleReasonMissingError(Refusal):
    """A rule was overruled without saying why."""

    code = "overrule_reason_missing"
    words = _("Write why this is all right although rules stand against it.")
