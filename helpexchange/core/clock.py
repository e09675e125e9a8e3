"""The only place that asks what time it is."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Protocol
from zoneinfo import ZoneInfo

from flask import current_app


class Clock(Protocol):
    """Tells the time; tests put a fixed one in its place."""

    def now(self) -> datetime:
        """Return the present moment, aware, in UTC."""


class SystemClock:
    """The clock of this machine."""

    def now(self) -> datetime:
        """Return the present moment, aware, in UTC."""
        return datetime.now(UTC)


def local_date(moment: datetime, time_zone: str) -> date:
    """Return the calendar day of an aware `moment` in the town's `time_zone` (IANA name)."""
    return moment.astimezone(ZoneInfo(time_zone)).date()


def now() -> datetime:
    """Return the present moment by the clock of the running application."""
    clock: Clock = current_app.extensions["clock"]
    return clock.now()


def town_day(moment: datetime) -> date:
    """Return the calendar day of an aware moment in the town of the running application."""
    return local_date(moment, current_app.extensions["settings"].time_zone)


def today() -> date:
    """Return the calendar day in the town, by the clock of the running application."""
    return town_day(now())


def start_of_day(day: date) -> datetime:
    """Return the moment at which a calendar day begins in the town."""
    zone = ZoneInfo(current_app.extensions["settings"].time_zone)
    return datetime.combine(day, time(), zone)
