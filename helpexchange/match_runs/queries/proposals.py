"""Reading proposals."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, case, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload, load_only

from helpexchange.core.database import db
from helpexchange.core.errors import NotFoundRefusal
from helpexchange.core.paging import Page, few
from helpexchange.core.viewer import Viewer
from helpexchange.help_requests.models import HelpRequest, PersonInNeed
from helpexchange.helper_profiles.models import HelperProfile
from helpexchange.match_runs.models import MatchRun, Proposal
from helpexchange.match_runs.rules import URGENT_PRIORITY, ProposalState
from helpexchange.skills.models import Skill

PROPOSALS_A_PAGE = 20
STANDS = OPEN, LOCKED, DECIDED, ALL = ("open", "locked", "decided", "all")

_IS_URGENT = HelpRequest.priority >= URGENT_PRIORITY
_ORDERS: dict[str, tuple[Any, ...]] = {
    # The urgent together, then the others by kind of help: as a coordinator works.
    "urgent": (
        case((_IS_URGENT, 0), else_=1),
        case((_IS_URGENT, ""), else_=HelpRequest.kind_code),
        HelpRequest.priority.desc(),
        HelpRequest.submitted_at,
    ),
    "waiting": (HelpRequest.submitted_at,),
    "near": (Proposal.distance_m.is_(None), Proposal.distance_m),
    "points": (Proposal.score.desc(),),
}
SORTS = tuple(_ORDERS)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalFilters:
    """What to show of a run; None and `ALL` show everything.

    Attributes:
        stand: one of `OPEN`, `LOCKED` (open, and kept in the next run), `DECIDED`, `ALL`.
    """

    district_id: int | None = None
    kind_code: str | None = None
    stand: str = OPEN


def proposal(viewer: Viewer, proposal_id: int) -> Proposal:
    """Return a proposal, its helper, request and run loaded.

    Raises:
        NotFoundRefusal: there is none, or its request is another office's.
    """
    statement = _with_people(select(Proposal).join(Proposal.request)).options(joinedload(Proposal.run))
    found = db.session.scalar(statement.where(Proposal.id == proposal_id))
    if found is None or not viewer.sees_office(found.office_id):
        raise NotFoundRefusal
    return found


def proposals_page(
    viewer: Viewer, run: MatchRun, filters: ProposalFilters, *, sort: str, number: int, total: int
) -> Page[Proposal]:
    """Return page `number` of the proposals of a run.

    Args:
        sort: one of `SORTS`; anything else is as "urgent".
        total: how many there are with these filters (`RunSummary.count`).
    """
    number = min(max(1, number), max(1, -(-total // PROPOSALS_A_PAGE)))
    order = (*_ORDERS.get(sort, _ORDERS["urgent"]), Proposal.id)
    # Ten thousand ids are sorted, and only the rows of one page are read with all their people.
    ids = _filtered(_of_run(viewer, run), filters).with_only_columns(Proposal.id).order_by(*order)
    on_page = ids.limit(PROPOSALS_A_PAGE).offset((number - 1) * PROPOSALS_A_PAGE).subquery()
    statement = _with_people(
        select(Proposal).join(Proposal.request).join(on_page, on_page.c.id == Proposal.id)
    )
    return Page(db.session.scalars(statement.order_by(*order)).all(), number, PROPOSALS_A_PAGE, total)


def first_to_decide(viewer: Viewer, *, at_most: int) -> tuple[Sequence[Proposal], int]:
    """Return the first proposals that wait for a decision, the most urgent first, and how many there are."""
    conditions = [Proposal.state == ProposalState.PROPOSED]
    if not viewer.is_network_wide:
        conditions.append(Proposal.office_id.in_(viewer.office_ids))
    # Counted by themselves: the database need not read ten thousand requests for that.
    count = select(func.count()).select_from(Proposal).where(*conditions).scalar_subquery()
    in_order = select(Proposal).join(Proposal.request).where(*conditions)
    first = few(in_order.order_by(*_ORDERS["urgent"], Proposal.id), at_most)
    request = contains_eager(Proposal.request)
    shown = first.options(
        load_only(Proposal.run_id, Proposal.visits, Proposal.facts, Proposal.helper_id, Proposal.request_id),
        joinedload(Proposal.helper).load_only(
            HelperProfile.reference, HelperProfile.first_name, HelperProfile.last_name
        ),
        request.load_only(HelpRequest.reference, HelpRequest.kind_code, HelpRequest.person_id),
        request.joinedload(HelpRequest.person).load_only(PersonInNeed.first_name, PersonInNeed.last_name),
        request.joinedload(HelpRequest.kind).load_only(Skill.name),
    )
    rows = db.session.execute(shown.add_columns(count)).all()
    return [row[0] for row in rows], rows[0][1] if rows else 0


def decided_just_now(viewer: Viewer, run: MatchRun, proposal_ids: Collection[int]) -> Sequence[Proposal]:
    """Return those of these proposals that are decided, for showing what an act has done.

    Whoever was chosen by hand on the run's page, beside what it proposes, is among them.
    """
    if not proposal_ids:
        return []
    here = or_(Proposal.run_id == run.id, Proposal.run_id.is_(None))
    statement = _with_people(_of_offices(select(Proposal).join(Proposal.request).where(here), viewer)).where(
        Proposal.id.in_(proposal_ids), Proposal.state != ProposalState.PROPOSED
    )
    return db.session.scalars(statement.order_by(Proposal.id).limit(PROPOSALS_A_PAGE)).all()


def stand_of(filters: ProposalFilters, state: ProposalState, *, is_locked: bool) -> bool:
    """Return whether a proposal in this state is shown with these filters."""
    is_open = state == ProposalState.PROPOSED
    shown = {OPEN: is_open, LOCKED: is_open and is_locked, DECIDED: not is_open}
    return shown.get(filters.stand, True)


def _of_run(viewer: Viewer, run: MatchRun) -> Select[Proposal]:
    return _of_offices(select(Proposal).join(Proposal.request).where(Proposal.run_id == run.id), viewer)


def _of_offices(statement: Select[Proposal], viewer: Viewer) -> Select[Proposal]:
    if viewer.is_network_wide:
        return statement
    return statement.where(Proposal.office_id.in_(viewer.office_ids))


def _filtered(statement: Select[Proposal], filters: ProposalFilters) -> Select[Proposal]:
    if filters.district_id is not None:
        statement = statement.where(HelpRequest.district_id == filters.district_id)
    if filters.kind_code is not None:
        statement = statement.where(HelpRequest.kind_code == filters.kind_code)
    return statement.where(*_stand(filters.stand))


def _stand(stand: str) -> Sequence[Any]:
    is_open = Proposal.state == ProposalState.PROPOSED
    conditions: dict[str, Sequence[Any]] = {
        OPEN: (is_open,),
        LOCKED: (is_open, Proposal.is_locked),
        DECIDED: (Proposal.state != ProposalState.PROPOSED,),
    }
    return conditions.get(stand, ())


def _with_people(statement: Select[Proposal]) -> Select[Proposal]:
    request = contains_eager(Proposal.request)
    return statement.options(
        joinedload(Proposal.helper),
        request.joinedload(HelpRequest.person),
        request.joinedload(HelpRequest.kind).load_only(Skill.name),
        request.joinedload(HelpRequest.district),
    )
