"""What a year of visits leaves on the desks of an invented town: asks, concerns, hours, costs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import func, select, update

from benchmarks.invented import finish
from benchmarks.invented_visits import add
from helpexchange.asking.models import Ask
from helpexchange.asking.rules import AskState, NextBest, NoReason
from helpexchange.core.database import db
from helpexchange.engagements.models import Engagement, Visit
from helpexchange.engagements.rules import CancelReason, Side, VisitState
from helpexchange.follow_up.models import Concern, VisitQuestion
from helpexchange.follow_up.rules import Answer, Cause, Urgency
from helpexchange.help_requests.models import HelpRequest
from helpexchange.help_requests.rules import RequestState
from helpexchange.helper_profiles.models import HelperProfile
from helpexchange.helper_profiles.rules import HelperState
from helpexchange.hours_and_costs.models import HourCertificate, LoggedHours, TravelCost, TravelReceipt
from helpexchange.hours_and_costs.rules import CertificateState, CostState, HourKind, Means
from helpexchange.match_runs.models import Proposal, RematchNeed, StandIn
from helpexchange.match_runs.rules import ProposalState
from helpexchange.match_runs.rules.causes import RematchCause, StandInState

#: Of so many who are chosen, out of each 28 so many are asked, so many have said yes, and the others wait to
#: be asked; one in four of those who said no was asked for another request.
CHOSEN, OPEN_OF_28, YES_OF_28 = 560, 20, 3
ONE_NO = 4
CONCERNS, OPEN_CONCERNS = 600, 120
WITHOUT_HELPER = 40
HOURS_EACH, COSTS_EACH, ONE_CLAIMED, ONE_CERTIFIED = 2, 3, 40, 8
#: In which they were found; today's run is the second.
FIRST_RUN = 1
RECEIPT = b"%PDF-1.4 a ticket"


class Pair(NamedTuple):
    """A helper and a request in one office, by id."""

    request_id: int
    helper_id: int
    office_id: int


class Agreed(NamedTuple):
    """An engagement with its first visit, all by id."""

    id: int
    pair: Pair
    visit_id: int


def fill_desks(*, now: datetime) -> None:
    """Let helpers be asked, people worry, hours and costs be noted; after `fill_year`."""
    agreed = _agreed()
    _ask(agreed, _free_pairs(CHOSEN), now=now)
    add(VisitQuestion, (row for each in agreed for row in _questions(each, now)))
    add(Concern, (_concern(number, each, now) for number, each in enumerate(agreed[:CONCERNS])))
    add(LoggedHours, (_hours(each, at, now) for each in agreed for at in range(HOURS_EACH)))
    add(TravelCost, (_cost(each, at, now) for each in agreed for at in range(COSTS_EACH)))
    add(TravelReceipt, _receipts(now))
    add(HourCertificate, (_certificate(each, now) for each in agreed[::ONE_CERTIFIED]))
    _call_off(now=now)
    finish(Proposal, Ask, TravelCost)


def _agreed() -> Sequence[Agreed]:
    first = (
        select(Visit.engagement_id, func.min(Visit.id).label("id")).group_by(Visit.engagement_id).subquery()
    )
    statement = (
        select(Engagement.id, Engagement.request_id, Engagement.helper_id, Engagement.office_id, first.c.id)
        .join(first, first.c.engagement_id == Engagement.id)
        .order_by(Engagement.id)
    )
    return [Agreed(row[0], Pair(*row[1:4]), row[4]) for row in db.session.execute(statement)]


def _free_pairs(count: int) -> Sequence[Pair]:
    """Return open requests, each with a helper of its office who visits nobody."""
    helpers = select(HelperProfile.office_id, HelperProfile.id).where(
        HelperProfile.state == HelperState.ACTIVE, HelperProfile.id.not_in(select(Engagement.helper_id))
    )
    free: dict[int, list[int]] = {}
    for office_id, helper_id in db.session.execute(helpers.order_by(HelperProfile.id)):
        free.setdefault(office_id, []).append(helper_id)
    is_open = HelpRequest.state == RequestState.OPEN
    requests = select(HelpRequest.id, HelpRequest.office_id).where(is_open)
    newest_first = db.session.execute(requests.order_by(HelpRequest.id.desc()))
    return [Pair(id_, free[office].pop(), office) for id_, office in newest_first if free.get(office)][:count]


def _ask(agreed: Sequence[Agreed], free: Sequence[Pair], *, now: datetime) -> None:
    last = db.session.scalar(select(func.max(Proposal.id))) or 0
    added: list[dict[str, Any]] = []
    asks: list[dict[str, Any]] = []
    for each in agreed:
        states = (ProposalState.CONFIRMED, AskState.AGREED)
        added.append(_proposal(last + len(added) + 1, each.pair, states[0], now - timedelta(weeks=18)))
        asks.append(_asked(added[-1], states[1], now - timedelta(weeks=18), engagement_id=each.id))
        if each.id % ONE_NO == 0:
            other = Pair(
                each.pair.request_id, agreed[each.id % len(agreed)].pair.helper_id, each.pair.office_id
            )
            added.append(
                _proposal(last + len(added) + 1, other, ProposalState.DECLINED, now - timedelta(weeks=19))
            )
            asks.append(_asked(added[-1], AskState.NO, now - timedelta(weeks=19)))
    for number, pair in enumerate(free):
        is_open, is_asked = number % 28 < OPEN_OF_28, number % 28 < OPEN_OF_28 + YES_OF_28
        later = ProposalState.ACCEPTED if is_asked else ProposalState.APPROVED
        state = ProposalState.OFFERED if is_open else later
        since = now - timedelta(hours=2 + number % 60)
        added.append(_proposal(last + len(added) + 1, pair, state, since))
        if is_asked:
            asks.append(_asked(added[-1], AskState.OPEN if is_open else AskState.YES, since))
    add(Proposal, iter(added))
    add(Ask, iter(asks))


def _proposal(id_: int, pair: Pair, state: ProposalState, decided_at: datetime) -> dict[str, Any]:
    is_binding = state is not ProposalState.DECLINED
    return {
        "id": id_, "run_id": FIRST_RUN, **pair._asdict(), "state": state, "score": 500,
        "visits": [[1, 840, 900]],
        "distance_m": 900.0, "seat": 1 if is_binding else None, "place": 1 if is_binding else None,
        "decided_at": decided_at, "decided_by": "Coordinator", "facts": {"idle_days": 30},
    }  # fmt: skip


def _asked(
    proposal: dict[str, Any], state: AskState, at: datetime, *, engagement_id: int | None = None
) -> dict[str, Any]:
    is_settled = state in {AskState.AGREED, AskState.NO}
    return {
        "proposal_id": proposal["id"], "helper_id": proposal["helper_id"],
        "request_id": proposal["request_id"], "state": state, "next_best": NextBest.OFFICE, "asked_at": at,
        "expires_at": at + timedelta(days=7),
        "answered_at": None if state is AskState.OPEN else at + timedelta(hours=1),
        "no_reason": NoReason.NO_TIME if state is AskState.NO else None,
        "told_at": at + timedelta(hours=1) if state in {AskState.YES, AskState.AGREED} else None,
        "settled_at": at + timedelta(days=1) if is_settled else None, "engagement_id": engagement_id,
    }  # fmt: skip


def _questions(each: Agreed, now: datetime) -> Iterator[dict[str, Any]]:
    asked = now - timedelta(days=each.id % 120)
    for side, person in ((Side.HELPER, each.pair.helper_id), (Side.PERSON, each.pair.request_id)):
        is_answered = each.id % 3 > 0
        yield {
            "engagement_id": each.id, "visit_id": each.visit_id, "office_id": each.pair.office_id,
            "side": side, "person_type": side.value, "person_id": person, "asked_at": asked,
            "answered_at": asked + timedelta(hours=9) if is_answered else None,
            "answer": Answer.GOOD if is_answered else None,
        }  # fmt: skip


def _concern(number: int, each: Agreed, now: datetime) -> dict[str, Any]:
    raised = now - timedelta(days=1 + number % 200)
    is_open = number < OPEN_CONCERNS
    return {
        "engagement_id": each.id, "office_id": each.pair.office_id, "cause": Cause.RAISED,
        "side": Side.PERSON, "person_type": "person_in_need", "person_id": each.pair.request_id,
        "text": "Nobody came, and nobody told me.", "raised_at": raised,
        "urgency": Urgency.SOON if number % 3 else None,
        "closed_at": None if is_open else raised + timedelta(days=1),
        "closed_note": "" if is_open else "spoken with both",
    }  # fmt: skip


def _hours(each: Agreed, at: int, now: datetime) -> dict[str, Any]:
    day = (now - timedelta(days=(each.id + 90 * at) % 180)).date()
    return {
        "reference": f"hours-{each.id}-{at}", "helper_id": each.pair.helper_id,
        "office_id": each.pair.office_id, "day": day, "minutes": 90, "kind": HourKind.MEETING,
        "noted_by": Side.HELPER, "entered_at": now,
    }  # fmt: skip


def _cost(each: Agreed, at: int, now: datetime) -> dict[str, Any]:
    is_claimed = (each.id + at) % ONE_CLAIMED == 0
    day = (now - timedelta(days=(each.id + 30 * at) % (20 if is_claimed else 120))).date()
    done = CostState.PAID if at else CostState.APPROVED
    return {
        "id": (each.id - 1) * COSTS_EACH + at + 1, "reference": f"cost-{each.id}-{at}",
        "helper_id": each.pair.helper_id, "office_id": each.pair.office_id, "day": day,
        "means": Means.TICKET, "cents": 310, "noted_by": Side.HELPER, "claimed_at": now,
        "state": CostState.CLAIMED if is_claimed else done, "decided_at": None if is_claimed else now,
        "paid_on": now.date() if at and not is_claimed else None,
    }  # fmt: skip


def _receipts(now: datetime) -> Iterator[dict[str, Any]]:
    for cost_id in db.session.scalars(select(TravelCost.id).order_by(TravelCost.id)):
        yield {
            "cost_id": cost_id, "name": f"receipt-{cost_id}.pdf",
            "media_type": "application/pdf", "size": len(RECEIPT), "data": RECEIPT, "sent_at": now,
        }  # fmt: skip


def _certificate(each: Agreed, now: datetime) -> dict[str, Any]:
    return {
        "code": f"{each.id:012}", "helper_id": each.pair.helper_id, "office_id": each.pair.office_id,
        "name": "Erna Invented", "first_day": (now - timedelta(days=180)).date(), "last_day": now.date(),
        "minutes": 900, "kinds": [["shopping", 900]], "state": CertificateState.VALID, "issued_at": now,
        "issued_by": "Coordinator",
    }  # fmt: skip


def _call_off(*, now: datetime) -> None:
    """Let some helpers be unable to come next week; others could."""
    statement = select(Visit.id, Visit.office_id).where(
        Visit.starts_at > now, Visit.state == VisitState.PLANNED
    )
    visits = list(db.session.execute(statement.order_by(Visit.starts_at, Visit.id).limit(WITHOUT_HELPER)))
    db.session.execute(
        update(Visit)
        .where(Visit.id.in_([visit_id for visit_id, _office in visits]))
        .values(state=VisitState.CANCELLED, cancel_reason=CancelReason.ILL)
    )
    free = db.session.scalars(select(HelperProfile.id).order_by(HelperProfile.id).limit(3)).all()
    needed = (
        {"visit_id": each, "cause": RematchCause.CANNOT_COME, "at": now, "done_at": now} for each, _ in visits
    )
    add(RematchNeed, needed)
    add(
        StandIn,
        (
            {
                "visit_id": visit_id, "helper_id": helper_id, "office_id": office_id, "rank": rank,
                "state": StandInState.FOUND, "distance_m": 900.0, "found_at": now,
            }
            for visit_id, office_id in visits
            for rank, helper_id in enumerate(free, 1)
        ),
    )  # fmt: skip
