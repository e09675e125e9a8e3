"""The days of a report, and the days before them that it is compared with."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from helpexchange.core.errors import NotAllowedRefusal, Refusal
from helpexchange.core.i18n import lazy_text as _

#: A report of fewer days would say of single days what happened.
SHORTEST = timedelta(days=7)
LONGEST = timedelta(days=3 * 366)
#: Before this nothing was counted, and dates cannot fall off the calendar.
EARLIEST = date(2000, 1, 1)
LATEST = date(2200, 1, 1)
MONTHS_A_YEAR, MONTHS_A_QUARTER = 12, 3
#: A year, a quarter or a month as programs name it: 2026, 2026-Q4, 2026-10.
PERIOD_NAME = re.compile(r"^(2[01][0-9]{2})(?:-(?:Q([1-4])|(0[1-9]|1[0-2])))?$", re.ASCII)


class Span(StrEnum):
    """Which days somebody wants a report of."""

    THIS_MONTH = "this_month"
    LAST_MONTH = "last_month"
    QUARTER = "quarter"
    LAST_QUARTER = "last_quarter"
    YEAR = "year"
    LAST_YEAR = "last_year"
    DAYS = "days"


class BadPeriodError(Refusal):
    """The last day lies before the first, or the days are too few or too many."""

    code = "bad_period"
    words = _("Choose at least 7 days and at most 3 years; the last day comes after the first.")


class OnlyYearsError(NotAllowedRefusal):
    """The program of a partner asks for days that another report has, too, or that are not over."""

    code = "only_years"
    words = _("Programs of partners read whole years that are over.")


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """Days: `first` included, `until` excluded."""

    first: date
    until: date

    @property
    def last(self) -> date:
        """The last day that belongs to it."""
        return self.until - timedelta(days=1)

    @property
    def is_whole_months(self) -> bool:
        """True if it begins and ends with a month."""
        return self.first.day == self.until.day == 1

    def may_leave_the_house(self, today: date) -> bool:
        """Return whether its numbers may be handed to whoever sees no records.

        Only calendar years that are over: no two of them share a day, and none grows, so that nothing
        follows from taking one report from another.
        """
        return self.until <= today and self == year_period(self.first.year)

    @property
    def before(self) -> Period:
        """The period that ends where this one begins: as many months, or else as many days."""
        if not self.is_whole_months:
            return Period(self.first - (self.until - self.first), self.first)
        months = _month_number(self.until) - _month_number(self.first)
        return Period(_month_start(_month_number(self.first) - months), self.first)


def chosen_period(span: Span, *, today: date, first: date | None = None, last: date | None = None) -> Period:
    """Return the days that somebody chose.

    Args:
        first: the first day, only for `Span.DAYS`.
        last: the last day, which is included; only for `Span.DAYS`.

    Raises:
        BadPeriodError: days are missing, in the wrong order, too few or too many.
    """
    if span is Span.DAYS:
        return _checked(first, last)
    month, year = _month_number(today), today.year
    quarter = month - month % MONTHS_A_QUARTER
    starts = {
        Span.THIS_MONTH: (month, 1),
        Span.LAST_MONTH: (month - 1, 1),
        Span.QUARTER: (quarter, MONTHS_A_QUARTER),
        Span.LAST_QUARTER: (quarter - MONTHS_A_QUARTER, MONTHS_A_QUARTER),
        Span.YEAR: (year * MONTHS_A_YEAR, MONTHS_A_YEAR),
        Span.LAST_YEAR: ((year - 1) * MONTHS_A_YEAR, MONTHS_A_YEAR),
    }
    start, months = starts[span]
    return Period(_month_start(start), _month_start(start + months))


def year_period(year: int) -> Period:
    """Return the days of a calendar year."""
    return Period(date(year, 1, 1), date(year + 1, 1, 1))


def named_period(name: str) -> Period:
    """Return the days of a year, a quarter or a month.

    Raises:
        BadPeriodError: it is none of `PERIOD_NAME`.
    """
    found = PERIOD_NAME.fullmatch(name)
    if found is None:
        raise BadPeriodError
    year, quarter, month = found.groups()
    start = int(year) * MONTHS_A_YEAR
    if quarter:
        start += (int(quarter) - 1) * MONTHS_A_QUARTER
        return Period(_month_start(start), _month_start(start + MONTHS_A_QUARTER))
    if month:
        start += int(month) - 1
        return Period(_month_start(start), _month_start(start + 1))
    return year_period(int(year))


def months_of(period: Period) -> Sequence[tuple[int, int]]:
    """Return year and month of every month that has days in the period, in order."""
    numbers = range(_month_number(period.first), _month_number(period.last) + 1)
    return [(number // MONTHS_A_YEAR, number % MONTHS_A_YEAR + 1) for number in numbers]


def _checked(first: date | None, last: date | None) -> Period:
    if first is None or last is None or not EARLIEST <= first <= last < LATEST:
        raise BadPeriodError
    period = Period(first, last + timedelta(days=1))
    if not SHORTEST <= period.until - period.first <= LONGEST:
        raise BadPeriodError
    return period


def _month_number(day: date) -> int:
    return day.year * MONTHS_A_YEAR + day.month - 1


def _month_start(number: int) -> date:
    return date(number // MONTHS_A_YEAR, number % MONTHS_A_YEAR + 1, 1)
