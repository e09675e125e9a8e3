"""Pretend twins of what tests must not leave to chance."""

from datetime import UTC, datetime, timedelta

#: Monday, 9 o'clock in Dortmund.
MONDAY_MORNING = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)


class FakeClock:
    """A clock that stands still until a test moves it."""

    def __init__(self, moment: datetime = MONDAY_MORNING) -> None:
        self.moment = moment

    def now(self) -> datetime:
        """Return the moment it stands at, aware, in UTC."""
        return self.moment

    def advance(self, **duration: float) -> datetime:
        """Move forward by days=, hours=, minutes= or seconds= and return the new moment."""
        self.moment += timedelta(**duration)
        return self.moment
