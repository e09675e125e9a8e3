"""Asking for the change that would help: one call, the answer noted, and with a yes the change is made."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from helpexchange.audit_trail.models import AuditEntry
from helpexchange.core.database import db
from helpexchange.core.errors import NotAllowedRefusal, NotFoundRefusal
from helpexchange.help_requests.rules import RequestState
from helpexchange.match_runs.actions import answer_fix, ask_for_fix, miss_fix_call
from helpexchange.match_runs.models import FixCall, UnmatchedRequest
from helpexchange.match_runs.rules import FixAnswer, FixAnsweredError, NothingToAskError
from tests.cast import Cast
from tests.fakes import FakeClock
from tests.matched import as_viewer, done_run

FARTHER: dict[str, Any] = {"kind": "more_distance", "needed_km": 6.4, "limit_km": 5.0, "side": "helper"}


def waiting(cast: Cast, clock: FakeClock, fix: dict[str, Any]) -> int:
    """Let the garden of Hörde wait after a run, with this nearest fix; return the run's id."""
    run = done_run(now=clock.now())
    db.session.add(
        UnmatchedRequest(
            run_id=run.id, request_id=cast.garden.id, office_id=cast.hoerde.id, reason="no_skill_in_reach",
            nearest_fix={"helper_id": cast.meryem.id, **fix},
        )
    )  # fmt: skip
    db.session.commit()
    return run.id


def asked(cast: Cast, clock: FakeClock, fix: dict[str, Any]) -> FixCall:
    """The call that Hanna has put on the list."""
    run_id = waiting(cast, clock, fix)
    hanna = as_viewer(cast.coordinator_hoerde)
    return ask_for_fix(run_id=run_id, request_id=cast.garden.id, by=hanna, now=clock.now())


@pytest.mark.parametrize(
    ("fix", "column", "value"),
    [
        (FARTHER, "max_distance_m", 6_400.0),
        ({"kind": "more_capacity", "max_requests": 2}, "max_requests", 3),
        ({"kind": "more_minutes", "minutes_per_week": 60, "needed_minutes": 180}, "minutes_per_week", 180),
    ],
)
def test_a_yes_changes_the_limit_of_the_helper(
    cast: Cast, clock: FakeClock, fix: dict[str, Any], column: str, value: float
) -> None:
    cast.meryem.minutes_per_week = 60
    call, hanna = asked(cast, clock, fix), as_viewer(cast.coordinator_hoerde)
    answer_fix(fix_call_id=call.id, answer=FixAnswer.YES, note="gladly", by=hanna, now=clock.now())
    assert getattr(cast.meryem, column) == value
    assert (call.answer, call.note, call.answered_by) == (FixAnswer.YES, "gladly", "Hanna Beispiel")
    acts = db.session.scalars(select(AuditEntry.act).order_by(AuditEntry.id)).all()
    assert acts[-3:] == ["ask_for_fix", "change_reach", "answer_fix"]


def test_a_yes_adds_a_time_of_either_side(cast: Cast, clock: FakeClock) -> None:
    hanna, time = as_viewer(cast.coordinator_hoerde), {"weekday": 3, "start_min": 600, "end_min": 720}
    for fix, whose in (("helper_time", cast.meryem), ("other_time", cast.garden)):
        call = asked(cast, clock, {"kind": fix, **time})
        answer_fix(fix_call_id=call.id, answer=FixAnswer.YES, by=hanna, now=clock.now())
        db.session.refresh(whose)
        assert (3, 600, 720) in [(each.weekday, each.start_min, each.end_min) for each in whose.times]


def test_a_yes_widens_what_the_person_allows(cast: Cast, clock: FakeClock) -> None:
    hanna = as_viewer(cast.coordinator_hoerde)
    cast.garden.max_distance_m, cast.garden.helper_kinds = 1_000.0, ["student"]
    for fix in ({**FARTHER, "side": "request"}, {"kind": "other_kind", "kind_of_helper": "volunteer"}):
        call = asked(cast, clock, fix)
        answer_fix(fix_call_id=call.id, answer=FixAnswer.YES, by=hanna, now=clock.now())
    assert cast.garden.max_distance_m == 6_400.0
    assert cast.garden.helper_kinds == ["student", "volunteer"]


def test_a_no_is_noted_and_not_asked_again(cast: Cast, clock: FakeClock) -> None:
    call, hanna = asked(cast, clock, FARTHER), as_viewer(cast.coordinator_hoerde)
    for _twice in range(2):
        answer_fix(fix_call_id=call.id, answer=FixAnswer.NO, by=hanna, now=clock.now())
    assert cast.meryem.max_distance_m == 5_000.0
    with pytest.raises(FixAnsweredError):
        answer_fix(fix_call_id=call.id, answer=FixAnswer.YES, by=hanna, now=clock.now())
    assert asked(cast, clock, FARTHER).id == call.id
    assert asked(cast, clock, {**FARTHER, "needed_km": 5.5}).id != call.id  # less is asked: another question


def test_the_same_is_asked_once(cast: Cast, clock: FakeClock) -> None:
    first, second = asked(cast, clock, FARTHER), asked(cast, clock, FARTHER)
    assert first.id == second.id
    assert db.session.scalar(select(func.count()).select_from(FixCall)) == 1


def test_the_office_of_whoever_is_asked_calls(cast: Cast, clock: FakeClock) -> None:
    call = asked(cast, clock, {**FARTHER, "helper_id": cast.jonas.id})
    assert call.office_id == cast.eving.id
    with pytest.raises(NotFoundRefusal):
        answer_fix(
            fix_call_id=call.id, answer=FixAnswer.YES, by=as_viewer(cast.coordinator_hoerde), now=clock.now()
        )
    with pytest.raises(NotAllowedRefusal):
        answer_fix(
            fix_call_id=call.id, answer=FixAnswer.YES, by=as_viewer(cast.network_lead), now=clock.now()
        )
    emil = as_viewer(cast.coordinator_eving)
    answer_fix(fix_call_id=call.id, answer=FixAnswer.YES, by=emil, now=clock.now())
    assert cast.jonas.max_distance_m == 6_400.0


def test_who_does_not_answer_is_called_later_and_a_try_counts_once(cast: Cast, clock: FakeClock) -> None:
    call, hanna = asked(cast, clock, FARTHER), as_viewer(cast.coordinator_hoerde)
    later = clock.now() + timedelta(hours=2)
    for _twice in range(2):
        miss_fix_call(fix_call_id=call.id, again_at=later, seen_attempts=0, by=hanna, now=clock.now())
    assert (call.attempts, call.again_at) == (1, later)


def test_there_must_be_something_to_ask(cast: Cast, clock: FakeClock) -> None:
    hanna = as_viewer(cast.coordinator_hoerde)
    for fix in ({"kind": "none"}, {"kind": "recruit", "helpers": 1}):
        with pytest.raises(NothingToAskError):
            asked(cast, clock, fix)
    run_id = waiting(cast, clock, FARTHER)
    cast.garden.state = RequestState.WITHDRAWN
    with pytest.raises(NothingToAskError):
        ask_for_fix(run_id=run_id, request_id=cast.garden.id, by=hanna, now=clock.now())


def test_another_office_and_the_network_lead_do_not_ask(cast: Cast, clock: FakeClock) -> None:
    run_id = waiting(cast, clock, FARTHER)
    for account, refusal in (
        (cast.coordinator_eving, NotFoundRefusal), (cast.network_lead, NotAllowedRefusal)
    ):  # fmt: skip
        with pytest.raises(refusal):
            ask_for_fix(run_id=run_id, request_id=cast.garden.id, by=as_viewer(account), now=clock.now())
