"""Prices of requests and meetings: no meeting is paid more than its request."""

from itertools import combinations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.pairing.parts import Part
from matching.pairing.prices import Prices, meeting_prices, plain_prices
from matching.pairing.weeks import Bools, Ints
from tests.matching.tiny_parts import tiny_parts

AskedPrices = tuple[Part, Ints, Ints, Bools]


@st.composite
def asked_prices(draw: st.DrawFn) -> AskedPrices:
    """A part, prices of its requests and options, and the times with prices of their own."""
    part = draw(tiny_parts())
    of_requests = draw(st.lists(st.integers(0, 50), min_size=len(part.request), max_size=len(part.request)))
    of_options = draw(st.lists(st.integers(-30, 50), min_size=len(part), max_size=len(part)))
    times = int(part.weeks.time.max(initial=-1)) + 1
    special = draw(st.lists(st.booleans(), min_size=times, max_size=times))
    return part, np.array(of_requests), np.array(of_options), np.array(special, dtype=np.bool_)


def meetings(part: Part) -> list[list[int]]:
    """Every team of so many helpers as are needed, at every agreed time, as options."""
    teams = []
    for time in np.unique(part.weeks.time[part.weeks.time >= 0]).tolist():
        options = np.flatnonzero(part.weeks.time == time).tolist()
        teams += [
            list(team) for team in combinations(options, int(part.needed[part.weeks.request[options[0]]]))
        ]
    return teams


def assert_true(part: Part, prices: Prices) -> None:
    """The bound of docs/matching.md holds for such prices."""
    assert (prices.request >= 0).all()
    single = part.weeks.time < 0
    assert (prices.option[single] == prices.request[part.weeks.request[single]]).all()
    for team in meetings(part):
        request = part.weeks.request[team[0]]
        assert prices.option[team].sum() <= part.needed[request] * prices.request[request]


@settings(deadline=None, max_examples=80)
@given(asked_prices())
def test_no_meeting_is_paid_more_than_its_request(asked: AskedPrices) -> None:
    part, request, option, special = asked
    prices = meeting_prices(part, request, option, special)
    assert_true(part, prices)
    plain = np.setdiff1d(np.arange(len(part.request)), part.weeks.request[part.weeks.time >= 0])
    assert (prices.request[plain] == request[plain]).all(), "others keep their price"


@settings(deadline=None, max_examples=40)
@given(asked_prices(), st.lists(st.integers(0, 50), min_size=4, max_size=4))
def test_prices_between_two_that_hold_hold_too(asked: AskedPrices, others: list[int]) -> None:
    part, request, option, special = asked
    one = meeting_prices(part, request, option, special)
    other = plain_prices(part, np.array(others[: len(part.request)], dtype=np.int64))
    assert_true(part, one.halfway(other, part))
    assert_true(part, other.halfway(one, part))


@settings(deadline=None, max_examples=40)
@given(asked_prices())
def test_plain_prices_are_the_same_for_every_helper(asked: AskedPrices) -> None:
    part, request, _, _ = asked
    prices = plain_prices(part, request)
    assert_true(part, prices)
    assert prices.option.tolist() == [int(request[asked_for]) for asked_for in part.weeks.request]
    assert prices.paid(part) == int((part.needed * request).sum())
