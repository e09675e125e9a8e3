"""Taking back an answer that was noted wrongly: limits and times as before, and the call to be made again."""

from typing import Any

import pytest
from sqlalchemy import select

from helpexchange.audit_trail.models import AuditEntry
from helpexchange.core.database import db
from helpexchange.core.errors import NotAllowedRefusal, NotFoundRefusal
from helpexchange.match_runs.actions import answer_fix, undo_fix_answer
from helpexchange.match_runs.models import RematchNeed
from helpexchange.match_runs.rules import FixAnswer, FixInUseError, Outcome, ProposalState
from tests.actions.test_ask_for_fix import FARTHER, asked
from tests.cast import Cast
from tests.fakes import FakeClock
from tests.matched import as_viewer, done_run, proposed

TIME: dict[str, Any] = {"weekday": 3, "start_min": 600, "end_min": 720}
FIXES: list[dict[str, Any]] = [
    FARTHER,
    {"kind": "more_capacity", "max_requests": 2},
    {"kind": "more_minutes", "minutes_per_week": 60, "needed_minutes": 180},
    {"kind": "helper_time", **TIME},
    {"kind": "other_time", **TIME},
    {**FARTHER, "side": "request"},
    {"kind": "other_kind", "kind_of_helper": "volunteer"},
    {"kind": "check_needed", "check": "police_certificate"},
]


def limits(cast: Cast) -> list[Any]:
    """Everything that a yes may change."""
    db.session.commit()
    helper, request = cast.meryem, cast.garden
    times = [
        [(each.weekday, each.start_min, each.end_min) for each in one.times] for one in (helper, request)
    ]
    own = [helper.max_distance_m, helper.max_requests, helper.minutes_per_week]
    return [*own, request.max_distance_m, request.helper_kinds, *times]


@pytest.mark.parametrize("fix", FIXES)
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_everything_is_as_before_and_the_call_is_open(
    cast: Cast, clock: FakeClock, fix: dict[str, Any]
) -> None:
    cast.meryem.minutes_per_week = 60
    cast.garden.max_distance_m, cast.garden.helper_kinds = 1_000.0, ["student"]
    call, hanna, before = asked(cast, clock, fix), as_viewer(cast.coordinator_hoerde), limits(cast)
    answer_fix(fix_call_id=call.id, answer=FixAnswer.YES, note="gladly", by=hanna, now=clock.now())
    assert (limits(cast) != before) is bool(call.change)
    assert undo_fix_answer(fix_call_id=call.id, by=hanna, now=clock.now()) is Outcome.DONE
    assert limits(cast) == before
    assert (call.done_at, call.answer, call.answered_by, call.note) == (None, None, "", "")
    acts = db.session.scalars(select(AuditEntry.act).order_by(AuditEntry.id)).all()
    assert acts[-1] == "undo_fix_answer"
    assert undo_fix_answer(fix_call_id=call.id, by=hanna, now=clock.now()) is Outcome.DONE_BEFORE


def test_what_was_changed_again_since_stays(cast: Cast, clock: FakeClock) -> None:
    call, hanna = asked(cast, clock, FARTHER), as_viewer(cast.coordinator_hoerde)
    answer_fix(fix_call_id=call.id, answer=FixAnswer.YES, by=hanna, now=clock.now())
    cast.meryem.max_distance_m = 9_000.0
    undo_fix_answer(fix_call_id=call.id, by=hanna, now=clock.now())
    assert cast.meryem.max_distance_m == 9_000.0
    assert call.done_at is None


def test_an_undecided_proposal_goes_and_a_decided_one_must_go_first(cast: Cast, clock: FakeClock) -> None:
    call, hanna = asked(cast, clock, FARTHER), as_viewer(cast.coordinator_hoerde)
    answer_fix(fix_call_id=call.id, answer=FixAnswer.YES, by=hanna, now=clock.now())
    proposal = proposed(
        done_run(now=clock.now()), cast.meryem, cast.garden, state=ProposalState.APPROVED, seat=1, place=1
    )
    with pytest.raises(FixInUseError):
        undo_fix_answer(fix_call_id=call.id, by=hanna, now=clock.now())
    proposal.state, proposal.seat, proposal.place = ProposalState.PROPOSED, None, None
    undo_fix_answer(fix_call_id=call.id, by=hanna, now=clock.now())
    assert proposal.state is ProposalState.LAPSED
    assert db.session.scalars(select(RematchNeed.request_id)).all() == [cast.garden.id]


def test_a_no_is_taken_back_too_and_only_by_the_office(cast: Cast, clock: FakeClock) -> None:
    call, hanna = asked(cast, clock, FARTHER), as_viewer(cast.coordinator_hoerde)
    answer_fix(fix_call_id=call.id, answer=FixAnswer.NO, by=hanna, now=clock.now())
    with pytest.raises(NotFoundRefusal):
        undo_fix_answer(fix_call_id=call.id, by=as_viewer(cast.coordinator_eving), now=clock.now())
    with pytest.raises(NotAllowedRefusal):
        undo_fix_answer(fix_call_id=call.id, by=as_viewer(cast.network_lead), now=clock.now())
    undo_fix_answer(fix_call_id=call.id, by=hanna, now=clock.now())
    assert call.answer is None
