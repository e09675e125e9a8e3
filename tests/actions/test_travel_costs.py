"""Travel costs: claimed, approved within limits or with a reason, sent back, paid; one of two wins."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from helpexchange.audit_trail.models import AuditEntry
from helpexchange.core.database import db
from helpexchange.core.errors import NotAllowedRefusal, NotFoundRefusal, Refusal
from helpexchange.core.viewer import VISITOR
from helpexchange.engagements.rules import Side
from helpexchange.hours_and_costs.actions import (
    Approved,
    Claim,
    approve_all,
    approve_cost,
    claim_cost,
    close_month,
    correct_cost,
    mark_paid,
    remove_receipt,
    send_back,
    take_back,
    withdraw_cost,
)
from helpexchange.hours_and_costs.models import TravelCost
from helpexchange.hours_and_costs.rules import (
    BadCostError,
    BadReceiptError,
    CostDecidedError,
    CostState,
    DayToComeError,
    Means,
    MonthClosedError,
    OverLimitError,
    OwnCostsError,
    ReasonMissingError,
    ReceiptMissingError,
    TooManyReceiptsError,
    month_of,
)
from tests.cast import Cast
from tests.engaged import FIRST
from tests.fakes import FakeClock
from tests.matched import as_viewer
from tests.spending import PDF, claimed, limited, messages_of

AT_ONCE = 12


@pytest.fixture
def cost(cast: Cast, clock: FakeClock) -> TravelCost:
    """Meryem's ticket of 3 November, 3.40, with a picture."""
    return claimed(clock, cast.meryem)


def entries(act: str) -> list[AuditEntry]:
    return list(db.session.scalars(select(AuditEntry).where(AuditEntry.act == act).order_by(AuditEntry.id)))


def claim(**others: object) -> Claim:
    said: dict[str, object] = {"day": FIRST, "means": Means.TICKET, "cents": 250, **others}
    return Claim(**said)  # type: ignore[arg-type]


def test_approving_is_audited(cast: Cast, clock: FakeClock, cost: TravelCost) -> None:
    approve_cost(cost_id=cost.id, by=as_viewer(cast.coordinator_hoerde), now=clock.now())
    assert (cost.state, cost.decided_by, cost.decided_at) == (
        CostState.APPROVED, "Hanna Beispiel", clock.now(),
    )  # fmt: skip
    (entry,) = entries("approve_cost")
    assert (entry.object_id, entry.office_id, entry.details["cents"]) == (cost.id, cast.hoerde.id, 340)
    with pytest.raises(CostDecidedError):
        approve_cost(cost_id=cost.id, by=as_viewer(cast.coordinator_hoerde), now=clock.now())


@pytest.mark.parametrize("act", [approve_cost, send_back])
def test_only_its_office_decides(cast: Cast, clock: FakeClock, cost: TravelCost, act: object) -> None:
    assert callable(act)
    refused = {
        cast.coordinator_eving: NotFoundRefusal, cast.network_lead: NotAllowedRefusal,
        cast.administrator: NotFoundRefusal, cast.volunteer: NotFoundRefusal,
    }  # fmt: skip
    for account, refusal in refused.items():
        with pytest.raises(refusal):
            act(cost_id=cost.id, reason="so", by=as_viewer(account), now=clock.now())
    assert cost.state is CostState.CLAIMED


def test_nobody_decides_about_their_own(cast: Cast, clock: FakeClock, cost: TravelCost) -> None:
    cast.meryem.account_id = cast.coordinator_hoerde.id
    db.session.commit()
    by = as_viewer(cast.coordinator_hoerde)
    for act in (approve_cost, send_back):
        with pytest.raises(OwnCostsError):
            act(cost_id=cost.id, reason="so", by=by, now=clock.now())
    assert approve_all(office_id=cast.hoerde.id, by=by, now=clock.now()) == Approved(0, 1)
    cost.state = CostState.APPROVED
    db.session.commit()
    assert mark_paid(cost_ids={cost.id}, paid_on=FIRST, by=by, now=clock.now()).claims == 0


def test_a_ticket_nobody_has_seen_is_not_approved(cast: Cast, clock: FakeClock) -> None:
    cost, by = claimed(clock, cast.meryem, receipt=b""), as_viewer(cast.coordinator_hoerde)
    with pytest.raises(ReceiptMissingError):
        approve_cost(cost_id=cost.id, by=by, now=clock.now())
    approve_cost(cost_id=cost.id, is_receipt_seen=True, by=by, now=clock.now())
    assert (cost.state, cost.is_receipt_seen) == (CostState.APPROVED, True)


def test_over_a_limit_needs_a_reason(cast: Cast, clock: FakeClock) -> None:
    limited(cast, clock, helper_cents=500)
    first, second = (claimed(clock, cast.meryem, cents) for cents in (300, 240))
    by = as_viewer(cast.coordinator_hoerde)
    approve_cost(cost_id=first.id, by=by, now=clock.now(), reason="kept only where it is needed")
    with pytest.raises(OverLimitError):
        approve_cost(cost_id=second.id, by=by, now=clock.now(), reason="  ")
    approve_cost(cost_id=second.id, by=by, now=clock.now(), reason="two hospitals")
    assert (first.reason, first.is_over_limit) == ("", False)
    assert (second.reason, second.is_over_limit) == ("two hospitals", True)
    assert entries("approve_cost")[-1].details["over_by"] == 40


def test_all_within_the_limits_are_approved_together(cast: Cast, clock: FakeClock) -> None:
    limited(cast, clock, helper_cents=500, office_cents=900)
    within = [claimed(clock, cast.meryem, cents) for cents in (200, 210)]
    over = claimed(clock, cast.meryem, 150)
    no_receipt = claimed(clock, cast.meryem, 10, receipt=b"")
    other = claimed(clock, cast.pavel, 480)
    before = claimed(clock, cast.meryem, 490, day=date(2026, 10, 30))
    elsewhere = claimed(clock, cast.jonas)
    by = as_viewer(cast.coordinator_hoerde)
    assert approve_all(office_id=cast.hoerde.id, by=by, now=clock.now()) == Approved(4, 2)
    db.session.expire_all()
    assert {each.state for each in (*within, other, before)} == {CostState.APPROVED}
    assert {each.state for each in (over, no_receipt, elsewhere)} == {CostState.CLAIMED}
    with pytest.raises(NotAllowedRefusal):
        approve_all(office_id=cast.hoerde.id, by=as_viewer(cast.network_lead), now=clock.now())
    assert approve_all(office_id=cast.eving.id, by=by, now=clock.now()) == Approved(0, 0)


def test_sent_back_with_a_reason_and_corrected(cast: Cast, clock: FakeClock, cost: TravelCost) -> None:
    by = as_viewer(cast.coordinator_hoerde)
    with pytest.raises(ReasonMissingError):
        send_back(cost_id=cost.id, reason=" ", by=by, now=clock.now())
    send_back(cost_id=cost.id, reason="The date cannot be read.", by=by, now=clock.now())
    (told,) = messages_of("cost_sent_back")
    assert "The date cannot be read." in told.text
    assert "3.40" in told.text
    assert "Muster" not in told.subject
    correct_cost(cost=cost, claim=claim(receipt=PDF), side=Side.HELPER, by=VISITOR, now=clock.now())
    assert (cost.state, cost.cents, len(cost.receipts)) == (CostState.CLAIMED, 250, 2)
    approve_cost(cost_id=cost.id, by=by, now=clock.now())
    with pytest.raises(CostDecidedError):
        correct_cost(cost=cost, claim=claim(), side=Side.HELPER, by=VISITOR, now=clock.now())
    with pytest.raises(CostDecidedError):
        withdraw_cost(cost=cost, side=Side.HELPER, by=VISITOR, now=clock.now())
    with pytest.raises(CostDecidedError):
        remove_receipt(cost=cost, name=cost.receipts[0].name, side=Side.HELPER, by=VISITOR, now=clock.now())


def test_paid_once_and_told_once(cast: Cast, clock: FakeClock) -> None:
    costs = [claimed(clock, cast.meryem, cents) for cents in (340, 260)]
    waiting, by = claimed(clock, cast.meryem, 100), as_viewer(cast.coordinator_hoerde)
    for each in costs:
        approve_cost(cost_id=each.id, by=by, now=clock.now())
    ids = {each.id for each in (*costs, waiting)}
    with pytest.raises(NotAllowedRefusal):
        mark_paid(cost_ids=ids, paid_on=FIRST, by=as_viewer(cast.network_lead), now=clock.now())
    for wrong in (FIRST + timedelta(days=15), FIRST - timedelta(days=400)):
        with pytest.raises(DayToComeError):
            mark_paid(cost_ids=ids, paid_on=wrong, by=by, now=clock.now())
    eving = as_viewer(cast.coordinator_eving)
    assert mark_paid(cost_ids=ids, paid_on=FIRST, by=eving, now=clock.now()).claims == 0
    assert mark_paid(cost_ids=ids, paid_on=FIRST, by=by, now=clock.now()) == (2, 600)
    assert mark_paid(cost_ids=ids, paid_on=FIRST, by=by, now=clock.now()) == (0, 0)
    assert [each.paid_on for each in costs] == [FIRST, FIRST]
    assert waiting.state is CostState.CLAIMED
    (told,) = messages_of("costs_paid")
    assert "6.00" in told.text
    assert len(entries("pay_cost")) == 2


def test_the_last_decision_is_taken_back_step_by_step(cast: Cast, clock: FakeClock, cost: TravelCost) -> None:
    by = as_viewer(cast.coordinator_hoerde)
    approve_cost(cost_id=cost.id, by=by, now=clock.now())
    mark_paid(cost_ids={cost.id}, paid_on=FIRST, by=by, now=clock.now())
    take_back(cost_id=cost.id, from_state=CostState.PAID, by=by, now=clock.now())
    assert (cost.state, cost.paid_on) == (CostState.APPROVED, None)
    with pytest.raises(CostDecidedError):  # pressed twice
        take_back(cost_id=cost.id, from_state=CostState.PAID, by=by, now=clock.now())
    take_back(cost_id=cost.id, from_state=CostState.APPROVED, by=by, now=clock.now())
    assert (cost.state, cost.decided_by, cost.decided_at) == (CostState.CLAIMED, "", None)
    with pytest.raises(CostDecidedError):
        take_back(cost_id=cost.id, from_state=CostState.CLAIMED, by=by, now=clock.now())


def test_claims_that_are_not_possible(cast: Cast, clock: FakeClock, cost: TravelCost) -> None:
    wrong = {
        BadCostError: [claim(cents=0), claim(cents=None), claim(means=Means.KM, km=0), claim(cents=100_001)],
        DayToComeError: [claim(day=FIRST + timedelta(days=1)), claim(day=date(2025, 11, 1))],
        BadReceiptError: [claim(receipt=b"<svg>"), claim(receipt=PDF + b"0" * 5_000_000)],
    }
    for refusal, claims in wrong.items():
        for number, each in enumerate(claims):
            with pytest.raises(refusal):
                claim_cost(
                    helper=cast.meryem, claim=each, reference=f"wrong-{number}", side=Side.HELPER,
                    by=VISITOR, now=clock.now(),
                )  # fmt: skip
    for _ in range(4):
        correct_cost(cost=cost, claim=claim(receipt=PDF), side=Side.HELPER, by=VISITOR, now=clock.now())
    with pytest.raises(TooManyReceiptsError):
        correct_cost(cost=cost, claim=claim(receipt=PDF), side=Side.HELPER, by=VISITOR, now=clock.now())


def test_in_a_closed_month_only_what_was_sent_back_is_corrected(
    cast: Cast, clock: FakeClock, cost: TravelCost
) -> None:
    by = as_viewer(cast.coordinator_hoerde)
    other = claimed(clock, cast.meryem, 100)
    clock.advance(days=30)
    close_month(office_id=cast.hoerde.id, month=month_of(FIRST), by=by, now=clock.now())
    send_back(cost_id=cost.id, reason="Which day?", by=by, now=clock.now())
    correct_cost(cost=cost, claim=claim(), side=Side.HELPER, by=VISITOR, now=clock.now())
    for refused in (cost, other):
        with pytest.raises(MonthClosedError):
            correct_cost(cost=refused, claim=claim(), side=Side.HELPER, by=VISITOR, now=clock.now())
        with pytest.raises(MonthClosedError):
            withdraw_cost(cost=refused, side=Side.HELPER, by=VISITOR, now=clock.now())
    with pytest.raises(MonthClosedError):
        claim_cost(
            helper=cast.meryem, claim=claim(), reference="late", side=Side.HELPER, by=VISITOR, now=clock.now()
        )
    approve_cost(cost_id=other.id, by=by, now=clock.now())


def test_of_many_who_approve_at_once_one_wins(
    app: Flask, cast: Cast, clock: FakeClock, cost: TravelCost
) -> None:
    cost_id, account, now = cost.id, as_viewer(cast.coordinator_hoerde), clock.now()
    db.session.commit()

    def approve(_number: int) -> str:
        with app.app_context():
            try:
                approve_cost(cost_id=cost_id, by=account, now=now)
                db.session.commit()
            except Refusal as refusal:
                db.session.rollback()
                return refusal.code
            return "approved"

    with ThreadPoolExecutor(AT_ONCE) as pool:
        outcomes = Counter(pool.map(approve, range(AT_ONCE)))
    assert outcomes == {"approved": 1, "cost_decided": AT_ONCE - 1}
    assert len(entries("approve_cost")) == 1


def test_of_two_different_costs_at_once_one_is_over_the_limit(
    app: Flask, cast: Cast, clock: FakeClock
) -> None:
    limited(cast, clock, helper_cents=500)
    ids = [claimed(clock, cast.meryem, cents).id for cents in (300, 301, 302, 303)]
    account, now = as_viewer(cast.coordinator_hoerde), clock.now()
    db.session.commit()

    def approve(cost_id: int) -> str:
        with app.app_context():
            try:
                approve_cost(cost_id=cost_id, by=account, now=now)
                db.session.commit()
            except Refusal as refusal:
                db.session.rollback()
                return refusal.code
            return "approved"

    with ThreadPoolExecutor(len(ids)) as pool:
        assert Counter(pool.map(approve, ids)) == {"approved": 1, "over_limit": 3}
