"""States of an ask, what ends it, how often a helper is asked, and when the person is taken to agree."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from statistics import median, quantiles
from typing import NamedTuple

from helpexchange.core.errors import ConflictRefusal
from helpexchange.core.i18n import lazy_text as _
from helpexchange.core.week import WeeklyTime
from helpexchange.engagements.rules import Rhythm, SeriesPlan
from helpexchange.help_requests.rules import RequestState

ASK = "ask"
LONGEST_WORDS = 500
#: So long after the approval it can be taken back before the helper hears of it.
GRACE = timedelta(minutes=10)
#: A letter is on its way so long, and so is the answer.
BY_POST = timedelta(days=4)
WEEK = timedelta(days=7)
DAYS_A_WEEK = 7
#: The first visit is at the earliest so many days after both have agreed.
FIRST_VISIT_AFTER = timedelta(days=2)
#: How far back waits are looked at, and how many there must be to tell anything.
LOOK_BACK = timedelta(days=90)
FEWEST_CASES = 5


class AskState(StrEnum):
    """Where an ask stands.

    A `planned` one has not gone out; an `open` one waits for the helper, one with a `yes` for the person.
    """

    PLANNED = "planned"
    OPEN = "open"
    YES = "yes"
    AGREED = "agreed"
    NO = "no"
    REFUSED = "refused"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


#: States of a request for which somebody is still looked for.
WAITING_STATES = (RequestState.OPEN, RequestState.PROPOSED)
#: Asks on which somebody still has to say something.
UNDER_WAY = (AskState.OPEN, AskState.YES)
ENDED_WITHOUT = (AskState.NO, AskState.REFUSED, AskState.EXPIRED)


class NoReason(StrEnum):
    """Why a helper cannot help this time."""

    NOT_SAID = "not_said"
    NO_TIME = "no_time"
    TOO_FAR = "too_far"
    NOT_MY_KIND = "not_my_kind"
    TOO_MUCH = "too_much"
    KNOW_EACH_OTHER = "know_each_other"


class NextBest(StrEnum):
    """What happens when the helper cannot: nothing by itself, or the next best is asked."""

    OFFICE = "office"
    WANTED = "wanted"
    ASKED = "asked"
    NOBODY = "nobody"


class WhyNot(StrEnum):
    """Why a helper is not asked now."""

    NOT_ACTIVE = "not_active"
    MANY_OPEN = "many_open"
    MANY_THIS_WEEK = "many_this_week"


class Answer(StrEnum):
    """What came of an answer."""

    DONE = "done"
    DONE_BEFORE = "done_before"


@dataclass(frozen=True, slots=True, kw_only=True)
class AskPolicy:
    """How an office asks.

    Attributes:
        remind_after_days, expire_after_days: since the helper was asked.
        most_open: so many asks a helper has at once.
        most_a_week: so many asks a helper gets within seven days.
        person_days: so long the person may say no, once told; after that they are taken to agree.
        asks_next_best: what is chosen on an approval unless the coordinator chooses otherwise.
        trial_days: so long after the agreement the office calls and asks how it goes; 0 for never.
    """

    remind_after_days: int = 2
    expire_after_days: int = 4
    most_open: int = 2
    most_a_week: int = 4
    person_days: int = 3
    asks_next_best: bool = False
    trial_days: int = 28


class AskOverError(ConflictRefusal):
    """The ask does not wait for this answer any more."""

    code = "ask_over"
    words = _("This question has been settled in the meantime.")


class NotAskedError(ConflictRefusal):
    """The helper has enough to answer, or is not there."""

    code = "not_asked"
    words = _("This helper cannot be asked now.")


class HelperPausedError(ConflictRefusal):
    """Whoever has a pause, or has left, cannot say yes."""

    code = "helper_paused"
    words = _("You have a pause at the moment. End it on your page first, or call us.")


def why_not(policy: AskPolicy, *, is_active: bool, open_asks: int, asked_this_week: int) -> WhyNot | None:
    """Return why a helper is not asked now; None if they are."""
    if not is_active:
        return WhyNot.NOT_ACTIVE
    if open_asks >= policy.most_open:
        return WhyNot.MANY_OPEN
    return WhyNot.MANY_THIS_WEEK if asked_this_week >= policy.most_a_week else None


def plan_of(visits: Sequence[Sequence[int]], *, is_one_off: bool, today: date) -> SeriesPlan | None:
    """Return the series that a proposal's weekly times make; None when the times are still to be agreed.

    Args:
        visits: [weekday, start_min, end_min] each.
        today: the day on which both have agreed.
    """
    times = sorted(WeeklyTime(*each) for each in visits)
    if not times:
        return None
    earliest = today + FIRST_VISIT_AFTER
    first, time = min(
        (earliest + timedelta(days=(each.weekday - earliest.weekday()) % DAYS_A_WEEK), each) for each in times
    )
    if not is_one_off:
        return SeriesPlan(rhythm=Rhythm.WEEKLY, times=tuple(times), starts_on=first)
    return SeriesPlan(rhythm=Rhythm.ONCE, times=(time,), starts_on=first)


class Wait(NamedTuple):
    """How long others waited, in days: half of them between `shortest` and `longest`."""

    shortest: int
    middle: int
    longest: int


def expected_wait(days: Iterable[float]) -> Wait | None:
    """Return the quartiles of waits in whole days, at least 1; None when there are too few cases."""
    waits = sorted(days)
    if len(waits) < FEWEST_CASES:
        return None
    low, _middle, high = quantiles(waits, n=4, method="inclusive")
    return Wait(*(max(1, round(each)) for each in (low, median(waits), high)))
