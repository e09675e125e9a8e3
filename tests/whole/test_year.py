"""Some days of the simulated year, in a small town and with both ways of finding helpers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import count

import pytest
from flask import Flask
from sqlalchemy import func, select

from benchmarks.year.checks import faults
from benchmarks.year.days import live_through
from benchmarks.year.figures import figures_of
from benchmarks.year.finding import WAYS
from benchmarks.year.luck import Luck
from benchmarks.year.people import Habits, People
from benchmarks.year.places import ZONE
from benchmarks.year.world import world_in
from helpexchange.asking.models import Ask
from helpexchange.core.database import db
from helpexchange.help_requests.actions import RequestAnswers
from helpexchange.helper_profiles.actions import HelperAnswers
from helpexchange.offices.models import Office
from tests.asking import helper_answers, request_answers
from tests.cast import Cast
from tests.fakes import FakeClock

DAYS = 3
BUSY = Habits(requests_a_day=2.0, helpers_a_day=1.0, answers=0.9, silent=0.0, reached=0.9, rests=0.05)


class Queue:
    """People who come one after the other."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._numbers: Iterator[int] = count()

    def next_request(self) -> RequestAnswers:
        """Return what the next person asks for."""
        number = next(self._numbers)
        return request_answers(self._office, first_name=f"Ada{number}", email=f"ada{number}@example.org")

    def next_helper(self) -> HelperAnswers:
        """Return what the next helper offers."""
        number = next(self._numbers)
        return helper_answers(self._office, first_name=f"Ben{number}", email=f"ben{number}@example.org")


@pytest.mark.long(5)
@pytest.mark.parametrize("way", WAYS)
def test_days_pass_without_a_fault(way: str, app: Flask, cast: Cast, clock: FakeClock) -> None:
    luck, began = Luck(3), clock.now()
    world = world_in(app, clock, luck, Queue(cast.hoerde), mends=WAYS[way].mends)
    people = People(luck, BUSY)
    today = began.astimezone(ZONE).date()
    for number in range(DAYS):
        live_through(world, people, today + timedelta(days=number), WAYS[way])
        assert faults(clock.now()) == []
    asks = db.session.scalar(select(func.count()).select_from(Ask))
    figures = figures_of(began, clock.now(), faults=0)
    assert asks
    assert figures.asks == asks
    assert figures.requests
    assert figures.agreed_moved == 0


def test_luck_depends_on_who_and_when_and_not_on_the_order() -> None:
    one, other = Luck(7), Luck(7)
    drawn = [one.of("ill", helper_id, "2026-01-05").random() for helper_id in range(5)]
    again = [other.of("ill", helper_id, "2026-01-05").random() for helper_id in reversed(range(5))]
    assert drawn == again[::-1]
    assert drawn != [Luck(8).of("ill", helper_id, "2026-01-05").random() for helper_id in range(5)]
