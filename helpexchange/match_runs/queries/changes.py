"""Reading what a run changed: its proposals beside those of the run of the same scope before it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from heapq import nsmallest
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, ScalarSelect, and_, case, func, literal, not_, null, select
from sqlalchemy.orm import aliased

from helpexchange.core.database import db
from helpexchange.core.viewer import Viewer
from helpexchange.match_runs.models import MatchRun, Proposal, UnmatchedRequest
from helpexchange.match_runs.rules import REMATCH, RunState

#: Stands in place of a helper for whoever waits.
_NOBODY = literal(0)


class Change(NamedTuple):
    """One request whose helpers changed: record ids of the helpers now and before, ascending."""

    request_id: int
    now: tuple[int, ...]
    before: tuple[int, ...]


class Part(NamedTuple):
    """The first changes of a kind, by request id, and how many there are."""

    first: Sequence[Change]
    total: int


@dataclass(frozen=True, slots=True)
class Changes:
    """What changed since the run before.

    Attributes:
        new: had no helper proposed, and has one now.
        other: other helpers than before.
        gone: had a helper proposed, and has none now: approved, ended, or no longer possible.
        newly_waiting, no_longer_waiting: lacked helpers in one of the two runs only.
    """

    new: Part
    other: Part
    gone: Part
    newly_waiting: Part
    no_longer_waiting: Part


class ChangeCounts(NamedTuple):
    """How many requests a run changed in which way; the words are those of `Changes`."""

    new: int
    other: int
    gone: int
    newly_waiting: int


class _Run(NamedTuple):
    """Helpers by request, in any order, and the requests that wait."""

    helpers: Mapping[int, Sequence[int]]
    waiting: AbstractSet[int]


def changes(viewer: Viewer, run: MatchRun, previous_id: int, *, at_most: int) -> Changes:
    """Return what `run` changed, of the requests that the viewer may see; in one statement.

    Args:
        at_most: of each kind; there may be thousands, and a page names a few.
    """
    found = _read(viewer, (run.id, previous_id))
    now, before = found[run.id], found[previous_id]
    both = now.helpers.keys() & before.helpers.keys()
    moved = {each for each in both if set(now.helpers[each]) != set(before.helpers[each])}

    def part(request_ids: AbstractSet[int]) -> Part:
        first = nsmallest(at_most, request_ids)
        return Part([_change(each, now, before) for each in first], len(request_ids))

    return Changes(
        new=part(now.helpers.keys() - before.helpers.keys()),
        other=part(moved),
        gone=part(before.helpers.keys() - now.helpers.keys()),
        newly_waiting=part(now.waiting - before.waiting),
        no_longer_waiting=part(before.waiting - now.waiting),
    )


def previous_run(run: MatchRun) -> ScalarSelect[int | None]:
    """Return the id of the run of the same scope before `run`; null if there is none.

    What mends has none: each of those runs is about other requests.
    """
    earlier = aliased(MatchRun)
    same = (earlier.scope == run.scope, earlier.id < run.id, earlier.state == RunState.DONE)
    return select(func.max(earlier.id)).where(*same, earlier.scope != REMATCH).scalar_subquery()


def change_counts(viewer: Viewer, run: MatchRun) -> ChangeCounts | None:
    """Return how much `run` changed of what the viewer may see; None if no run came before. One statement."""
    previous = previous_run(run)
    proposed = _of_runs(viewer, Proposal, Proposal.helper_id, run.id, previous)
    waiting = _of_runs(viewer, UnmatchedRequest, _NOBODY, run.id, previous)
    both = proposed.union_all(waiting).subquery()
    pairs = select(both.c.request_id, both.c.helper_id, *_in_which(both.c.run_id == run.id)).group_by(
        both.c.request_id, both.c.helper_id
    )
    found = pairs.subquery()
    moved = case((found.c.now != found.c.before, 1), else_=0)
    is_waiting = found.c.helper_id == _NOBODY
    requests = select(
        is_waiting.label("is_waiting"), func.max(found.c.now).label("now"),
        func.max(found.c.before).label("before"), func.max(moved).label("moved"),
    ).group_by(found.c.request_id, is_waiting).subquery()  # fmt: skip
    row = db.session.execute(select(previous, *_sums(requests.c))).one()
    previous_id, *counts = row
    return ChangeCounts._make(counts) if previous_id else None


def _of_runs(viewer: Viewer, table: Any, helper_id: Any, run_id: int, previous: ScalarSelect[Any]) -> Any:
    statement = select(
        table.run_id.label("run_id"), table.request_id.label("request_id"), helper_id.label("helper_id")
    ).where(table.run_id.in_([run_id, previous]))
    return statement if viewer.is_network_wide else statement.where(table.office_id.in_(viewer.office_ids))


def _in_which(is_now: ColumnElement[bool]) -> tuple[ColumnElement[int], ColumnElement[int]]:
    """Return two numbers, 1 or 0: there is such a row of the run, and of the one before."""
    now, before = case((is_now, 1), else_=0), case((is_now, 0), else_=1)
    return func.max(now).label("now"), func.max(before).label("before")


def _sums(of: Any) -> list[ColumnElement[int]]:
    is_now, was_before = of.now == 1, of.before == 1
    helped = not_(of.is_waiting)
    return [
        func.count().filter(and_(*conditions))
        for conditions in (
            (helped, is_now, not_(was_before)),
            (helped, is_now, was_before, of.moved == 1),
            (helped, was_before, not_(is_now)),
            (of.is_waiting, is_now, not_(was_before)),
        )
    ]


def _change(request_id: int, now: _Run, before: _Run) -> Change:
    helpers = (tuple(sorted(run.helpers.get(request_id, ()))) for run in (now, before))
    return Change(request_id, *helpers)


def _read(viewer: Viewer, run_ids: tuple[int, int]) -> Mapping[int, _Run]:
    proposed = select(
        Proposal.run_id, Proposal.request_id, Proposal.helper_id, Proposal.office_id.label("office_id")
    ).where(Proposal.run_id.in_(run_ids))
    waiting = select(
        UnmatchedRequest.run_id, UnmatchedRequest.request_id, null(), UnmatchedRequest.office_id
    ).where(UnmatchedRequest.run_id.in_(run_ids))
    both = proposed.union_all(waiting).subquery()
    statement = select(both.c.run_id, both.c.request_id, both.c.helper_id)
    if not viewer.is_network_wide:
        statement = statement.where(both.c.office_id.in_(viewer.office_ids))
    helpers: dict[int, dict[int, list[int]]] = {run_id: {} for run_id in run_ids}
    unserved: dict[int, set[int]] = {run_id: set() for run_id in run_ids}
    for run_id, request_id, helper_id in db.session.execute(statement):
        if helper_id is None:
            unserved[run_id].add(request_id)
        else:
            helpers[run_id].setdefault(request_id, []).append(helper_id)
    return {run_id: _Run(helpers[run_id], unserved[run_id]) for run_id in run_ids}
