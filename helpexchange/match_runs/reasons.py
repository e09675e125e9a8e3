"""Why these two: the facts of a proposal in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from helpexchange.core.i18n import day_text, gettext, minute_text, ngettext, way_text, weekday_text
from helpexchange.core.week import HOURS, DayPart
from helpexchange.match_runs.labels import listed
from helpexchange.match_runs.queries import Before
from helpexchange.skills.labels import language_name, skill_name

DAYS_A_WEEK = 7
LONG_UNASKED_DAYS = 14
DOES_IT_WELL = 3


@dataclass(frozen=True, slots=True)
class Reason:
    """One fact in words.

    Attributes:
        icon: name of a drawing that goes with it.
        is_caution: something to look at twice, not something that speaks for the pair.
    """

    text: str
    icon: str
    is_caution: bool = False


def reasons(facts: Mapping[str, Any], *, person: str, is_urgent: bool) -> list[Reason]:
    """Return what speaks for a proposal beside its way and its times, the most personal first.

    Args:
        facts: as stored with the proposal (`solving/storing.py`).
        person: name of the person in need.
    """
    return [
        *_urgency(facts, is_urgent=is_urgent),
        *_relation(facts, person),
        *_languages(facts),
        *_skills(facts),
        *_idle(facts),
    ]


def before_reasons(before: Before | None, person: str) -> list[Reason]:
    """Return what was between the two before, as far as the office knows."""
    if before is None:
        return []
    if before.went_badly:
        words = gettext("an earlier engagement of the two ended because they did not get on")
        return [Reason(str(words), "warning", is_caution=True)]
    if before.ended_at is None:
        return [Reason(str(gettext("helps %(person)s already", person=person)), "heart")]
    day = day_text(before.ended_at, "medium")
    return [
        Reason(str(gettext("has helped %(person)s before, until %(day)s", person=person, day=day)), "heart")
    ]


def way_words(distance_m: float | None, *, is_remote: bool) -> str:
    """Return how far the helper has to go: "1.2 km away", "in the same area"; empty when nobody knows."""
    if is_remote:
        return str(gettext("by phone or online"))
    if distance_m is None:
        return ""
    return way_text(distance_m)


def visit_words(visits: Sequence[Sequence[int]]) -> str:
    """Return the times of the visits: "Tuesday afternoon, 14:00–15:00"; several are listed."""
    if not visits:
        return str(gettext("times to be agreed"))
    return listed(_visit_words(*visit) for visit in visits)


def _visit_words(weekday: int, start_min: int, end_min: int) -> str:
    values = {"weekday": weekday_text(weekday), "start": minute_text(start_min), "end": minute_text(end_min)}
    morning_end, evening_start = HOURS[DayPart.MORNING][1], HOURS[DayPart.EVENING][0]
    if start_min < morning_end:
        return str(gettext("%(weekday)s morning, %(start)s–%(end)s", **values))
    if start_min < evening_start:
        return str(gettext("%(weekday)s afternoon, %(start)s–%(end)s", **values))
    return str(gettext("%(weekday)s evening, %(start)s–%(end)s", **values))


def _urgency(facts: Mapping[str, Any], *, is_urgent: bool) -> Iterator[Reason]:
    if is_urgent:
        yield Reason(str(gettext("urgent")), "warning", is_caution=True)
    days = facts.get("waiting_days") or 0
    if days >= LONG_UNASKED_DAYS:
        words = ngettext("waits for %(num)d week", "waits for %(num)d weeks", days // DAYS_A_WEEK)
        yield Reason(str(words), "clock", is_caution=True)


def _relation(facts: Mapping[str, Any], person: str) -> Iterator[Reason]:
    relations = facts.get("relations") or ()
    if "knows" in relations:
        yield Reason(str(gettext("knows %(person)s", person=person)), "heart")
    if "wished" in relations:
        yield Reason(str(gettext("%(person)s has asked for this helper", person=person)), "heart")


def _languages(facts: Mapping[str, Any]) -> Iterator[Reason]:
    names = [language_name(code) for code in facts.get("languages") or ()]
    if names:
        yield Reason(str(gettext("speaks %(languages)s", languages=listed(names))), "language")


def _skills(facts: Mapping[str, Any]) -> Iterator[Reason]:
    levels = facts.get("skills") or {}
    best = [skill_name(code) for code, n in levels.items() if n >= DOES_IT_WELL]
    if best:
        yield Reason(str(gettext("very good at: %(skills)s", skills=listed(best))), "skill")


def _idle(facts: Mapping[str, Any]) -> Iterator[Reason]:
    days = facts.get("idle_days")
    if days is None:
        yield Reason(str(gettext("has not been asked yet")), "rested")
    elif days >= LONG_UNASKED_DAYS:
        weeks = days // DAYS_A_WEEK
        words = ngettext("has not been asked for %(num)d week", "has not been asked for %(num)d weeks", weeks)
        yield Reason(str(words), "rested")
