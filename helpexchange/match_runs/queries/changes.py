"""Reading what a run changed: its proposals beside those of the run of the same scope before it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import null, select

from helpexchange.core.database import db
from helpexchange.core.viewer import Viewer
from helpexchange.match_runs.models import MatchRun, Proposal, UnmatchedRequest


class Change(NamedTuple):
    """One request whose helpers changed: record ids of the helpers now and before, ascending."""

    request_id: int
    now: tuple[int, ...]
    before: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Changes:
    """What changed since the run before; each list by request id.

    Attributes:
        new: had no helper proposed, and has one now.
        other: other helpers than before.
        gone: had a helper proposed, and has none now: approved, ended, or no longer possible.
        newly_waiting, no_longer_waiting: lacked helpers in one of the two runs only.
    """

    new: Sequence[Change]
    other: Sequence[Change]
    gone: Sequence[Change]
    newly_waiting: Sequence[Change]
    no_longer_waiting: Sequence[Change]


class _Run(NamedTuple):
    helpers: Mapping[int, tuple[int, ...]]
    waiting: frozenset[int]


def changes(viewer: Viewer, run: MatchRun, previous_id: int) -> Changes:
    """Return what `run` changed, of the requests that the viewer may see; in one statement."""
    found = _read(viewer, (run.id, previous_id))
    now, before = found[run.id], found[previous_id]
    return Changes(
        new=_changed(now.helpers.keys() - before.helpers.keys(), now, before),
        other=[
            change
            for change in _changed(now.helpers.keys() & before.helpers.keys(), now, before)
            if change.now != change.before
        ],
        gone=_changed(before.helpers.keys() - now.helpers.keys(), now, before),
        newly_waiting=_changed(now.waiting - before.waiting, now, before),
        no_longer_waiting=_changed(before.waiting - now.waiting, now, before),
    )


def _changed(request_ids: set[int] | frozenset[int], now: _Run, before: _Run) -> list[Change]:
    return [
        Change(each, now.helpers.get(each, ()), before.helpers.get(each, ())) for each in sorted(request_ids)
    ]


def _read(viewer: Viewer, run_ids: tuple[int, int]) -> Mapping[int, _Run]:
    proposed = select(
        Proposal.run_id, Proposal.request_id, Proposal.helper_id, Proposal.office_id.label("office_id")
    ).where(Proposal.run_id.in_(run_ids))
    waiting = select(
        UnmatchedRequest.run_id, UnmatchedRequest.request_id, null(), UnmatchedRequest.office_id
    ).where(UnmatchedRequest.run_id.in_(run_ids))
    both = proposed.union_all(waiting).subquery()
    statement = select(both.c.run_id, both.c.request_id, both.c.helper_id).order_by(*both.c)
    if not viewer.is_network_wide:
        statement = statement.where(both.c.office_id.in_(viewer.office_ids))
    helpers: dict[int, dict[int, tuple[int, ...]]] = {run_id: {} for run_id in run_ids}
    unserved: dict[int, set[int]] = {run_id: set() for run_id in run_ids}
    for run_id, request_id, helper_id in db.session.execute(statement):
        if helper_id is None:
            unserved[run_id].add(request_id)
        else:
            helpers[run_id][request_id] = (*helpers[run_id].get(request_id, ()), helper_id)
    return {run_id: _Run(helpers[run_id], frozenset(unserved[run_id])) for run_id in run_ids}
