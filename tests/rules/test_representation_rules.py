"""Representations by their rules: states, the last day, court orders, taking an end back."""

from datetime import date

import pytest

from helpexchange.representatives.rules import (
    NEXT_STATES,
    CourtOrderError,
    EndedBy,
    Relation,
    RepresentationState,
    UntilIsPastError,
    WordGiven,
    check_until,
    check_word,
    is_in_force,
    may_change,
    may_undo,
)

TODAY, YESTERDAY, TOMORROW = date(2026, 11, 2), date(2026, 11, 1), date(2026, 11, 3)


def test_every_state_says_what_may_follow() -> None:
    assert set(NEXT_STATES) == set(RepresentationState)
    assert not any(may_change(RepresentationState.RUN_OUT, state) for state in RepresentationState)
    assert not may_change(RepresentationState.IN_FORCE, RepresentationState.WAITING)


@pytest.mark.parametrize(
    ("state", "until", "holds"),
    [
        (RepresentationState.IN_FORCE, None, True),
        (RepresentationState.IN_FORCE, TODAY, True),
        (RepresentationState.IN_FORCE, YESTERDAY, False),
        (RepresentationState.WAITING, None, False),
        (RepresentationState.ENDED, TOMORROW, False),
    ],
)
def test_it_holds_to_the_end_of_its_last_day(
    state: RepresentationState, until: date | None, holds: bool
) -> None:
    assert is_in_force(state, until, TODAY) is holds


def test_only_a_guardian_acts_by_a_court_order_that_was_seen() -> None:
    check_word(Relation.GUARDIAN, WordGiven.COURT_ORDER, TODAY, TODAY)
    check_word(Relation.FAMILY, WordGiven.PHONE, None, TODAY)
    for relation, seen_on in [
        (Relation.FAMILY, TODAY),
        (Relation.GUARDIAN, None),
        (Relation.GUARDIAN, TOMORROW),
    ]:
        with pytest.raises(CourtOrderError):
            check_word(relation, WordGiven.COURT_ORDER, seen_on, TODAY)


def test_a_last_day_is_today_or_later() -> None:
    check_until(None, TODAY)
    check_until(TODAY, TODAY)
    with pytest.raises(UntilIsPastError):
        check_until(YESTERDAY, TODAY)


@pytest.mark.parametrize(
    ("who", "day", "may"),
    [
        (EndedBy.OFFICE, TODAY, True), (EndedBy.OFFICE, YESTERDAY, False), (EndedBy.PERSON, TODAY, False),
        (None, None, False),
    ],
)  # fmt: skip
def test_an_office_takes_its_own_end_back_on_the_same_day(
    who: EndedBy | None, day: date | None, may: bool
) -> None:
    assert may_undo(who, day, TODAY) is may
