"""Choosing a helper by hand: rules that fail are told, some may be overruled, checks never."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import select

from helpexchange.audit_trail.models import AuditEntry
from helpexchange.core.database import db
from helpexchange.core.errors import NotAllowedRefusal, NotFoundRefusal
from helpexchange.help_requests.rules import RequestState
from helpexchange.helper_profiles.models import HelperSkill
from helpexchange.helper_profiles.rules import HelperState
from helpexchange.match_runs.actions import approve_proposal, choose_helper, hindrances_of, undo_decision
from helpexchange.match_runs.models import PairRelation, Proposal, RematchNeed
from helpexchange.match_runs.rules import (
    ProposalAlreadyDecidedError,
    ProposalState,
    RejectionReason,
    RequestServedError,
)
from helpexchange.match_runs.rules.by_hand import Obstacle, OverruleReasonMissingError, RulesFailError
from tests.cast import TUESDAY, Cast
from tests.fakes import FakeClock
from tests.matched import as_viewer, done_run, proposed, shopping_proposal


def codes(cast: Cast, clock: FakeClock) -> dict[Obstacle, bool]:
    """Return what stands against Meryem doing Erna's shopping, and whether it may be overruled."""
    db.session.commit()
    found = hindrances_of(
        request_id=cast.shopping.id,
        helper_id=cast.meryem.id,
        by=as_viewer(cast.coordinator_hoerde),
        now=clock.now(),
    )
    return {each.code: each.may_be_overruled for each in found}


def chosen(cast: Cast, clock: FakeClock, *overruled: Obstacle, **others: object) -> Proposal:
    """Choose Meryem for Erna's shopping."""
    values = {
        "request_id": cast.shopping.id,
        "helper_id": cast.meryem.id,
        "now": clock.now(),
        "by": as_viewer(cast.coordinator_hoerde),
        "overruled": overruled,
        "reason": "Both agreed on the phone",
    }
    return choose_helper(**{**values, **others})  # type: ignore[arg-type]


def test_it_is_approved_at_a_time_that_suits_both(cast: Cast, clock: FakeClock) -> None:
    proposal = chosen(cast, clock, reason="")
    assert (proposal.state, proposal.seat, proposal.place) == (ProposalState.APPROVED, 1, 1)
    assert (proposal.is_by_hand, proposal.overruled, proposal.run_id) == (True, [], None)
    ((weekday, start, end),) = proposal.visits
    assert (weekday, end - start) == (TUESDAY, 60)
    assert 14 * 60 <= start <= 16 * 60
    assert proposal.facts["languages"] == ["tr"]
    assert proposal.score > 0
    assert cast.shopping.state is RequestState.PROPOSED


def test_it_is_audited_with_what_was_overruled(cast: Cast, clock: FakeClock) -> None:
    cast.meryem.max_distance_m = 400.0
    proposal = chosen(cast, clock, Obstacle.DISTANCE)
    entry = db.session.scalars(select(AuditEntry)).one()
    assert (entry.act, entry.object_id) == ("choose_helper", proposal.id)
    assert entry.details["overruled"] == ["distance"]
    assert "phone" not in str(entry.details)
    assert proposal.note == "Both agreed on the phone"


Change = Callable[[Cast], None]


def far(metres: float) -> Change:
    return lambda cast: setattr(cast.meryem, "max_distance_m", metres)


def paused(cast: Cast) -> None:
    cast.meryem.state = HelperState.PAUSED


def full(cast: Cast) -> None:
    cast.meryem.max_requests = 0


def too_long(cast: Cast) -> None:
    cast.meryem.minutes_per_week = 50


def much_too_long(cast: Cast) -> None:
    cast.meryem.minutes_per_week = 30


def blocked(cast: Cast) -> None:
    db.session.add(PairRelation(helper_id=cast.meryem.id, request_id=cast.shopping.id, relations=["blocked"]))


def unchecked(cast: Cast) -> None:
    cast.shopping.checks = ["police_certificate"]


def unskilled(cast: Cast) -> None:
    cast.meryem.skills = [HelperSkill(skill_code="garden")]


def only_students(cast: Cast) -> None:
    cast.shopping.helper_kinds = ["student"]


def never_free(cast: Cast) -> None:
    cast.meryem.times[0].weekday = 3


@pytest.mark.parametrize(
    ("change", "code", "may_be_overruled"),
    [
        (far(400.0), Obstacle.DISTANCE, True), (far(200.0), Obstacle.DISTANCE, False),
        (paused, Obstacle.NOT_ACTIVE, False), (full, Obstacle.CAPACITY, True),
        (too_long, Obstacle.MINUTES, True), (much_too_long, Obstacle.MINUTES, False),
        (blocked, Obstacle.BLOCKED, False), (unchecked, Obstacle.CHECK, False),
        (unskilled, Obstacle.SKILL, False), (only_students, Obstacle.KIND, False),
        (never_free, Obstacle.TIME, True),
    ],
)  # fmt: skip
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_rules_that_fail_are_told(
    cast: Cast, clock: FakeClock, change: Change, code: Obstacle, may_be_overruled: bool
) -> None:
    change(cast)
    assert codes(cast, clock) == {code: may_be_overruled}
    with pytest.raises(RulesFailError):
        chosen(cast, clock)
    if may_be_overruled:
        with pytest.raises(OverruleReasonMissingError):
            chosen(cast, clock, code, reason=" ")
        assert chosen(cast, clock, code).overruled == [code.value]
    else:
        with pytest.raises(RulesFailError):
            chosen(cast, clock, code)


def test_who_is_with_somebody_else_then_is_never_chosen(cast: Cast, clock: FakeClock) -> None:
    run = done_run(now=clock.now())
    proposed(
        run,
        cast.meryem,
        cast.garden,
        state=ProposalState.APPROVED,
        seat=1,
        place=1,
        visits=[[TUESDAY, 13 * 60, 18 * 60]],
    )
    assert codes(cast, clock) == {Obstacle.BUSY: False}


def test_a_rejection_of_the_office_may_be_overruled(cast: Cast, clock: FakeClock) -> None:
    shopping_proposal(
        cast,
        now=clock.now(),
        state=ProposalState.REJECTED,
        rejection_reason=RejectionReason.OTHER_PLAN,
        decided_at=clock.now(),
    )
    assert codes(cast, clock) == {Obstacle.TURNED_DOWN: True}
    assert chosen(cast, clock, Obstacle.TURNED_DOWN).state is ProposalState.APPROVED


def test_a_no_of_somebody_else_stands_against_nobody(cast: Cast, clock: FakeClock) -> None:
    proposed(done_run(now=clock.now()), cast.jonas, cast.shopping, state=ProposalState.DECLINED)
    assert codes(cast, clock) == {}


def test_one_more_than_wanted_and_no_more(cast: Cast, clock: FakeClock) -> None:
    cast.meryem.max_requests = 1
    run = done_run(now=clock.now())
    states = {"state": ProposalState.APPROVED, "seat": 1}
    proposed(run, cast.meryem, cast.garden, place=1, visits=[[0, 600, 660]], **states)
    assert codes(cast, clock) == {Obstacle.CAPACITY: True}
    proposed(run, cast.meryem, cast.company, place=2, visits=[[2, 600, 660]], **states)
    assert codes(cast, clock) == {Obstacle.CAPACITY: False}


def test_it_takes_the_place_of_a_proposal_and_belongs_to_its_run(cast: Cast, clock: FakeClock) -> None:
    run = done_run(now=clock.now())
    first = proposed(run, cast.jonas, cast.shopping)
    proposal = chosen(cast, clock, reason="", instead_of=first.id)
    assert (proposal.run_id, first.state) == (run.id, ProposalState.LAPSED)
    acts = db.session.scalars(select(AuditEntry.act).order_by(AuditEntry.id)).all()
    assert acts == ["make_room", "choose_helper"]


def test_a_proposal_that_was_decided_meanwhile_is_told(cast: Cast, clock: FakeClock) -> None:
    cast.shopping.helpers_needed = 2
    first = proposed(done_run(now=clock.now()), cast.jonas, cast.shopping, visits=[[3, 840, 900]])
    approve_proposal(proposal_id=first.id, by=as_viewer(cast.coordinator_hoerde), now=clock.now())
    with pytest.raises(ProposalAlreadyDecidedError):
        chosen(cast, clock, reason="", instead_of=first.id)


def test_twice_does_no_harm_and_a_second_person_is_told(cast: Cast, clock: FakeClock) -> None:
    proposal = chosen(cast, clock, reason="")
    assert chosen(cast, clock, reason="").id == proposal.id
    namesake = replace(as_viewer(cast.coordinator_hoerde), account_id=99_999)
    with pytest.raises(ProposalAlreadyDecidedError):
        chosen(cast, clock, reason="", by=namesake)


def test_a_request_with_its_helper_takes_no_other(cast: Cast, clock: FakeClock) -> None:
    chosen(cast, clock, reason="")
    with pytest.raises(RequestServedError):
        chosen(cast, clock, helper_id=cast.jonas.id)


def test_it_is_taken_back_and_somebody_else_is_looked_for(cast: Cast, clock: FakeClock) -> None:
    proposal = chosen(cast, clock, reason="")
    undo_decision(proposal_id=proposal.id, by=as_viewer(cast.coordinator_hoerde), now=clock.now())
    assert (proposal.state, cast.shopping.state) == (ProposalState.LAPSED, RequestState.OPEN)
    assert db.session.scalars(select(RematchNeed.request_id)).all() == [cast.shopping.id]


def test_wrong_role_and_other_office_are_refused(cast: Cast, clock: FakeClock) -> None:
    with pytest.raises(NotAllowedRefusal):
        chosen(cast, clock, by=as_viewer(cast.network_lead))
    with pytest.raises(NotFoundRefusal):
        chosen(cast, clock, by=as_viewer(cast.coordinator_eving))
    with pytest.raises(NotFoundRefusal):
        chosen(cast, clock, helper_id=99_999)
