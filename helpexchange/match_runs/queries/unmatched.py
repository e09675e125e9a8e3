"""Reading who waits without a helper, and why."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import exists, func, select
from sqlalchemy.orm import contains_eager, load_only

from helpexchange.core.database import db
from helpexchange.core.paging import Page, few
from helpexchange.core.viewer import Viewer
from helpexchange.help_requests.models import HelpRequest
from helpexchange.help_requests.queries import DayFilters, longest_waiting
from helpexchange.helper_profiles.models import HelperProfile
from helpexchange.match_runs.models import MatchRun, Proposal, UnmatchedRequest
from helpexchange.match_runs.rules import ProposalState
from helpexchange.skills.models import Skill

UNMATCHED_A_PAGE = 25


@dataclass(frozen=True, slots=True, kw_only=True)
class UnmatchedFilters:
    """What to show of those who wait; None shows everything."""

    reason: str | None = None
    district_id: int | None = None


@dataclass(frozen=True, slots=True)
class UnmatchedCount:
    """How many wait for the same reason in the same district."""

    reason: str
    district_id: int | None
    count: int


def unmatched_counts(viewer: Viewer, run: MatchRun) -> Sequence[UnmatchedCount]:
    """Return how many wait by reason and district, ordered by reason."""
    keys = (UnmatchedRequest.reason, HelpRequest.district_id)
    statement = select(*keys, func.count()).select_from(UnmatchedRequest).join(UnmatchedRequest.request)
    statement = _of_run(statement, viewer, run).group_by(*keys).order_by(*keys)
    return [UnmatchedCount(*row) for row in db.session.execute(statement)]


def unmatched_page(
    viewer: Viewer, run: MatchRun, filters: UnmatchedFilters, *, number: int, total: int
) -> Page[UnmatchedRequest]:
    """Return page `number` of those who wait, the most urgent first, then who has waited longest.

    Args:
        total: how many there are with these filters.
    """
    number = min(max(1, number), max(1, -(-total // UNMATCHED_A_PAGE)))
    request = contains_eager(UnmatchedRequest.request)
    statement = _of_run(select(UnmatchedRequest).join(UnmatchedRequest.request), viewer, run)
    if filters.reason is not None:
        statement = statement.where(UnmatchedRequest.reason == filters.reason)
    if filters.district_id is not None:
        statement = statement.where(HelpRequest.district_id == filters.district_id)
    statement = statement.options(
        request.joinedload(HelpRequest.person),
        request.joinedload(HelpRequest.kind).load_only(Skill.name),
        request.joinedload(HelpRequest.district),
    ).order_by(HelpRequest.priority.desc(), HelpRequest.submitted_at, HelpRequest.id)
    statement = statement.limit(UNMATCHED_A_PAGE).offset((number - 1) * UNMATCHED_A_PAGE)
    return Page(db.session.scalars(statement).all(), number, UNMATCHED_A_PAGE, total)


def helper_names(_viewer: Viewer, helper_ids: Collection[int]) -> Mapping[int, str]:
    """Return first and last names of helpers that a proposal or a fix the viewer sees speaks of."""
    if not helper_ids:
        return {}
    columns = select(HelperProfile.id, HelperProfile.first_name, HelperProfile.last_name)
    statement = columns.where(HelperProfile.id.in_(helper_ids)).order_by(HelperProfile.id)
    return {id_: f"{first} {last}".strip() for id_, first, last in db.session.execute(statement)}


def _of_run(statement: Any, viewer: Viewer, run: MatchRun) -> Any:
    statement = statement.where(UnmatchedRequest.run_id == run.id)
    if viewer.is_network_wide:
        return statement
    return statement.where(UnmatchedRequest.office_id.in_(viewer.office_ids))


class Waiting(NamedTuple):
    """An open request.

    Attributes:
        why: what the last match that missed it said; None if none did.
        is_proposed: a helper is proposed for it, and nobody has decided yet.
    """

    request: HelpRequest
    why: UnmatchedRequest | None
    is_proposed: bool


def longest_waiting_and_why(
    viewer: Viewer, filters: DayFilters, *, at_most: int, after: int = 0
) -> Sequence[Waiting]:
    """Return the open requests that wait longest, and why they do.

    Args:
        after: how many of them to leave out, from the longest.
    """
    newest = (
        select(func.max(UnmatchedRequest.run_id))
        .where(UnmatchedRequest.request_id == HelpRequest.id)
        .correlate(HelpRequest)
        .scalar_subquery()
    )
    same = (UnmatchedRequest.request_id == HelpRequest.id) & (UnmatchedRequest.run_id == newest)
    proposed = exists().where(Proposal.request_id == HelpRequest.id, Proposal.state == ProposalState.PROPOSED)
    statement = few(longest_waiting(viewer, filters), at_most, after=after).outerjoin(UnmatchedRequest, same)
    why = load_only(UnmatchedRequest.reason, UnmatchedRequest.details)
    rows = db.session.execute(statement.add_columns(UnmatchedRequest, proposed).options(why))
    return [Waiting(*row) for row in rows]
