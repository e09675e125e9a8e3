"""Invents what offices keep for new helpers: times for interviews, and the list of lived experience."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from helpexchange.helper_profiles.models import InterviewSlot, LivedExperience
from helpexchange.helper_profiles.rules import WEEKEND, InterviewWay

_DAYS = 10
_BEGINS = ((time(10, 0), InterviewWay.OFFICE), (time(15, 30), InterviewWay.PHONE))
_EXPERIENCES = ("Angehörige gepflegt", "Neu in Deutschland", "Den Partner verloren", "Eine Sucht überwunden")


def invent_slots(office_ids: Iterable[int], *, today: date, time_zone: str) -> Iterator[InterviewSlot]:
    """Yield free times of each office on the working days to come."""
    days = [today + timedelta(days=count) for count in range(1, _DAYS + 1)]
    for office_id in office_ids:
        for day in (each for each in days if each.weekday() not in WEEKEND):
            for begin, way in _BEGINS:
                starts_at = datetime.combine(day, begin, ZoneInfo(time_zone)).astimezone(UTC)
                ends_at = starts_at + timedelta(minutes=30)
                yield InterviewSlot(office_id=office_id, starts_at=starts_at, ends_at=ends_at, way=way)


def invent_experiences(office_ids: Iterable[int]) -> Iterator[LivedExperience]:
    """Yield the list of each office."""
    for office_id in office_ids:
        yield from (LivedExperience(office_id=office_id, name=name) for name in _EXPERIENCES)
