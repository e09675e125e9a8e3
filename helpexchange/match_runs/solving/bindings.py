"""What helpers are approved for: it takes a seat of the request, and room and time of the helper.

These reads have no viewer: whether a helper has room depends on every office, also on those whose records the
viewer may not see. They tell ids and times, and stay inside actions and runs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, and_, select
from sqlalchemy.orm import Session

from helpexchange.help_requests.models import HelpRequest
from helpexchange.match_runs.models import PairRelation, Proposal
from helpexchange.match_runs.rules import BINDING_STATES, minutes_a_week


@dataclass(frozen=True, slots=True)
class Binding:
    """A helper approved for a request.

    Attributes:
        visits: [weekday, start_min, end_min] each; empty when neither side gave times.
        minutes: minutes a week.
    """

    helper_id: int
    request_id: int
    seat: int | None
    place: int | None
    visits: list[list[int]]
    minutes: int


def all_bindings(session: Session) -> Sequence[Binding]:
    """Return every binding proposal of the town, ordered."""
    return _fetch(session, _bindings())


def bindings_of_helper(session: Session, helper_id: int) -> Sequence[Binding]:
    """Return what this helper is approved for."""
    return _fetch(session, _bindings().where(Proposal.helper_id == helper_id))


def taken_seats(session: Session, request_id: int) -> Sequence[int | None]:
    """Return the seats of this request that are taken."""
    binding = Proposal.state.in_(BINDING_STATES)
    statement = select(Proposal.seat).where(Proposal.request_id == request_id, binding)
    return session.scalars(statement.order_by(Proposal.seat)).all()


def _bindings() -> Select[Any]:
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
        .where(Proposal.state.in_(BINDING_STATES))
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


def minutes_given(session: Session, helper_id: int, request_id: int) -> int | None:
    """Return the minutes a week that are known for this pair, if any are."""
    statement = select(PairRelation.minutes).where(
        PairRelation.helper_id == helper_id, PairRelation.request_id == request_id
    )
    return session.scalar(statement)
