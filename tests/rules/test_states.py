"""States of requests and helpers, and how long a check holds."""

from datetime import date
from itertools import pairwise

import pytest

from helpexchange.help_requests import labels as request_labels
from helpexchange.help_requests import rules as requests
from helpexchange.help_requests.rules import DeclineReason, ReferralGoal, RequestState
from helpexchange.helper_profiles import labels as helper_labels
from helpexchange.helper_profiles import rules as helpers
from helpexchange.helper_profiles.rules import HelperDeclineReason, HelperKind, HelperState, expiry


def test_every_state_says_what_may_follow() -> None:
    assert set(requests.NEXT_STATES) == set(RequestState)
    assert set(helpers.NEXT_STATES) == set(HelperState)


def test_every_unfinished_request_can_be_withdrawn_and_no_finished_one() -> None:
    can = {state for state in RequestState if requests.may_change(state, RequestState.WITHDRAWN)}
    assert can == set(RequestState) - requests.FINAL_STATES


def test_a_helper_becomes_active_step_by_step_only() -> None:
    assert not helpers.may_change(HelperState.APPLIED, HelperState.ACTIVE)
    steps = [HelperState.APPLIED, HelperState.CONTACTED, HelperState.CHECKED, HelperState.ACTIVE]
    assert all(helpers.may_change(*pair) for pair in pairwise(steps))


def test_every_state_and_reason_has_words() -> None:
    assert set(request_labels.STATES) == set(request_labels.WHAT_NEXT) == set(RequestState)
    assert set(request_labels.DECLINE_REASONS) == set(DeclineReason)
    assert set(request_labels.REFERRAL_GOALS) == set(ReferralGoal)
    assert set(helper_labels.STATES) == set(helper_labels.WHAT_NEXT) == set(HelperState)
    assert set(helper_labels.KINDS) == set(helper_labels.WHO_THEY_ARE) == set(HelperKind)
    assert set(helper_labels.DECLINE_REASONS) == set(HelperDeclineReason)


@pytest.mark.parametrize(
    ("code", "seen_on", "last_day"),
    [
        ("interview", date(2026, 3, 2), None),
        ("conduct", date(2026, 3, 2), date(2029, 3, 2)),
        ("conduct", date(2028, 2, 29), date(2031, 2, 28)),
    ],
)
def test_a_check_holds_for_its_years(code: str, seen_on: date, last_day: date | None) -> None:
    assert expiry(code, seen_on) == last_day
