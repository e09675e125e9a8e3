"""States of runs and proposals, when a helper has room, and why a proposal may be rejected or refused."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from helpexchange.core.errors import ConflictRefusal, Refusal
from helpexchange.core.i18n import lazy_moment
from helpexchange.core.i18n import lazy_text as _
from helpexchange.core.viewer import Viewer

#: A weekly period: weekday 0 (Monday) to 6, and minutes after midnight, half-open.
Period = tuple[int, int, int]

TOWN = "town"
#: The scope of runs that mend what broke, and leave everything else alone.
REMATCH = "rematch"
#: Names under which the scheduler acts; pages show them in words.
NIGHTLY = "nightly match"
SCHEDULER = "scheduler"
MENDING = "rematch"
STALE_AFTER = timedelta(seconds=60)
MINUTES_PER_DAY = 1440
#: The kind of help of a request that names none; it is no skill that a helper could have.
OTHER_KIND = "other"
#: From this step of urgency (0 to 4) on, a request is called urgent.
URGENT_PRIORITY = 3


class RunState(StrEnum):
    """Where a run stands."""

    REQUESTED = "requested"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


UNDER_WAY = (RunState.REQUESTED, RunState.RUNNING)


class RunStage(StrEnum):
    """What a run is doing."""

    READING = "reading"
    MATCHING = "matching"
    CHECKING = "checking"
    EXPLAINING = "explaining"
    STORING = "storing"


class RunFailure(StrEnum):
    """Why a run failed."""

    BAD_INPUT = "bad_input"
    LOCKS_CONTRADICT = "locks_contradict"
    ANSWER_REFUSED = "answer_refused"
    DEFECT = "defect"


class ProposalState(StrEnum):
    """Where a proposal stands."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    OFFERED = "offered"
    ACCEPTED = "accepted"
    CONFIRMED = "confirmed"
    REJECTED = "rejected"
    DECLINED = "declined"
    LAPSED = "lapsed"
    EXPIRED = "expired"


#: From approval until it ends, a proposal takes a seat of its request and one of its helper's places.
BINDING_STATES = (
    ProposalState.APPROVED,
    ProposalState.OFFERED,
    ProposalState.ACCEPTED,
    ProposalState.CONFIRMED,
)
#: How an approved proposal goes on after the decision.
_GOES_ON = {
    ProposalState.APPROVED: {ProposalState.OFFERED, ProposalState.LAPSED},
    ProposalState.OFFERED: {
        ProposalState.ACCEPTED,
        ProposalState.DECLINED,
        ProposalState.EXPIRED,
        ProposalState.LAPSED,
    },
    ProposalState.ACCEPTED: {ProposalState.CONFIRMED, ProposalState.DECLINED, ProposalState.LAPSED},
    ProposalState.CONFIRMED: {ProposalState.LAPSED},
}
#: The two are not proposed to each other again.
TURNED_DOWN_STATES = (ProposalState.REJECTED, ProposalState.DECLINED)
#: A helper who has no time now is proposed for the same request again after so long.
NOT_NOW_FOR = timedelta(days=14)
#: For visits of so many days somebody else is looked for when the helper cannot come.
STAND_IN_AHEAD = timedelta(days=14)
#: A decision that nobody outside the office has heard of yet.
REVERSIBLE_STATES = (ProposalState.APPROVED, ProposalState.REJECTED)


class RejectionReason(StrEnum):
    """Why a coordinator says no; the next run respects it."""

    KNOW_EACH_OTHER = "know_each_other"
    WOULD_NOT_GET_ON = "would_not_get_on"
    HELPER_NOT_AVAILABLE = "helper_not_available"
    NEEDS_MORE_EXPERIENCE = "needs_more_experience"
    OTHER_PLAN = "other_plan"


#: These are about the two people, so they hold for whatever else the person asks for.
ABOUT_THE_TWO = (RejectionReason.KNOW_EACH_OTHER, RejectionReason.WOULD_NOT_GET_ON)


@dataclass(frozen=True, slots=True)
class HelperSaidNo:
    """Announced when a helper who was asked cannot take a request: somebody else is looked for."""

    request_id: int
    helper_id: int
    by: Viewer
    now: datetime


class RelationKind(StrEnum):
    """What is known of a helper and a request before a match."""

    LOCKED = "locked"
    BLOCKED = "blocked"
    KNOWS = "knows"
    WISHED = "wished"


class Asked(StrEnum):
    """Who is asked whether a change is all right."""

    HELPER = "helper"
    PERSON = "person"


class FixAnswer(StrEnum):
    """What whoever was asked says to a change."""

    YES = "yes"
    NO = "no"


class Outcome(StrEnum):
    """What came of an act."""

    DONE = "done"
    DONE_BEFORE = "done_before"


class ProposalAlreadyDecidedError(ConflictRefusal):
    """Somebody decided this proposal first; the words say who and when, if that is known."""

    code = "proposal_already_decided"
    words = _("Somebody has already decided this proposal.")

    def __init__(
        self, *, state: ProposalState | None = None, name: str = "", at: datetime | None = None
    ) -> None:
        if state is None or at is None or not name:
            super().__init__()
            return
        values = {"name": name, "moment": lazy_moment(at)}
        if state in TURNED_DOWN_STATES:
            super().__init__(_("%(name)s rejected this proposal on %(moment)s.", **values))
        else:
            super().__init__(_("%(name)s approved this proposal on %(moment)s.", **values))


class ProposalLapsedError(ConflictRefusal):
    """The proposal does not hold any more."""

    code = "proposal_lapsed"
    words = _(
        "This proposal does not hold any more: a newer match has taken its place, or the request has ended."
    )


class HelperFullError(ConflictRefusal):
    """The helper has as many requests or minutes as they want."""

    code = "helper_full"
    words = _("This helper has been approved for other requests in the meantime and has no place left.")


class HelperBusyError(ConflictRefusal):
    """The helper is with somebody else at that time."""

    code = "helper_busy"
    words = _("This helper has been approved for another visit at this time in the meantime.")


class HelperNotActiveError(ConflictRefusal):
    """The helper has paused or left."""

    code = "helper_not_active"
    words = _("This helper has paused or left in the meantime.")


class RequestServedError(ConflictRefusal):
    """The request has all its helpers, or is not open any more."""

    code = "request_served"
    words = _("This request has its helpers already, or is not open any more.")


class UndoTooLateError(ConflictRefusal):
    """There is no decision to take back, or others have acted on it."""

    code = "undo_too_late"
    words = _("This decision cannot be taken back any more.")


class RunAlreadyRequestedError(ConflictRefusal):
    """A run for the same office or the whole town is waiting or running."""

    code = "run_already_requested"
    words = _("A match is already under way here. Please wait until it is done.")


class NothingToAskError(ConflictRefusal):
    """There is no change that somebody could be asked for, or the request has its helper by now."""

    code = "nothing_to_ask"
    words = _("There is nothing to ask any more: the request has a helper, has ended, or was matched again.")


class FixAnsweredError(ConflictRefusal):
    """A colleague has noted another answer in the meantime."""

    code = "fix_answered"
    words = _("Somebody has noted another answer in the meantime.")


class StandInOverError(ConflictRefusal):
    """Nobody is looked for any more for this visit."""

    code = "stand_in_over"
    words = _("This is settled already: somebody comes, or the visit is over. Thank you all the same!")


class NothingChosenError(Refusal):
    """A decision for a selection came without one."""

    code = "nothing_chosen"
    words = _("Choose at least one proposal.")


class ReasonMissingError(Refusal):
    """A rejection came without its reason."""

    code = "reason_missing"
    words = _("Choose why you reject this proposal.")


def scope_word(
    office_id: int | None, *, district_id: int | None = None, request_id: int | None = None
) -> str:
    """Return the word of a run's scope, the narrowest that is given; only one run a scope is under way."""
    if request_id is not None:
        return f"request-{request_id}"
    if district_id is not None:
        return f"district-{district_id}"
    return TOWN if office_id is None else str(office_id)


def who_is_asked(kind: str, side: str = "") -> Asked | None:
    """Return who can make a change come true; None if no call can.

    Args:
        kind: of a nearest fix, such as "more_distance".
        side: for a longer way, whose limit it is: "helper" or "request".
    """
    if kind == "more_distance":
        return Asked.PERSON if side == "request" else Asked.HELPER
    if kind in ("other_time", "other_kind"):
        return Asked.PERSON
    if kind in ("ask_helper", "helper_time", "more_capacity", "more_minutes", "check_needed"):
        return Asked.HELPER
    return None


def metres_for(kilometres: float) -> float:
    """Return as metres a way that was told in kilometres."""
    return float(round(kilometres * 1000))


def mends(scope: str) -> bool:
    """Return whether a run of this scope looks for helpers for few requests and leaves all others alone."""
    return scope == REMATCH or scope.startswith("request-")


def is_stale(beat_at: datetime | None, now: datetime) -> bool:
    """Return whether a running run has given no sign of life for so long that its process must be dead."""
    return beat_at is None or now - beat_at > STALE_AFTER


def first_free(taken: Collection[int | None], at_most: int) -> int | None:
    """Return the lowest number from 1 to `at_most` that is not taken; None when as many are taken."""
    if len(taken) >= at_most:
        return None
    return next((number for number in range(1, at_most + 1) if number not in taken), None)


def minutes_a_week(
    visits: Sequence[Sequence[int]], *, visits_per_week: int, visit_minutes: int, given: int | None = None
) -> int:
    """Return the minutes a request takes of its helper each week.

    Args:
        visits: the agreed times; may be empty when neither side gave any.
        given: replaces what is computed, when something is known of the pair.
    """
    if given is not None:
        return given
    return sum(end - start for _, start, end in visits) if visits else visits_per_week * visit_minutes


def overlap(ours: Iterable[Sequence[int]], theirs: Iterable[Sequence[int]]) -> bool:
    """Return whether two lists of weekly periods have a moment in common."""
    theirs = list(theirs)
    return any(
        day == other_day and start < other_end and other_start < end
        for day, start, end in ours
        for other_day, other_start, other_end in theirs
    )


def may_go_on(state: ProposalState, new: ProposalState) -> bool:
    """Return whether an approved proposal may go from one state to another without a new decision."""
    return new in _GOES_ON.get(state, ())


def fitting_visits(
    windows: Iterable[Period], busy: Iterable[Sequence[int]], *, visits_per_week: int, visit_minutes: int
) -> list[list[int]] | None:
    """Return the earliest visits of a week, one a day, that fit into the windows; None if they do not.

    Args:
        busy: when the helper is with somebody else.
    """
    found: dict[int, list[int]] = {}
    for day, start, end in free_times(windows, busy):
        if end - start >= visit_minutes:
            found.setdefault(day, [day, start, start + visit_minutes])
    visits = [found[day] for day in sorted(found)][:visits_per_week]
    return visits if len(visits) == visits_per_week else None


def shared_times(ours: Iterable[Period], theirs: Iterable[Period]) -> list[Period]:
    """Return the times that lie in both lists of weekly periods."""
    theirs = list(theirs)
    return sorted(
        (day, max(start, other_start), min(end, other_end))
        for day, start, end in ours
        for other_day, other_start, other_end in theirs
        if day == other_day and max(start, other_start) < min(end, other_end)
    )


def free_times(times: Iterable[Period], busy: Iterable[Sequence[int]]) -> list[Period]:
    """Return what is left of `times` when `busy` is cut out of them."""
    left = list(times)
    for day, start, end in busy:
        left = [piece for period in left for piece in _cut(period, day, start, end)]
    return sorted(left)


def _cut(period: Period, day: int, start: int, end: int) -> list[Period]:
    weekday, from_min, to_min = period
    if weekday != day or to_min <= start or end <= from_min:
        return [period]
    pieces = [(weekday, from_min, min(start, to_min)), (weekday, max(end, from_min), to_min)]
    return [piece for piece in pieces if piece[1] < piece[2]]
