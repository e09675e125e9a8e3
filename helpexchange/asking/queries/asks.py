"""Reading asks: one by its link, those of a helper or a request, those of an office, and what is due."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ScalarSelect, Select, func, select
from sqlalchemy.orm import joinedload

from helpexchange.accounts.roles import Permission
from helpexchange.asking.models import Ask, AskSettings
from helpexchange.asking.rules import (
    ASK,
    ENDED_WITHOUT,
    UNDER_WAY,
    WAITING_STATES,
    WEEK,
    AskPolicy,
    AskState,
    NextBest,
)
from helpexchange.core.database import db
from helpexchange.core.errors import NotFoundRefusal
from helpexchange.core.paging import Page, fetch_page
from helpexchange.core.viewer import Viewer
from helpexchange.help_requests.models import HelpRequest
from helpexchange.match_runs.models import Proposal
from helpexchange.match_runs.rules import ProposalState
from helpexchange.notifications.models import OutboxMessage
from helpexchange.notifications.rules import Channel, MessageState
from helpexchange.offices.models import Office

PER_PAGE = 25


class Load(NamedTuple):
    """How much a helper has to answer: asks that are open, and asks within the last seven days."""

    open_asks: int
    this_week: int


class Told(NamedTuple):
    """When a message went out, and whether by letter."""

    at: datetime
    is_letter: bool


def ask_by_id(_viewer: Viewer, ask_id: int) -> Ask | None:
    """Return an ask to whoever has its signed link."""
    return db.session.scalar(_in_full(select(Ask)).where(Ask.id == ask_id))


def ask_of_office(viewer: Viewer, ask_id: int) -> Ask:
    """Return an ask about a request of the viewer's offices.

    Raises:
        NotFoundRefusal: there is none, or it is another office's.
    """
    ask = ask_by_id(viewer, ask_id)
    if ask is None or not viewer.sees_office(ask.proposal.office_id):
        raise NotFoundRefusal
    return ask


def ask_of_proposal(_viewer: Viewer, proposal_id: int) -> Ask | None:
    """Return the ask of a proposal that the viewer has read before."""
    return db.session.scalar(_in_full(select(Ask)).where(Ask.proposal_id == proposal_id))


def asks_for_helper(_viewer: Viewer, helper_id: int) -> Sequence[Ask]:
    """Return what a helper, whose own page the viewer has opened, is asked now."""
    statement = _in_full(select(Ask)).where(Ask.helper_id == helper_id, Ask.state.in_(UNDER_WAY))
    return db.session.scalars(statement.order_by(Ask.asked_at, Ask.id)).all()


def asks_about_request(_viewer: Viewer, request_id: int) -> Sequence[Ask]:
    """Return who would come to a request that the viewer has opened as their own: those who said yes."""
    statement = _in_full(select(Ask)).where(Ask.request_id == request_id, Ask.state == AskState.YES)
    return db.session.scalars(statement.order_by(Ask.answered_at, Ask.id)).all()


def asks_about_person(_viewer: Viewer, person_id: int) -> Sequence[Ask]:
    """Return who would come to a person, whom the viewer may act for: those who said yes."""
    statement = _in_full(select(Ask).join(Ask.request)).where(
        HelpRequest.person_id == person_id, Ask.state == AskState.YES
    )
    return db.session.scalars(statement.order_by(Ask.answered_at, Ask.id)).all()


def asks_of_request(_viewer: Viewer, request_id: int) -> Sequence[Ask]:
    """Return every ask about a request that the viewer has read before, oldest first."""
    statement = _in_full(select(Ask)).where(Ask.request_id == request_id).order_by(Ask.id)
    return db.session.scalars(statement).all()


def told_since(_viewer: Viewer, ask: Ask) -> Told | None:
    """Return when the first of those who are told who comes has been told; None while nobody has."""
    statement = select(OutboxMessage.sent_at, OutboxMessage.channel).where(
        OutboxMessage.once_key.startswith(f"{ASK} {ask.id} coming", autoescape=True),
        OutboxMessage.state == MessageState.SENT,
    )
    row = db.session.execute(statement.order_by(OutboxMessage.sent_at).limit(1)).first()
    return Told(row[0], row[1] is Channel.LETTER) if row and row[0] else None


def asks_of_office(
    viewer: Viewer, states: Collection[AskState], *, number: int, per_page: int = PER_PAGE
) -> Page[Ask]:
    """Return the asks of the viewer's offices in these states, the latest first."""
    statement = _of_offices(_in_full(select(Ask).join(Ask.proposal)), viewer).where(Ask.state.in_(states))
    statement = statement.order_by(func.coalesce(Ask.settled_at, Ask.asked_at).desc(), Ask.id.desc())
    return fetch_page(db.session(), statement, number=number, per_page=per_page)


def silent_asks(viewer: Viewer, *, number: int, per_page: int = PER_PAGE) -> Page[Ask]:
    """Return the asks of the viewer's offices that a helper was reminded of and has not answered."""
    longest = _silent(viewer).order_by(Ask.asked_at, Ask.id)
    return fetch_page(db.session(), _in_full(longest), number=number, per_page=per_page)


def silent_count(viewer: Viewer) -> ScalarSelect[int]:
    """Return the question how many such asks there are: it is asked together with others."""
    return (
        select(func.count())
        .select_from(_silent(viewer).with_only_columns(Ask.id).subquery())
        .scalar_subquery()
    )


def _silent(viewer: Viewer) -> Select[Ask]:
    is_silent = (Ask.state == AskState.OPEN) & Ask.reminded_at.is_not(None)
    return _of_offices(select(Ask).join(Ask.proposal), viewer).where(is_silent)


def approved_not_asked(viewer: Viewer, *, at_most: int = 50) -> Sequence[Proposal]:
    """Return the approved proposals of the viewer's offices whose helpers are not asked yet, oldest first."""
    statement = _of_offices(select(Proposal).join(Proposal.request), viewer).where(
        Proposal.state == ProposalState.APPROVED, HelpRequest.state.in_(WAITING_STATES)
    )
    statement = statement.options(
        joinedload(Proposal.helper), joinedload(Proposal.request).joinedload(HelpRequest.person),
        joinedload(Proposal.request).joinedload(HelpRequest.kind),
        joinedload(Proposal.request).joinedload(HelpRequest.district),
    ).order_by(Proposal.decided_at, Proposal.id)  # fmt: skip
    return db.session.scalars(statement.limit(at_most)).all()


def planned_asks(_viewer: Viewer, proposal_ids: Collection[int]) -> Mapping[int, Ask]:
    """Return what is planned for these proposals, which the viewer has read before, by proposal."""
    statement = select(Ask).where(Ask.proposal_id.in_(proposal_ids), Ask.state == AskState.PLANNED)
    return {ask.proposal_id: ask for ask in db.session.scalars(statement.order_by(Ask.id))}


def load_of(_viewer: Viewer, helper_ids: Collection[int], *, now: datetime) -> Mapping[int, Load]:
    """Return how much these helpers have to answer, whichever office asks: numbers, no names."""
    is_open = func.count().filter(Ask.state == AskState.OPEN)
    lately = func.count().filter(Ask.asked_at >= now - WEEK)
    statement = select(Ask.helper_id, is_open, lately).where(Ask.helper_id.in_(helper_ids))
    rows = db.session.execute(statement.group_by(Ask.helper_id).order_by(Ask.helper_id))
    return {helper_id: Load(*counts) for helper_id, *counts in rows}


def policy_of(_viewer: Viewer, office_id: int) -> AskPolicy:
    """Return how an office asks."""
    row = db.session.get(AskSettings, office_id)
    return row.policy if row else AskPolicy()


def policies_of(_viewer: Viewer, office_ids: Collection[int]) -> Mapping[int, AskPolicy]:
    """Return how each of these offices asks."""
    statement = select(AskSettings).where(AskSettings.office_id.in_(office_ids))
    known = {row.office_id: row.policy for row in db.session.scalars(statement)}
    return {office_id: known.get(office_id, AskPolicy()) for office_id in office_ids}


def due_proposals(_viewer: Viewer, *, decided_until: datetime) -> Sequence[int]:
    """Return the approved proposals whose time to be taken back has passed, oldest first."""
    statement = select(Proposal.id).join(Proposal.request).where(
        Proposal.state == ProposalState.APPROVED, Proposal.decided_at <= decided_until,
        HelpRequest.state.in_(WAITING_STATES),
    )  # fmt: skip
    return db.session.scalars(statement.order_by(Proposal.decided_at, Proposal.id)).all()


def waiting_for_next(_viewer: Viewer) -> Sequence[int]:
    """Return the asks that ended without an agreement and after which the next best is to be asked."""
    statement = select(Ask.id).where(Ask.state.in_(ENDED_WITHOUT), Ask.next_best == NextBest.WANTED)
    return db.session.scalars(statement.order_by(Ask.id)).all()


def _of_offices(statement: Select, viewer: Viewer) -> Select:  # type: ignore[type-arg]  # of asks or proposals
    if not viewer.may(Permission.SEE_NEW_ARRIVALS):
        return statement.where(Proposal.id.is_(None))
    if viewer.is_network_wide:
        return statement
    return statement.where(Proposal.office_id.in_(viewer.office_ids))


def _in_full(statement: Select[Ask]) -> Select[Ask]:
    request = joinedload(Ask.request)
    return statement.options(
        joinedload(Ask.proposal),
        joinedload(Ask.helper),
        request.joinedload(HelpRequest.person),
        request.joinedload(HelpRequest.kind),
        request.joinedload(HelpRequest.district),
        request.joinedload(HelpRequest.office).load_only(Office.name, Office.phone, Office.code),
    )
