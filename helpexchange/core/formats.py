"""Days, times and numbers as people write them: a long page shows hundreds, most of them several times."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from decimal import Decimal
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel import Locale, dates, numbers
from babel.dates import get_day_names
from flask import current_app

from helpexchange.core.catalogue import page_locale

#: So many texts of each sort are kept: days of two years in all languages, every minute of a day.
KEPT = 8_192


def day_text(day: date, style: str = "long") -> str:
    """Return a day in words: "Tuesday, 3 November 2026" (full) or shorter ("long", "medium", "short")."""
    local = _in_town(day) if isinstance(day, datetime) else day
    return _day(page_locale(), local.year, local.month, local.day, style)


def moment_text(moment: datetime) -> str:
    """Return an aware moment as day and time in the town's time zone, to the minute."""
    return f"{day_text(moment, 'medium')}, {clock_text(moment)}"


def full_moment_text(moment: datetime) -> str:
    """Return an aware moment as one says it of a visit: "Tuesday, 3 November 2026, 14:00"."""
    return f"{day_text(moment, 'full')}, {clock_text(moment)}"


def clock_text(moment: time | datetime) -> str:
    """Return a time of day: "14:30" or "2:30 PM"."""
    local = _in_town(moment) if isinstance(moment, datetime) else moment
    return _time(page_locale(), local.hour, local.minute)


def minute_text(minute: int) -> str:
    """Return a minute after midnight (0..1440) as a time of day; 1440 is midnight."""
    hour, rest = divmod(minute % 1440, 60)
    return _time(page_locale(), hour, rest)


def number_text(value: float, digits: int = 0) -> str:
    """Return a number with the separators of the language and at most `digits` decimals."""
    return _number(page_locale(), round(value, digits), "#,##0." + "#" * digits if digits else "#,##0")


def money_text(cents: int) -> str:
    """Return whole cents as an amount in the currency of the installation: "3,40\u00a0€" or "€3.40"."""
    return _money(page_locale(), cents, current_app.extensions["settings"].currency)


def amount_text(cents: int) -> str:
    """Return whole cents as a number to type or to fill in, without a sign: "3,40" or "3.40"."""
    return str(numbers.format_decimal(Decimal(cents).scaleb(-2), "0.00", locale=page_locale()))


def weekday_text(weekday: int) -> str:
    """Return the name of a weekday; 0 is Monday, 6 is Sunday."""
    return str(get_day_names("wide", context="stand-alone", locale=page_locale())[weekday])


def _in_town(moment: datetime) -> datetime:
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return aware.astimezone(ZoneInfo(current_app.extensions["settings"].time_zone))


@lru_cache(maxsize=KEPT)
def _day(locale: Locale, year: int, month: int, day: int, style: str) -> str:
    return dates.format_date(date(year, month, day), style, locale=locale)


@lru_cache(maxsize=KEPT)
def _time(locale: Locale, hour: int, minute: int) -> str:
    return dates.format_time(time(hour, minute), "short", locale=locale)


@lru_cache(maxsize=KEPT)
def _number(locale: Locale, value: float, form: str) -> str:
    return numbers.format_decimal(value, form, locale=locale)


@lru_cache(maxsize=KEPT)
def _money(locale: Locale, cents: int, currency: str) -> str:
    return numbers.format_currency(Decimal(cents).scaleb(-2), currency, locale=locale)
