"""When a visit begins and ends, by the town's clock: what is agreed for 10 o'clock stays at 10 o'clock.

Where the clock is put forward, a time that does not exist is taken as the one an hour later; where it is put
back, a time that exists twice is the first of the two. Both are the rule of RFC 5545, so calendars agree. A
visit lasts as long as agreed, also across a change of the clock.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo


def starts_at(day: date, start_min: int, time_zone: str) -> datetime:
    """Return the moment (UTC) at which a visit begins; `start_min` are minutes on the clock after 0:00."""
    hour, minute = divmod(start_min, 60)
    return datetime.combine(day, time(hour, minute), ZoneInfo(time_zone)).astimezone(UTC)


def ends_at(day: date, start_min: int, end_min: int, time_zone: str) -> datetime:
    """Return the moment (UTC) at which a visit ends."""
    return starts_at(day, start_min, time_zone) + timedelta(minutes=end_min - start_min)
