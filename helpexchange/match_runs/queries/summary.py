"""A run in numbers, narrowed to the requests that the viewer may see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sqlalchemy import distinct, func, literal, select

from helpexchange.core.database import db
from helpexchange.core.viewer import Viewer
from helpexchange.help_requests.models import HelpRequest
from helpexchange.match_runs.models import MatchRun, Proposal, UnmatchedRequest
from helpexchange.match_runs.queries.proposals import ProposalFilters, stand_of
from helpexchange.match_runs.rules import ProposalState
from helpexchange.offices.models import District
from helpexchange.skills.models import Skill

PARTLY_SERVED = "partly_served"


@dataclass(frozen=True, slots=True)
class Facet:
    """How many proposals have all of this in common."""

    district_id: int | None
    district: str
    kind_code: str
    kind: str
    state: ProposalState
    is_locked: bool
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


def run_summary(viewer: Viewer, run: MatchRun) -> RunSummary:
    """Return the run in numbers, in three statements."""
    proposed = _by_district(viewer, run, Proposal)
    unmatched = _by_district(viewer, run, UnmatchedRequest)
    partly = {name: partly for name, _, partly in unmatched}
    waiting = {name: count for name, count, _ in unmatched}
    helped = {name: count for name, count, _ in proposed}
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
    keys = (HelpRequest.district_id, HelpRequest.kind_code, Proposal.state, Proposal.is_locked)
    counts = select(*keys, func.count().label("count")).join_from(
        Proposal, HelpRequest, HelpRequest.id == Proposal.request_id
    )
    # Ten thousand rows are counted by short keys first; the names join the few counts.
    of = _narrowed(counts, viewer, run, Proposal).group_by(*keys).subquery()
    statement = (
        select(
            of.c.district_id, func.coalesce(District.name, ""), of.c.kind_code, Skill.name, of.c.state,
            of.c.is_locked, of.c.count,
        )
        .join(Skill, Skill.code == of.c.kind_code)
        .outerjoin(District, District.id == of.c.district_id)
        .order_by(District.name, of.c.kind_code, of.c.state, of.c.is_locked)
    )  # fmt: skip
    return [Facet(*row) for row in db.session.execute(statement)]


def _by_district(
    viewer: Viewer, run: MatchRun, table: type[Proposal | UnmatchedRequest]
) -> Sequence[tuple[str, int, int]]:
    """District name, requests, and those of them that are partly served."""
    is_partly = UnmatchedRequest.reason == PARTLY_SERVED
    partly = func.count().filter(is_partly) if table is UnmatchedRequest else literal(0)
    counts = select(
        HelpRequest.district_id,
        func.count(distinct(table.request_id)).label("requests"),
        partly.label("partly"),
    ).join_from(table, HelpRequest, HelpRequest.id == table.request_id)
    of = _narrowed(counts, viewer, run, table).group_by(HelpRequest.district_id).subquery()
    statement = (
        select(func.coalesce(District.name, ""), of.c.requests, of.c.partly)
        .outerjoin_from(of, District, District.id == of.c.district_id)
        .order_by(District.name)
    )
    return [(name, count, some) for name, count, some in db.session.execute(statement)]


def _narrowed(statement: Any, viewer: Viewer, run: MatchRun, table: type[Proposal | UnmatchedRequest]) -> Any:
    statement = statement.where(table.run_id == run.id)
    if viewer.is_network_wide:
        return statement
    return statement.where(table.office_id.in_(viewer.office_ids))
