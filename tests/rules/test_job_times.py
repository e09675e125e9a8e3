"""When a job is due, also when the clocks change and after a long sleep."""

from datetime import UTC, datetime, time, timedelta

from helpexchange.jobs.rules import Daily, Every, Job, due_ticks

NOON = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)
NIGHTLY = Daily(at=time(2, 30), time_zone="Europe/Berlin")


def job(when: Daily | Every, *, catch_up: timedelta = timedelta(hours=1)) -> Job:
    """Return a job that does nothing at the given times."""
    return Job(name="job", when=when, run=lambda _due_at: None, is_atomic=True, catch_up=catch_up)


def test_every_tick_since_the_last_is_due_oldest_first() -> None:
    ticks = due_ticks(job(Every(seconds=20)), last=NOON, now=NOON + timedelta(seconds=65))
    assert ticks == [NOON + timedelta(seconds=step) for step in (20, 40, 60)]


def test_nothing_is_due_twice() -> None:
    assert due_ticks(job(Every(seconds=20)), last=NOON, now=NOON + timedelta(seconds=19)) == []


def test_a_machine_that_slept_owes_no_more_than_the_catch_up() -> None:
    last = NOON - timedelta(days=3)
    ticks = due_ticks(job(Every(seconds=600), catch_up=timedelta(minutes=30)), last=last, now=NOON)
    assert ticks == [NOON - timedelta(minutes=minutes) for minutes in (20, 10, 0)]


def test_daily_time_is_the_towns() -> None:
    assert NIGHTLY.latest(NOON) == datetime(2026, 11, 2, 1, 30, tzinfo=UTC)
    assert NIGHTLY.latest(datetime(2026, 11, 2, 1, 0, tzinfo=UTC)) == datetime(2026, 11, 1, 1, 30, tzinfo=UTC)


def test_daily_once_a_day_through_both_clock_changes() -> None:
    for first in (datetime(2026, 3, 27, 12, tzinfo=UTC), datetime(2026, 10, 23, 12, tzinfo=UTC)):
        last = NIGHTLY.latest(first)
        nightly = job(NIGHTLY, catch_up=timedelta(days=9))
        ticks = due_ticks(nightly, last=last, now=first + timedelta(days=4))
        assert len({tick.date() for tick in ticks}) == len(ticks) == 4
