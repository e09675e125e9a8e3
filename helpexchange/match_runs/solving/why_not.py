"""Why not this helper? The rules that fail for named helpers and a request, or what they would cost."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from helpexchange.match_runs.models import MatchRun, Proposal
from helpexchange.match_runs.rules import ProposalState
from helpexchange.match_runs.rules.by_hand import Hindrance
from helpexchange.match_runs.solving.judging import judge_all
from helpexchange.match_runs.solving.problem import build
from helpexchange.match_runs.solving.records import Records, Wanted, read_records
from matching import Answer, Assignment, InputError, Problem, ProblemIndex, Status, Visit, rank_helpers
from matching.pairing.ranking import RankedHelper


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is to be said of a helper and a request.

    Attributes:
        hindrances: every rule that fails, as before somebody is chosen by hand; empty when none does.
        score: points of a pair without hindrances.
        distance_m: the way; None where a place is unknown or a rule fails.
        is_free: False when the helper is proposed to others and would have to leave one of them.
        cost: about how many points these others would lose; None when no prices are known.
    """

    hindrances: Sequence[Hindrance] = ()
    score: int = 0
    distance_m: float | None = None
    is_free: bool = False
    cost: float | None = None


def why_not(
    session: Session,
    run: MatchRun,
    *,
    request_id: int,
    helper_ids: Collection[int],
    now: datetime,
    today: date,
) -> Mapping[int, Verdict] | None:
    """Return for each helper what stands against this request now, or what the choice would cost.

    None if the request has its helpers already, or is not open any more.

    Args:
        run: the prices of its answer say what others would lose.
    """
    proposed = _proposed(session, helper_ids, request_id)
    wanted = Wanted(helper_ids=helper_ids, request_ids={request_id, *(row.request_id for row in proposed)})
    records = read_records(session, wanted, now=now, today=today)
    judged = judge_all(session, records, request_id=request_id, now=now, today=today)
    if judged is None:
        return None
    possible = [row for row in records.helpers if not judged[row.id].hindrances]
    ranked = _ranked(
        replace(records, helpers=possible), proposed, run.certificate.get("prices", {}), request_id,
        now=now, today=today,
    )  # fmt: skip
    found = {helper_id: Verdict(each.hindrances) for helper_id, each in judged.items()}
    return found | {row.id: _possible(ranked[row.reference]) for row in possible if row.reference in ranked}


def _possible(ranked: RankedHelper) -> Verdict:
    return Verdict(
        score=ranked.score, distance_m=ranked.distance_m, is_free=ranked.is_free, cost=ranked.cost_to_others
    )


def _proposed(session: Session, helper_ids: Collection[int], but: int) -> Sequence[Row[Any]]:
    statement = select(
        Proposal.helper_id, Proposal.request_id, Proposal.visits, Proposal.score, Proposal.distance_m
    ).where(
        Proposal.helper_id.in_(helper_ids), Proposal.request_id != but,
        Proposal.state == ProposalState.PROPOSED,
    )  # fmt: skip
    return session.execute(statement.order_by(Proposal.id)).all()


def _ranked(
    records: Records, proposed: Sequence[Row[Any]], prices: Mapping[str, float], request_id: int, *,
    now: datetime, today: date,
) -> Mapping[str, RankedHelper]:  # fmt: skip
    """Return what the engine says of the possible helpers, by reference, beside what is proposed to them."""
    if not records.helpers:
        return {}
    try:
        problem = build(records, now=now, today=today).problem
    except InputError:  # what is proposed to them cannot be matched any more: the cost is not known
        return {}
    reference = next(row.reference for row in records.requests if row.id == request_id)
    request = next(each for each in problem.requests if each.id == reference)
    index = ProblemIndex(problem, _answer(problem, records, proposed, prices) if prices else None)
    found = rank_helpers(index, request, at_most=len(problem.helpers))
    return {each.helper_id: each for each in found}


def _answer(
    problem: Problem, records: Records, proposed: Sequence[Row[Any]], prices: Mapping[str, float]
) -> Answer:
    """The part of the town's answer that concerns these helpers."""
    helpers = {row.id: row.reference for row in records.helpers}
    requests = {row.id: row.reference for row in records.requests}
    known = {each.id for each in problem.requests}
    assignments = [
        Assignment(
            helper_id=helpers[row.helper_id], request_id=requests[row.request_id],
            visits=tuple(Visit(*visit) for visit in row.visits), score=row.score,
            parts={"given": row.score}, distance_m=row.distance_m,
        )
        for row in proposed
        if row.helper_id in helpers and requests.get(row.request_id) in known
    ]  # fmt: skip
    of_known = {each: float(prices.get(each, 0.0)) for each in known}
    return Answer(
        assignments=tuple(assignments), objective=0, bound=0.0, prices=of_known,
        status=Status.TIME_LIMIT, seconds=0.0,
    )  # fmt: skip
