"""Days, the middle of waits, and the load of helpers."""

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from helpexchange.reports.rules import (
    BASE,
    FEW_CASES,
    HOURS_TOLD,
    BadPeriodError,
    LoadStep,
    Period,
    Span,
    chosen_period,
    load_step,
    months_of,
    percentile,
    told_hours,
    wait_of,
    within,
    year_period,
)

TODAY = date(2026, 11, 2)
#: A busy machine is no fault of the rules.
calm = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
days = st.dates(date(2001, 1, 1), date(2100, 1, 1))


@pytest.mark.parametrize(
    ("span", "first", "until"),
    [
        (Span.THIS_MONTH, (2026, 11), (2026, 12)),
        (Span.LAST_MONTH, (2026, 10), (2026, 11)),
        (Span.QUARTER, (2026, 10), (2027, 1)),
        (Span.LAST_QUARTER, (2026, 7), (2026, 10)),
        (Span.YEAR, (2026, 1), (2027, 1)),
        (Span.LAST_YEAR, (2025, 1), (2026, 1)),
    ],
)
def test_a_span_is_whole_months(span: Span, first: tuple[int, int], until: tuple[int, int]) -> None:
    assert chosen_period(span, today=TODAY) == Period(date(*first, 1), date(*until, 1))


@pytest.mark.parametrize("span", [span for span in Span if span is not Span.DAYS])
@given(today=days)
@calm
def test_every_span_is_followed_without_a_gap(today: date, span: Span) -> None:
    period = chosen_period(span, today=today)
    before = period.before
    assert before.until == period.first
    assert before.is_whole_months
    assert len(months_of(before)) == len(months_of(period))
    assert (period.first <= today < period.until) == (span in (Span.THIS_MONTH, Span.QUARTER, Span.YEAR))


@given(days, st.integers(6, 900))
@calm
def test_days_are_compared_with_as_many_days_or_months(first: date, more: int) -> None:
    last = first + timedelta(days=more)
    period = chosen_period(Span.DAYS, today=TODAY, first=first, last=last)
    assert (period.first, period.last) == (first, last)
    assert period.before.until == first
    if not period.is_whole_months:
        assert period.before.until - period.before.first == period.until - period.first
    assert months_of(period)[0] == (first.year, first.month)
    assert months_of(period)[-1] == (last.year, last.month)


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (None, TODAY),
        (TODAY, None),
        (TODAY, TODAY - timedelta(days=8)),
        (TODAY, TODAY + timedelta(days=5)),
        (date(1999, 1, 1), date(1999, 2, 1)),
        (date(2020, 1, 1), TODAY),
        (TODAY, date(9999, 12, 31)),
    ],
)
def test_other_days_are_refused(first: date | None, last: date | None) -> None:
    with pytest.raises(BadPeriodError):
        chosen_period(Span.DAYS, today=TODAY, first=first, last=last)


def test_the_year_before_a_leap_year_is_a_whole_one() -> None:
    assert year_period(2024).before == year_period(2023)


@given(st.lists(st.integers(0, 2000), min_size=1, max_size=60), st.integers(1, 100))
@calm
def test_so_many_percent_do_not_exceed_a_percentile(values: list[int], percent: int) -> None:
    found = percentile(Counter(values), percent)
    assert found in values
    assert sum(each <= found for each in values) * 100 >= percent * len(values)
    assert sum(each < found for each in values) * 100 < percent * len(values)


def test_nothing_has_no_middle() -> None:
    assert percentile({}, 50) is None
    assert wait_of({}).median is None


@given(st.lists(st.integers(0, 2000), max_size=60))
@calm
def test_a_wait_is_told_of_enough_cases_only(hours: list[int]) -> None:
    wait = wait_of(Counter(map(told_hours, hours)))
    assert (wait.median is None) == (len(hours) < BASE)
    assert (wait.p90 is None) == ((wait.cases.value or 0) < FEW_CASES)
    if wait.median is not None:
        assert sum(each < wait.median for each in hours) * 2 >= len(hours)


@given(st.integers(0, 10_000))
@calm
def test_what_is_told_holds_the_wait(hours: int) -> None:
    told = told_hours(hours)
    ends = within(told)
    assert ends is not None
    assert told <= hours < ends
    assert ends - told == (1 if hours < HOURS_TOLD else 24)


def test_the_load_has_four_steps() -> None:
    assert [load_step(each) for each in (0, 1, 2, 3, 9)] == [*LoadStep, LoadStep.MORE]
