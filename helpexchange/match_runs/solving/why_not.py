"""Why not this helper? The engine's rules for named helpers and one request, and what it would cost."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from helpexchange.helper_profiles.models import HelperProfile
from helpexchange.helper_profiles.rules import HelperState
from helpexchange.match_runs.models import MatchRun, Proposal
from helpexchange.match_runs.rules import ProposalState
from helpexchange.match_runs.solving.problem import ReadProblem, build
from helpexchange.match_runs.solving.records import Records, Wanted, read_records
from matching import (
    Answer,
    Assignment,
    InputError,
    Problem,
    ProblemIndex,
    Request,
    Status,
    Visit,
    rank_helpers,
)
from matching.pairing.left_out import LeftOut, pair_reasons
from matching.pairing.ranking import RankedHelper

NOT_ACTIVE, AWAY, TURNED_DOWN, SERVED = "not_active", "away", "turned_down", "served"
BUSY, BAD_INPUT = "busy", "bad_input"
#: What only the helper's other visits stand against, by the rule that they break.
BESIDE_OTHERS = {
    LeftOut.TIME: BUSY,
    LeftOut.FULL_MINUTES: "minutes_full",
    LeftOut.NO_CAPACITY: "full",
}


@dataclass(frozen=True, slots=True)
class Broken:
    """A rule that stands against the two; `values` are those of `matching.pairing.left_out.Reason`."""

    code: str
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is to be said of a helper and a request.

    Attributes:
        broken: every rule that fails; empty when the pair is possible.
        score: points of a possible pair.
        distance_m: the way; None where a place is unknown or a rule fails.
        is_free: False when the helper is proposed to others and would have to leave one of them.
        cost: about how many points these others would lose; None when no prices are known.
    """

    broken: Sequence[Broken] = ()
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
) -> Mapping[int, Verdict]:
    """Return for each helper what stands against this request now, or what the choice would cost.

    Args:
        run: the prices of its answer say what others would lose.
    """
    records = read_records(session, Wanted(), now=now, today=today)
    proposed = _proposed(session, helper_ids, request_id)
    wanted = {request_id, *(row.request_id for row in proposed)}
    near = replace(
        records,
        helpers=[row for row in records.helpers if row.id in helper_ids],
        requests=[row for row in records.requests if row.id in wanted],
    )
    found = {each: Verdict([Broken(_absent(session, each))]) for each in helper_ids}
    if not near.helpers:
        return found
    alone = replace(near, bindings=[each for each in near.bindings if each.request_id == request_id])
    try:
        both = build(alone, now=now, today=today), build(near, now=now, today=today)
    except InputError:
        return {**found, **{row.id: Verdict([Broken(BAD_INPUT)]) for row in near.helpers}}
    judge = _Judge(near, *both, request_id)
    ranked = judge.ranked(proposed, run.certificate.get("prices", {}))
    for row in near.helpers:
        found[row.id] = _verdict(judge.broken(row), ranked.get(row.reference))
    return found


def _verdict(broken: Sequence[Broken], ranked: RankedHelper | None) -> Verdict:
    if broken or ranked is None:
        return Verdict(broken or [Broken(LeftOut.TIME.value)])
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


def _absent(session: Session, helper_id: int) -> str:
    """Why a helper is not among those who are matched."""
    state = session.scalar(select(HelperProfile.state).where(HelperProfile.id == helper_id))
    return AWAY if state is HelperState.ACTIVE else NOT_ACTIVE


class _Judge:
    """Asks the engine about one request: with and without what the helpers do for others already."""

    def __init__(self, records: Records, alone: ReadProblem, loaded: ReadProblem, request_id: int) -> None:
        self._records, self._loaded = records, loaded
        self._asked = request_id
        self._sides = (alone.problem, loaded.problem)
        reference = next((row.reference for row in records.requests if row.id == request_id), "")
        self._request = next((each for each in loaded.problem.requests if each.id == reference), None)

    def broken(self, row: Any) -> list[Broken]:
        """Return every rule that a helper's pair with the request breaks."""
        if self._request is None:
            return [Broken(SERVED)]
        asked = self._request
        alone, loaded = (list(self._reasons(problem, asked, row.reference)) for problem in self._sides)
        own = {code for code, _values in alone}
        found = [Broken(self._word(code, row.id), values) for code, values in alone]
        beside = [(code, values) for code, values in loaded if code not in own]
        return [*found, *(Broken(self._beside(code, row), values) for code, values in beside)]

    def _beside(self, code: LeftOut, row: Any) -> str:
        """What only the helper's other visits stand against; whoever has no free moment left has no room."""
        places = sum(each.helper_id == row.id for each in self._records.bindings)
        if code is LeftOut.NO_CAPACITY and places < row.max_requests:
            return BUSY
        return BESIDE_OTHERS.get(code, code.value)

    def _reasons(
        self, problem: Problem, request: Request, reference: str
    ) -> Iterator[tuple[LeftOut, Mapping[str, Any]]]:
        helper = next(each for each in problem.helpers if each.id == reference)
        of_pair = (each for each in problem.pairs if each.helper_id == reference)
        pair = next((each for each in of_pair if each.request_id == request.id), None)
        for reason in pair_reasons(problem, helper, request, pair):
            yield reason.code, reason.values

    def _word(self, code: LeftOut, helper_id: int) -> str:
        is_no = code is LeftOut.BLOCKED and (helper_id, self._asked) in self._records.turned_down
        return TURNED_DOWN if is_no else code.value

    def ranked(self, proposed: Sequence[Row[Any]], prices: Mapping[str, float]) -> Mapping[str, RankedHelper]:
        """Return what the engine says of the possible helpers, by reference."""
        if self._request is None:
            return {}
        problem = self._loaded.problem
        index = ProblemIndex(problem, self._answer(proposed, prices) if prices else None)
        found = rank_helpers(index, self._request, at_most=len(problem.helpers))
        return {each.helper_id: each for each in found}

    def _answer(self, proposed: Sequence[Row[Any]], prices: Mapping[str, float]) -> Answer:
        """The part of the town's answer that concerns these helpers."""
        helpers = {row.id: row.reference for row in self._records.helpers}
        requests = {row.id: row.reference for row in self._records.requests}
        known = {each.id for each in self._loaded.problem.requests}
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
