"""What helpers are approved or agreed for: it takes a seat of the request, and room and time of the helper.

An approved proposal binds until it ends, and an agreement until it ends; where both are about the same two
people they are one binding, and the times that were agreed are those that count.

These reads have no viewer: whether a helper has room depends on every office, also on those whose records the
viewer may not see. They tell ids and times, and stay inside actions and runs.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from operator import attrgetter
from typing import Any

from sqlalchemy import Select, and_, select
from sqlalchemy.orm import Session

from helpexchange.help_requests.models import HelpRequest
from helpexchange.match_runs.models import PairRelation, Proposal
from helpexchange.match_runs.rules import BINDING_STATES, ProposalState, minutes_a_week
from helpexchange.match_runs.solving.agreements import Agreement, agreements


@dataclass(frozen=True, slots=True)
class Binding:
    """A helper approved for a request, or one who has agreed with its person.

    Attributes:
        seat, place: None where an agreement came about without a proposal.
        visits: [weekday, start_min, end_min] each; empty when neither side gave times.
        minutes: minutes a week.
        is_agreed: the person has said yes, too.
    """

    helper_id: int
    request_id: int
    seat: int | None
    place: int | None
    visits: list[list[int]]
    minutes: int
    is_agreed: bool = False


def all_bindings(session: Session, today: date) -> Sequence[Binding]:
    """Return every binding of the town, ordered; an agreement of which nothing is to come binds nobody."""
    return _joined(_fetch(session, _bindings()), agreements(session, today))


def bindings_of_helper(session: Session, helper_id: int, today: date) -> Sequence[Binding]:
    """Return what this helper is approved or agreed for."""
    approved = _fetch(session, _bindings().where(Proposal.helper_id == helper_id))
    return _joined(approved, agreements(session, today, helper_id=helper_id))


def taken_seats(session: Session, request_id: int, today: date) -> Sequence[int | None]:
    """Return the seats of this request that are taken."""
    approved = _fetch(session, _bindings().where(Proposal.request_id == request_id))
    return [each.seat for each in _joined(approved, agreements(session, today, request_id=request_id))]


def standing_bindings(session: Session, requests: Select[Any], *, only_locked: bool) -> Sequence[Binding]:
    """Return what is proposed for other requests than these, as if it were approved.

    Args:
        requests: selects the ids of the requests that are matched now.
        only_locked: leave out what a run may still change.
    """
    elsewhere = and_(Proposal.state == ProposalState.PROPOSED, Proposal.request_id.not_in(requests))
    if only_locked:
        elsewhere = and_(elsewhere, Proposal.is_locked)
    return _fetch(session, _of_proposals().where(elsewhere))


def _bindings() -> Select[Any]:
    return _of_proposals().where(Proposal.state.in_(BINDING_STATES))


def _of_proposals() -> Select[Any]:
    of_pair = and_(
        PairRelation.helper_id == Proposal.helper_id, PairRelation.request_id == Proposal.request_id
    )
    return (
        select(
            Proposal.helper_id, Proposal.request_id, Proposal.seat, Proposal.place, Proposal.visits,
            HelpRequest.visits_per_week, HelpRequest.visit_minutes, PairRelation.minutes,
        )
        .join(HelpRequest, HelpRequest.id == Proposal.request_id)
        .outerjoin(PairRelation, of_pair)
        .order_by(Proposal.helper_id, Proposal.request_id)
    )  # fmt: skip


def _fetch(session: Session, statement: Select[Any]) -> Sequence[Binding]:
    return [
        Binding(
            helper_id, request_id, seat, place, visits,
            minutes_a_week(visits, visits_per_week=per_week, visit_minutes=minutes, given=given),
        )
        for helper_id, request_id, seat, place, visits, per_week, minutes, given in session.execute(statement)
    ]  # fmt: skip


def _joined(approved: Sequence[Binding], agreed: Sequence[Agreement]) -> Sequence[Binding]:
    """Return each pair once."""
    of_pair = {(each.helper_id, each.request_id): each for each in agreed}
    found = list(_merged(approved, of_pair))
    return sorted(found, key=attrgetter("helper_id", "request_id"))


def _merged(approved: Sequence[Binding], agreed: dict[tuple[int, int], Agreement]) -> Iterator[Binding]:
    for each in approved:
        times = agreed.pop((each.helper_id, each.request_id), None)
        yield (
            each
            if times is None
            else replace(each, visits=times.visits, minutes=times.minutes, is_agreed=True)
        )
    for (helper_id, request_id), one in agreed.items():
        yield Binding(helper_id, request_id, one.seat, None, one.visits, one.minutes, is_agreed=True)


def minutes_given(session: Session, helper_id: int, request_id: int) -> int | None:
    """Return the minutes a week that are known for this pair, if any are."""
    statement = select(PairRelation.minutes).where(
        PairRelation.helper_id == helper_id, PairRelation.request_id == request_id
    )
    return session.scalar(statement)
