"""Asking for a run."""

import pytest
from sqlalchemy import func, select

from helpexchange.audit_trail.models import AuditEntry
from helpexchange.core.database import db
from helpexchange.core.errors import NotAllowedRefusal, NotFoundRefusal
from helpexchange.core.viewer import VISITOR
from helpexchange.match_runs.actions import request_run
from helpexchange.match_runs.models import MatchRun
from helpexchange.match_runs.rules import RunAlreadyRequestedError, RunState
from tests.cast import Cast
from tests.fakes import FakeClock
from tests.matched import as_viewer


def test_it_waits_for_the_scheduler_and_is_audited(cast: Cast, clock: FakeClock) -> None:
    hanna = as_viewer(cast.coordinator_hoerde)
    run = request_run(office_id=cast.hoerde.id, by=hanna, now=clock.now())
    assert (run.state, run.requested_by, run.requested_at) == (
        RunState.REQUESTED,
        "Hanna Beispiel",
        clock.now(),
    )
    entry = db.session.scalars(select(AuditEntry)).one()
    assert (entry.act, entry.object_id, entry.office_id) == ("request_run", run.id, cast.hoerde.id)


def test_only_one_run_a_scope_is_under_way(cast: Cast, clock: FakeClock) -> None:
    hanna, lead = as_viewer(cast.coordinator_hoerde), as_viewer(cast.network_lead)
    first = request_run(office_id=cast.hoerde.id, by=hanna, now=clock.now())
    with pytest.raises(RunAlreadyRequestedError):
        request_run(office_id=cast.hoerde.id, by=hanna, now=clock.now())
    request_run(office_id=None, by=lead, now=clock.now())
    first.state = RunState.FAILED
    request_run(office_id=cast.hoerde.id, by=hanna, now=clock.now())
    assert db.session.scalar(select(func.count()).select_from(MatchRun)) == 3


def test_the_whole_town_is_the_network_leads(cast: Cast, clock: FakeClock) -> None:
    with pytest.raises(NotAllowedRefusal):
        request_run(office_id=None, by=as_viewer(cast.coordinator_hoerde), now=clock.now())
    assert request_run(office_id=None, by=as_viewer(cast.network_lead), now=clock.now()).scope == "town"


def test_strangers_are_refused(cast: Cast, clock: FakeClock) -> None:
    with pytest.raises(NotFoundRefusal):
        request_run(office_id=cast.hoerde.id, by=as_viewer(cast.coordinator_eving), now=clock.now())
    for stranger in (VISITOR, as_viewer(cast.administrator)):
        with pytest.raises(NotAllowedRefusal):
            request_run(office_id=None, by=stranger, now=clock.now())
