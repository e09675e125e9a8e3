"""When a job is due."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

EPOCH = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Every:
    """Ticks at whole multiples of `seconds`."""

    seconds: int

    def latest(self, now: datetime) -> datetime:
        """Return the last moment at or before `now` at which a tick was due."""
        step = timedelta(seconds=self.seconds)
        return EPOCH + (now - EPOCH) // step * step

    def next_after(self, due_at: datetime) -> datetime:
        """Return the tick that follows the one at `due_at`."""
        return self.latest(due_at) + timedelta(seconds=self.seconds)


@dataclass(frozen=True, slots=True, kw_only=True)
class Daily:
    """A tick a day at the town's clock; a time that a clock change skips is taken an hour later."""

    at: time
    time_zone: str

    def latest(self, now: datetime) -> datetime:
        """Return the last moment at or before `now` at which a tick was due."""
        today = self._on(now, days=0)
        return today if today <= now else self._on(now, days=-1)

    def next_after(self, due_at: datetime) -> datetime:
        """Return the tick that follows the one at `due_at`."""
        return self._on(due_at, days=1)

    def _on(self, moment: datetime, *, days: int) -> datetime:
        day = moment.astimezone(ZoneInfo(self.time_zone)).date() + timedelta(days=days)
        return datetime.combine(day, self.at, ZoneInfo(self.time_zone)).astimezone(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """Something to do at every tick.

    Attributes:
        run: called with the tick's due moment; safe to call twice for the same one.
        is_atomic: True runs it in the transaction that also notes the tick as done, so that its rows are
            written exactly once even if the process is killed; False lets it commit by itself, and a
            tick cut short is run again.
        catch_up: ticks missed for longer than this are left out (a machine that slept does not
            owe a thousand of them).
    """

    name: str
    when: Every | Daily
    run: Callable[[datetime], object]
    is_atomic: bool
    catch_up: timedelta


def due_ticks(job: Job, *, last: datetime, now: datetime) -> list[datetime]:
    """Return the ticks of `job` after `last`, the last one done, that are due at `now`, oldest first."""
    latest = job.when.latest(now)
    ticks = []
    tick = job.when.next_after(max(last, job.when.latest(now - job.catch_up)))
    while tick <= latest:
        ticks.append(tick)
        tick = job.when.next_after(tick)
    return ticks
