"""Storing what mends a town: only what is new, only what had to go; everything else is not touched."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from helpexchange.engagements.models import Engagement, Visit
from helpexchange.engagements.rules import UNENDED_STATES, VisitState
from helpexchange.match_runs.models import MatchRun, Proposal, RematchNeed, UnmatchedRequest
from helpexchange.match_runs.rules import BINDING_STATES, ProposalState
from helpexchange.match_runs.rules.causes import RematchCause
from helpexchange.match_runs.solving.storing import (
    Outcome,
    clear,
    close_run,
    insert_rows,
    proposal_rows,
    unmatched_rows,
)


@dataclass(frozen=True, kw_only=True)
class Mended:
    """What came of mending, ready to be stored.

    Attributes:
        outcome: its answer holds the new proposals only, its unmatched those who were looked at.
        causes: why a helper was looked for, by the request's reference.
        gone_ids: undecided proposals that cannot stay, or make room.
        moved: how many of these could have stayed.
        known_ids: undecided proposals that the engine knew of.
        need_ids: what was noted, and is settled now.
    """

    outcome: Outcome
    causes: Mapping[str, RematchCause]
    gone_ids: Collection[int]
    moved: int
    known_ids: frozenset[int]
    need_ids: Sequence[int]


def store_mended(session: Session, run: MatchRun, mended: Mended, *, now: datetime) -> None:
    """Write what is new; what was decided while the engine worked stays decided."""
    before = _kept(session)
    clear(session, run.id)
    _let_go(session, mended.gone_ids, now)
    insert_rows(session, Proposal, _rows(session, run, mended))
    insert_rows(session, UnmatchedRequest, unmatched_rows(run.id, mended.outcome))
    settled = update(RematchNeed).where(RematchNeed.id.in_(mended.need_ids), RematchNeed.done_at.is_(None))
    session.execute(settled.values(done_at=now, run_id=run.id))
    close_run(run, mended.outcome, now)
    run.unmatched_count = len(mended.outcome.unmatched)
    run.served_count = len({each.request_id for each in mended.outcome.answer.assignments})
    run.moved_count, run.agreed_moved_count = mended.moved, len(before - _kept(session))
    session.flush()


def _let_go(session: Session, proposal_ids: Collection[int], now: datetime) -> None:
    undecided = (Proposal.id.in_(proposal_ids), Proposal.state == ProposalState.PROPOSED)
    session.execute(update(Proposal).where(*undecided).values(state=ProposalState.LAPSED, decided_at=now))


def _rows(session: Session, run: MatchRun, mended: Mended) -> Iterator[dict[str, Any]]:
    """The new proposals; not for requests that another run has found somebody for in the meantime."""
    references = {found[0]: reference for reference, found in mended.outcome.read.requests.items()}
    newer = select(Proposal.request_id).where(
        Proposal.state == ProposalState.PROPOSED, Proposal.id.not_in(mended.known_ids)
    )
    served = set(session.scalars(newer))
    for row in proposal_rows(session, run.id, mended.outcome):
        if row["request_id"] not in served:
            cause = mended.causes.get(references[row["request_id"]], RematchCause.MOVED)
            yield {**row, "facts": {**row["facts"], "cause": cause.value}}


def _kept(session: Session) -> set[tuple[Any, ...]]:
    """Everything that must be the same afterwards: promises with their times, agreements, visits."""
    promises = select(Proposal.id, Proposal.state, Proposal.visits, Proposal.seat, Proposal.place).where(
        Proposal.state.in_(BINDING_STATES)
    )
    agreed = select(Engagement.id, Engagement.state, Engagement.helper_id).where(
        Engagement.state.in_(UNENDED_STATES)
    )
    visits = (
        select(Visit.helper_id, func.count(), func.min(Visit.starts_at), func.max(Visit.starts_at))
        .where(Visit.state == VisitState.PLANNED)
        .group_by(Visit.helper_id)
    )
    return {
        *(("proposal", *each[:2], str(each.visits), *each[3:]) for each in session.execute(promises)),
        *(("engagement", *each) for each in session.execute(agreed)),
        *(("visits", *each) for each in session.execute(visits)),
    }
