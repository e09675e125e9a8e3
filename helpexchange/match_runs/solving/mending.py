"""Mending what broke: helpers for few requests, within reach of them; everybody else stays as they are.

The engine is given the whole town as it is now, and what is proposed in it as its earlier answer. Whoever is
approved, asked or agreed is no part of it at all: their places and times are taken. Locked proposals stay,
and so do those of other offices when an office asks for one request.
"""

from __future__ import annotations

import json
import time
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from helpexchange.help_requests.models import HelpRequest
from helpexchange.helper_profiles.models import HelperProfile
from helpexchange.match_runs.models import MatchRun, Proposal, RematchNeed
from helpexchange.match_runs.rules import (
    REMATCH,
    ProposalState,
    RunFailure,
    RunStage,
    RunState,
)
from helpexchange.match_runs.rules.causes import RematchCause
from helpexchange.match_runs.solving.heartbeat import Heartbeat
from helpexchange.match_runs.solving.mending_stored import Mended
from helpexchange.match_runs.solving.ordering import RunOrder, failed_by, provenance, refuse_faulty
from helpexchange.match_runs.solving.problem import ReadProblem, read_problem
from helpexchange.match_runs.solving.storing import Outcome
from matching import (
    Answer,
    Assignment,
    InputError,
    Problem,
    RematchIndex,
    Status,
    Visit,
    find_candidates,
)
from matching.answer_files import certificate_json
from matching.pairing.explanation import alternatives, explain_unmatched

PairRefs = tuple[str, str]
#: In a larger town the bound of a mended answer is not counted a second time; its rules always are.
PROVED_UP_TO = 1_000
#: The engine looks so long for a better week within reach of one change.
SECONDS_A_CHANGE = 10.0


@dataclass(frozen=True, kw_only=True)
class Broken:
    """What is to be mended, and what stands.

    Attributes:
        asked: why a helper is looked for, by the request's reference.
        freed: references of helpers who have room again.
        standing: undecided proposals by (helper's reference, request's reference).
        stays: those of them that may not move.
        prices: of requests that nobody looks at, by reference.
        need_ids: what was noted of it.
    """

    read: ReadProblem
    asked: Mapping[str, RematchCause]
    freed: Sequence[str]
    standing: Mapping[PairRefs, int]
    previous: Answer
    stays: frozenset[PairRefs]
    need_ids: Sequence[int]


def read_broken(session: Session, run: MatchRun, *, now: datetime, today: date) -> Broken:
    """Read the town, and what of it a run of one request, or of everything that broke, has to mend.

    Raises:
        InputError: the records hold something that cannot be matched; it names everything.
    """
    read = read_problem(session, office_id=None, now=now, today=today)
    needs = _needs(session, run)
    asked, freed = _asked(read, run, needs), _freed(read, needs)
    rows = _standing_rows(session)
    return Broken(
        read=read,
        asked=asked,
        freed=freed,
        standing={(row.helper, row.request): row.id for row in rows},
        previous=_previous(rows, _prices(session, read, asked)),
        stays=frozenset((row.helper, row.request) for row in rows if _stays(row, run)),
        need_ids=[need.id for need in needs],
    )


def _needs(session: Session, run: MatchRun) -> Sequence[RematchNeed]:
    statement = select(RematchNeed).where(RematchNeed.done_at.is_(None), RematchNeed.visit_id.is_(None))
    if run.scope != REMATCH:
        statement = statement.where(RematchNeed.request_id == run.request_id)
    return session.scalars(statement.order_by(RematchNeed.id)).all()


def _asked(read: ReadProblem, run: MatchRun, needs: Sequence[RematchNeed]) -> dict[str, RematchCause]:
    causes = {need.request_id: need.cause for need in needs if need.request_id is not None}
    if run.request_id is not None:
        causes[run.request_id] = RematchCause.ASKED_FOR
    return {ref: causes[found[0]] for ref, found in read.requests.items() if found[0] in causes}


def _freed(read: ReadProblem, needs: Sequence[RematchNeed]) -> Sequence[str]:
    helper_ids = {need.helper_id for need in needs}
    return sorted(reference for reference, found in read.helper_ids.items() if found in helper_ids)


def _standing_rows(session: Session) -> Sequence[Any]:
    columns = select(
        Proposal.id, Proposal.office_id, Proposal.is_locked, Proposal.visits, Proposal.score,
        Proposal.distance_m, HelperProfile.reference.label("helper"), HelpRequest.reference.label("request"),
    )  # fmt: skip
    statement = columns.join(HelperProfile, HelperProfile.id == Proposal.helper_id).join(
        HelpRequest, HelpRequest.id == Proposal.request_id
    )
    newest_last = statement.where(Proposal.state == ProposalState.PROPOSED).order_by(
        HelpRequest.reference, HelperProfile.reference, Proposal.id
    )
    return session.execute(newest_last).all()


def _stays(row: Any, run: MatchRun) -> bool:
    """An office moves nothing of another one; what broke is mended wherever it broke."""
    return row.is_locked or (run.office_id is not None and row.office_id != run.office_id)


def _previous(rows: Sequence[Any], prices: Mapping[str, float]) -> Answer:
    """What stands, as the engine's earlier answer; its points are counted anew by the engine."""
    pairs = {(row.request, row.helper): row for row in rows}
    assignments = tuple(
        Assignment(
            helper_id=row.helper, request_id=row.request, score=row.score, parts={"given": row.score},
            visits=tuple(Visit(*visit) for visit in row.visits), distance_m=row.distance_m,
        )
        for _, row in sorted(pairs.items())
    )  # fmt: skip
    return Answer(
        assignments=assignments, objective=0, bound=0.0, prices=prices, status=Status.TIME_LIMIT, seconds=0.0
    )


def _prices(session: Session, read: ReadProblem, asked: Mapping[str, Any]) -> dict[str, float]:
    """The latest prices that runs have found; a request without one is open, so only the asked have none.

    Any prices prove some bound; those that are missing are 0 and make the engine look a little further.
    """
    newest = (
        select(func.max(MatchRun.id))
        .where(MatchRun.state == RunState.DONE, MatchRun.district_id.is_(None), MatchRun.request_id.is_(None))
        .group_by(MatchRun.scope)
    )
    known: dict[str, float] = {}
    statement = select(MatchRun.certificate).where(MatchRun.id.in_(newest)).order_by(MatchRun.id)
    for certificate in session.scalars(statement):
        known |= certificate.get("prices", {})
    return {reference: known.get(reference, 0.0) for reference in read.requests if reference not in asked}


def mend(broken: Broken, order: RunOrder, heart: Heartbeat) -> Mended:
    """Return what mends it.

    Raises:
        RunFailedError: the locked proposals contradict each other, or the answer breaks a rule.
    """
    began = time.perf_counter()
    index, moved = _mended_index(broken)
    problem, answer = index.problem(), index.answer()
    heart.tell(RunStage.CHECKING)
    refuse_faulty(order, problem, answer, only_rules=len(problem.helpers) > PROVED_UP_TO)
    heart.tell(RunStage.EXPLAINING)
    before = {(each.helper_id, each.request_id): each.visits for each in broken.previous.assignments}
    after = {(each.helper_id, each.request_id): each for each in answer.assignments}
    added = [each for pair, each in after.items() if before.get(pair) != each.visits]
    gone = [pair for pair in before if pair not in after or before[pair] != after[pair].visits]
    waiting = broken.asked.keys() | {request for _, request in gone}
    looked_at = _without_others_who_wait(problem, answer, waiting)
    candidates = find_candidates(looked_at, workers=order.workers)
    unmatched = explain_unmatched(looked_at, candidates, answer) if waiting else ()
    return Mended(
        outcome=Outcome(
            read=replace(broken.read, problem=problem),
            answer=replace(answer, assignments=tuple(added), seconds=time.perf_counter() - began),
            unmatched=[each for each in unmatched if each.request_id in waiting],
            alternatives=alternatives(looked_at, candidates, answer, of=added) if added else {},
            certificate=json.loads(certificate_json(answer, provenance(order, problem))),
        ),
        causes=broken.asked,
        gone_ids=[broken.standing[pair] for pair in gone],
        moved=len(moved & set(gone)),
        known_ids=frozenset(broken.standing.values()),
        need_ids=broken.need_ids,
    )


def _without_others_who_wait(problem: Problem, answer: Answer, waiting: Collection[str]) -> Problem:
    """Leave out who waits and was not looked at: why they wait was told before, and takes longest to say."""
    if problem.travel_min is not None:  # its rows and columns are those of all requests
        return problem
    kept = {each.request_id for each in answer.assignments} | set(waiting)
    return replace(
        problem,
        requests=tuple(request for request in problem.requests if request.id in kept),
        pairs=tuple(pair for pair in problem.pairs if pair.request_id in kept),
    )


def _mended_index(broken: Broken) -> tuple[RematchIndex, set[PairRefs]]:
    """Return the mended town, and the pairs that could have stayed but made room."""
    helpers = {helper.id: helper for helper in broken.read.problem.helpers}
    moved: set[PairRefs] = set()
    try:
        index = RematchIndex(
            broken.read.problem, broken.previous, fixed=broken.stays, time_limit_s=SECONDS_A_CHANGE
        )
        told = [index.put_helper(helpers[reference]) for reference in broken.freed] or [index.mend()]
    except InputError as error:
        raise failed_by(RunFailure.LOCKS_CONTRADICT, error) from error
    for each in told:
        moved.update(each.moved, each.retimed)
    return index, moved
