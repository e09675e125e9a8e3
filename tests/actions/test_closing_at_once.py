"""A request closes while others decide about its helper: helpers are locked first, nobody waits in a ring."""

import threading
from collections.abc import Callable

import pytest
from flask import Flask

from helpexchange.core.database import db
from helpexchange.core.errors import Refusal
from helpexchange.engagements.actions import begin_engagement
from helpexchange.help_requests.actions import withdraw_request
from helpexchange.help_requests.models import HelpRequest
from helpexchange.help_requests.rules import RequestState
from helpexchange.helper_profiles.models import HelperProfile
from helpexchange.match_runs.actions.deciding import lock_row, lock_rows
from tests.cast import Cast
from tests.engaged import agreed, begun, visits
from tests.fakes import FakeClock
from tests.matched import as_viewer

#: So long the other one is given to come to the lock on which it has to wait, in seconds.
A_MOMENT = 0.4


class Meanwhile(threading.Thread):
    """An act of somebody else, in a transaction of its own; `came` is what it was answered."""

    def __init__(self, app: Flask, act: Callable[[], object]) -> None:
        super().__init__()
        self.app, self.act, self.came = app, act, "nothing"

    def run(self) -> None:
        with self.app.app_context():
            try:
                self.act()
                db.session.commit()
                self.came = "done"
            except Refusal as refusal:
                self.came = refusal.code
            except Exception as error:  # noqa: BLE001  # a defect is what the test looks for
                self.came = repr(error)


@pytest.fixture
def withdrawal(app: Flask, cast: Cast, clock: FakeClock) -> Meanwhile:
    """Return the withdrawal of the request for shopping, not yet begun."""
    request_id, hanna, now = cast.shopping.id, as_viewer(cast.coordinator_hoerde), clock.now()
    return Meanwhile(app, lambda: withdraw_request(request_id=request_id, by=hanna, now=now))


def test_while_somebody_decides_about_its_helper(cast: Cast, clock: FakeClock, withdrawal: Meanwhile) -> None:
    cast.shopping.helpers_needed = 2
    begun(cast, clock)
    helper_id, request_id = cast.meryem.id, cast.shopping.id
    db.session.rollback()
    lock_row(HelperProfile, helper_id)  # as every decision begins
    withdrawal.start()
    withdrawal.join(A_MOMENT)
    lock_row(HelpRequest, request_id)
    db.session.commit()
    withdrawal.join()
    assert (withdrawal.came, cast.shopping.state) == ("done", RequestState.WITHDRAWN)


def test_while_a_helper_is_agreed_for_it(
    cast: Cast, clock: FakeClock, withdrawal: Meanwhile, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever comes to be bound while the withdrawal waits for the request is locked before it, too."""
    cast.shopping.helpers_needed = 2
    db.session.commit()
    locked: list[tuple[str, int]] = []

    def noted(table: type[HelperProfile | HelpRequest], row_ids: frozenset[int]) -> None:
        locked.append((table.__name__, len(row_ids)))
        lock_rows(table, row_ids)

    monkeypatch.setattr("helpexchange.match_runs.actions.lapsing.lock_rows", noted)
    begin_engagement(
        request_id=cast.shopping.id, helper_id=cast.meryem.id, agreed=agreed(),
        by=as_viewer(cast.coordinator_hoerde), now=clock.now(),
    )  # fmt: skip
    withdrawal.start()
    withdrawal.join(A_MOMENT)
    db.session.commit()
    withdrawal.join()
    assert withdrawal.came == "done"
    assert locked[-2:] == [("HelperProfile", 1), ("HelpRequest", 1)]
    assert all(visit.state != "planned" for visit in visits())
