"""A run in numbers, narrowed to the requests that the viewer may see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sqlalchemy import distinct, func, literal, select, union_all

from helpexchange.core.database import db
from helpexchange.core.viewer import Viewer
from helpexchange.help_requests.models import HelpRequest
from helpexchange.match_runs.models import MatchRun, Proposal, UnmatchedRequest
from helpexchange.match_runs.queries.proposals import ProposalFilters, stand_of
from helpexchange.match_runs.rules import URGENT_PRIORITY, ProposalState
from helpexchange.offices.models import District
from helpexchange.skills.models import Skill

PARTLY_SERVED = "partly_served"
PROPOSED, WAITING = "proposed", "waiting"


@dataclass(frozen=True, slots=True)
class Facet:
    """How many proposals have all of this in common."""

    district_id: int | None
    district: str
    kind_code: str
    kind: str
    state: ProposalState
    is_locked: bool
    is_urgent: bool
    count: int


@dataclass(frozen=True, slots=True)
class DistrictCounts:
    """The requests of a district: with all their helpers proposed, and in all."""

    name: str
    served: int
    total: int


@dataclass(frozen=True)
class RunSummary:
    """A run in numbers.

    Attributes:
        facets: proposals by district, kind of help and state.
        districts: by name; requests without a district have the name "".
    """

    facets: Sequence[Facet]
    districts: Sequence[DistrictCounts]

    @cached_property
    def served(self) -> int:
        """Requests with all their helpers proposed."""
        return sum(district.served for district in self.districts)

    @cached_property
    def total(self) -> int:
        """All requests of the run."""
        return sum(district.total for district in self.districts)

    @property
    def waiting(self) -> int:
        """Requests that lack helpers."""
        return self.total - self.served

    def count(self, filters: ProposalFilters) -> int:
        """Return how many proposals these filters show."""
        return sum(facet.count for facet in self.facets if _fits(facet, filters))

    def count_of_group(self, filters: ProposalFilters, *, is_urgent: bool, kind_code: str) -> int:
        """Return how many of them are urgent; or are of one kind, and not urgent."""
        return sum(
            facet.count
            for facet in self.facets
            if _fits(facet, filters)
            and facet.is_urgent == is_urgent
            and (is_urgent or facet.kind_code == kind_code)
        )


def run_summary(viewer: Viewer, run: MatchRun) -> RunSummary:
    """Return the run in numbers, in two statements."""
    rows = _by_district(viewer, run)
    partly = {name: partly for table, name, _, partly in rows if table == WAITING}
    waiting = {name: count for table, name, count, _ in rows if table == WAITING}
    helped = {name: count for table, name, count, _ in rows if table == PROPOSED}
    return RunSummary(
        _facets(viewer, run),
        [
            DistrictCounts(
                name,
                served=helped.get(name, 0) - partly.get(name, 0),
                total=helped.get(name, 0) - partly.get(name, 0) + waiting.get(name, 0),
            )
            for name in sorted({*helped, *waiting})
        ],
    )


def _fits(facet: Facet, filters: ProposalFilters) -> bool:
    return (
        filters.district_id in (None, facet.district_id)
        and filters.kind_code in (None, facet.kind_code)
        and stand_of(filters, facet.state, is_locked=facet.is_locked)
    )


def _facets(viewer: Viewer, run: MatchRun) -> Sequence[Facet]:
    is_urgent = (HelpRequest.priority >= URGENT_PRIORITY).label("is_urgent")
    keys = (HelpRequest.district_id, HelpRequest.kind_code, Proposal.state, Proposal.is_locked, is_urgent)
    counts = select(*keys, func.count().label("count")).join_from(
        Proposal, HelpRequest, HelpRequest.id == Proposal.request_id
    )
    # Ten thousand rows are counted by short keys first; the names join the few counts.
    of = _narrowed(counts, viewer, run, Proposal).group_by(*keys).subquery()
    statement = (
        select(
            of.c.district_id, func.coalesce(District.name, ""), of.c.kind_code, Skill.name, of.c.state,
            of.c.is_locked, of.c.is_urgent, of.c.count,
        )
        .join(Skill, Skill.code == of.c.kind_code)
        .outerjoin(District, District.id == of.c.district_id)
        .order_by(District.name, of.c.kind_code, of.c.state, of.c.is_locked, of.c.is_urgent)
    )  # fmt: skip
    return [Facet(*row) for row in db.session.execute(statement)]


def _by_district(viewer: Viewer, run: MatchRun) -> Sequence[tuple[str, str, int, int]]:
    """Which of the two tables, district name, requests, and those of them that are partly served."""
    is_partly = UnmatchedRequest.reason == PARTLY_SERVED
    counted = [
        _requests_by_district(viewer, run, Proposal, PROPOSED, literal(0)),
        _requests_by_district(viewer, run, UnmatchedRequest, WAITING, func.count().filter(is_partly)),
    ]
    of = union_all(*counted).subquery()
    statement = (
        select(of.c.which, func.coalesce(District.name, ""), of.c.requests, of.c.partly)
        .outerjoin_from(of, District, District.id == of.c.district_id)
        .order_by(of.c.which, District.name)
    )
    return [(which, name, count, some) for which, name, count, some in db.session.execute(statement)]


def _requests_by_district(
    viewer: Viewer, run: MatchRun, table: type[Proposal | UnmatchedRequest], which: str, partly: Any
) -> Any:
    counts = select(
        literal(which).label("which"),
        HelpRequest.district_id,
        func.count(distinct(table.request_id)).label("requests"),
        partly.label("partly"),
    ).join_from(table, HelpRequest, HelpRequest.id == table.request_id)
    return _narrowed(counts, viewer, run, table).group_by(HelpRequest.district_id)


def _narrowed(statement: Any, viewer: Viewer, run: MatchRun, table: type[Proposal | UnmatchedRequest]) -> Any:
    statement = statement.where(table.run_id == run.id)
    if viewer.is_network_wide:
        return statement
    return statement.where(table.office_id.in_(viewer.office_ids))
