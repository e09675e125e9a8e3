"""Storing what the engine answered: proposals, who was left without, and the proof, in bulk."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from helpexchange.help_requests.models import HelpRequest
from helpexchange.help_requests.rules import RequestState
from helpexchange.match_runs.models import MatchRun, Proposal, RunGap, UnmatchedRequest
from helpexchange.match_runs.rules import ProposalState, RunState
from helpexchange.match_runs.solving.archive import keep_archive
from helpexchange.match_runs.solving.problem import ReadProblem
from matching import Answer, Helper, Pair, Relation, Request
from matching.pairing.answer import Assignment
from matching.pairing.explanation import Alternative, Unmatched, supply_gaps

ROWS_AT_ONCE = 1_000
MINUTES_PER_HOUR = 60
FAMILIAR = (Relation.KNOWS, Relation.WISHED)


@dataclass(frozen=True)
class Outcome:
    """What came of a run, ready to be stored.

    Attributes:
        certificate: what anyone needs to recompute the bound; holds references, no names.
        archive: the whole proof as a ZIP; empty where none is made.
    """

    read: ReadProblem
    answer: Answer
    unmatched: Sequence[Unmatched]
    alternatives: Mapping[tuple[str, str], Sequence[Alternative]]
    certificate: Mapping[str, Any]
    archive: bytes = b""


def store(session: Session, run: MatchRun, outcome: Outcome, *, now: datetime) -> None:
    """Write the outcome; what earlier runs of the same scope proposed, and nobody decided, lapses.

    What is proposed for requests that came open only after this run had read its own stays: they lost their
    helper meanwhile, and what mends has found another, or a decision was taken back.
    """
    clear(session, run.id)
    _let_earlier_proposals_lapse(session, run, outcome.read, now)
    insert_rows(session, Proposal, proposal_rows(session, run.id, outcome))
    insert_rows(session, UnmatchedRequest, unmatched_rows(run.id, outcome))
    insert_rows(session, RunGap, gap_rows(run.id, outcome))
    keep_archive(session, run.id, outcome.archive, now=now)
    close_run(run, outcome, now)
    session.flush()


def clear(session: Session, run_id: int) -> None:
    """Take away what a run has stored: one whose first process died half-way begins anew."""
    session.execute(delete(Proposal).where(Proposal.run_id == run_id))
    session.execute(delete(UnmatchedRequest).where(UnmatchedRequest.run_id == run_id))
    session.execute(delete(RunGap).where(RunGap.run_id == run_id))


def _let_earlier_proposals_lapse(session: Session, run: MatchRun, read: ReadProblem, now: datetime) -> None:
    earlier = [Proposal.state == ProposalState.PROPOSED, Proposal.run_id != run.id]
    if run.office_id is not None:
        earlier.append(Proposal.office_id == run.office_id)
    if run.district_id is not None:
        there = select(HelpRequest.id).where(HelpRequest.district_id == run.district_id)
        earlier.append(Proposal.request_id.in_(there))
    is_open = select(Proposal.request_id).join(Proposal.request).where(HelpRequest.state == RequestState.OPEN)
    unread = set(session.scalars(is_open.where(*earlier).distinct())) - {
        request_id for request_id, _office_id in read.requests.values()
    }
    statement = update(Proposal).where(*earlier, Proposal.request_id.not_in(unread))
    session.execute(statement.values(state=ProposalState.LAPSED, decided_at=now))


def insert_rows(
    session: Session, table: type[Proposal | UnmatchedRequest | RunGap], rows: Iterator[dict[str, Any]]
) -> None:
    """Insert rows, many at once."""
    while chunk := list(itertools.islice(rows, ROWS_AT_ONCE)):
        session.execute(insert(table), chunk)


def proposal_rows(session: Session, run_id: int, outcome: Outcome) -> Iterator[dict[str, Any]]:
    """Yield a row for each proposal; one whose request has ended meanwhile is stored as lapsed."""
    still_open = set(session.scalars(select(HelpRequest.id).where(HelpRequest.state == RequestState.OPEN)))
    facts = FactsOf(outcome.read)
    helper_ids, requests = outcome.read.helper_ids, outcome.read.requests
    for item in outcome.answer.assignments:
        request_id, office_id = requests[item.request_id]
        others = outcome.alternatives.get((item.helper_id, item.request_id), ())
        yield {
            "run_id": run_id,
            "helper_id": helper_ids[item.helper_id],
            "request_id": request_id,
            "office_id": office_id,
            "state": ProposalState.PROPOSED if request_id in still_open else ProposalState.LAPSED,
            "is_locked": facts.is_locked(item),
            "score": item.score,
            "score_parts": {name: int(points) for name, points in item.parts.items()},
            "visits": [[visit.weekday, visit.start_min, visit.end_min] for visit in item.visits],
            "distance_m": item.distance_m,
            "facts": facts.of(item),
            "alternatives": [_alternative_row(other, outcome.read) for other in others],
            "decided_by": "",
            "note": "",
        }


def _alternative_row(other: Alternative, read: ReadProblem) -> dict[str, Any]:
    helper_ids, requests = read.helper_ids, read.requests
    return {
        "helper_id": helper_ids[other.helper_id],
        "score": other.score,
        "score_difference": other.score_difference,
        "distance_m": other.distance_m,
        "is_free": other.is_free,
        "cost": other.cost,
        "is_exact": other.is_exact,
        "loses": [requests[reference][0] for reference in other.loses],
    }


class FactsOf:
    """What the reasons in words are made from, as the run saw it."""

    def __init__(self, read: ReadProblem) -> None:
        self._helpers: Mapping[str, Helper] = {helper.id: helper for helper in read.problem.helpers}
        self._requests: Mapping[str, Request] = {request.id: request for request in read.problem.requests}
        self._pairs: Mapping[tuple[str, str], Pair] = {
            (pair.helper_id, pair.request_id): pair for pair in read.problem.pairs
        }

    def is_locked(self, item: Assignment) -> bool:
        """Return whether the pair was locked."""
        pair = self._pairs.get((item.helper_id, item.request_id))
        return pair is not None and Relation.LOCKED in pair.relations

    def of(self, item: Assignment) -> dict[str, Any]:
        """Return the facts of a pair."""
        helper, request = self._helpers[item.helper_id], self._requests[item.request_id]
        named = sorted(request.skills | request.wished_skills)
        pair = self._pairs.get((item.helper_id, item.request_id))
        relations = pair.relations if pair else frozenset()
        return {
            "languages": sorted(helper.languages & request.languages),
            "skills": {code: helper.skills[code] for code in named if code in helper.skills},
            "idle_days": helper.last_engaged_days,
            "relations": [relation.value for relation in FAMILIAR if relation in relations],
            "is_remote": request.remote,
            "waiting_days": request.waiting_days,
        }


def unmatched_rows(run_id: int, outcome: Outcome) -> Iterator[dict[str, Any]]:
    """Yield a row for each request that lacks helpers."""
    for one in outcome.unmatched:
        request_id, office_id = outcome.read.requests[one.request_id]
        yield {
            "run_id": run_id,
            "request_id": request_id,
            "office_id": office_id,
            "reason": one.reason.code.value,
            "details": {
                **one.reason.values,
                "helpers_missing": one.helpers_missing,
                "by": [outcome.read.requests[reference][0] for reference in one.reason.by],
            },
            "nearest_fix": {"kind": one.fix.kind.value, **_with_record_id(one.fix.values, outcome.read)},
        }


def gap_rows(run_id: int, outcome: Outcome) -> Iterator[dict[str, Any]]:
    """Yield a row for each office, district and skill where help is missing."""
    of_office: dict[int, set[str]] = {}
    for reference, (_, office_id) in outcome.read.requests.items():
        of_office.setdefault(office_id, set()).add(reference)
    for office_id, references in sorted(of_office.items()):
        for gap in supply_gaps(outcome.read.problem, outcome.answer, of=references).cells:
            yield {
                "run_id": run_id,
                "office_id": office_id,
                "district": gap.district,
                "skill_code": gap.skill,
                "waiting": gap.waiting,
                "helpers_missing": gap.helpers_missing,
                "visit_minutes": round(gap.visit_hours * MINUTES_PER_HOUR),
                "points": gap.points,
                "one_more": gap.one_more,
            }


def _with_record_id(values: Mapping[str, Any], read: ReadProblem) -> dict[str, Any]:
    """Replace the helper's reference by the record's id, under which pages find the name."""
    if "helper_id" not in values:
        return dict(values)
    return {**values, "helper_id": read.helper_ids[values["helper_id"]]}


def close_run(run: MatchRun, outcome: Outcome, now: datetime) -> None:
    """Note that a run is done, with its numbers and its proof."""
    answer, certificate = outcome.answer, dict(outcome.certificate)
    run.state = RunState.DONE
    run.finished_at = now
    run.policy, run.versions = certificate["policy"], certificate["versions"]
    run.input_hashes, run.seed = certificate["sha256"], certificate["seed"]
    run.objective, run.bound, run.gap = answer.objective, float(answer.bound), float(answer.gap)
    run.status, run.seconds = answer.status.value, round(answer.seconds, 3)
    run.served_count = len(outcome.read.problem.requests) - len(outcome.unmatched)
    run.unmatched_count = len(outcome.unmatched)
    run.certificate = certificate
    run.failure = ""
    run.progress = {**run.progress, "locks_left_out": outcome.read.locks_left_out}
