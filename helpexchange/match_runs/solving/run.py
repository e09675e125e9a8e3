"""One run of the engine, from the records to stored proposals.

No transaction is open while the engine computes: read, let go, solve, write.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import ExitStack, contextmanager
from datetime import datetime

from sqlalchemy.orm import Session

from helpexchange.core.clock import local_date
from helpexchange.core.database import db, only_reading
from helpexchange.core.logs import get_logger
from helpexchange.match_runs.models import MatchRun
from helpexchange.match_runs.rules import RunFailure, RunStage, RunState, mends
from helpexchange.match_runs.solving.archive import archive
from helpexchange.match_runs.solving.heartbeat import Heartbeat
from helpexchange.match_runs.solving.mending import Broken, mend, read_broken
from helpexchange.match_runs.solving.mending_stored import Mended, store_mended
from helpexchange.match_runs.solving.ordering import (
    FAULTS_KEPT,
    GOOD_ENOUGH_GAP,
    RunFailedError,
    RunOrder,
    Solve,
    failed_by,
    provenance,
    refuse_faulty,
)
from helpexchange.match_runs.solving.problem import ReadProblem, read_problem
from helpexchange.match_runs.solving.storing import Outcome, store
from matching import Answer, Candidates, InputError, Problem, find_candidates
from matching.answer_files import certificate_json
from matching.clusters import cluster
from matching.errors import ClusterError
from matching.pairing.explanation import alternatives, explain_unmatched

__all__ = ["RunOrder", "Solve", "solve_run"]

log = get_logger(__name__)


def solve_run(order: RunOrder) -> RunState:
    """Solve a run that was claimed, store what came of it, and return how it ended.

    Commits by itself, in short transactions: one to read, one to write, and the progress in between. An
    error ends the run as failed and is logged; it is not raised.
    """
    with Heartbeat(db.engine, run_id=order.run_id, worker=order.worker, clock=order.clock) as heart:
        try:
            outcome = _compute(order, heart)
            heart.tell(RunStage.STORING)
            heart.stop()
            return _finish(order, outcome)
        except RunFailedError as error:
            heart.stop()
            return _fail(order, error.failure, error.faults)
        except Exception:
            heart.stop()
            log.exception("match_run_defect", run_id=order.run_id)
            return _fail(order, RunFailure.DEFECT, [])


def _compute(order: RunOrder, heart: Heartbeat) -> Outcome | Mended:
    read = _read(order)
    heart.tell(RunStage.MATCHING)
    if isinstance(read, Broken):
        return mend(read, order, heart)
    candidates = find_candidates(read.problem, workers=order.workers)
    answer = _solve(order, read.problem, candidates, heart)
    heart.tell(RunStage.CHECKING)
    refuse_faulty(order, read.problem, answer)
    heart.tell(RunStage.EXPLAINING)
    unmatched = explain_unmatched(read.problem, candidates, answer)
    return Outcome(
        read=read,
        answer=answer,
        unmatched=unmatched,
        alternatives=alternatives(read.problem, candidates, answer),
        certificate=json.loads(certificate_json(answer, provenance(order, read.problem))),
        archive=archive(read.problem, candidates, answer, unmatched, provenance(order, read.problem)),
    )


def _read(order: RunOrder) -> ReadProblem | Broken:
    session, now = db.session(), order.clock.now()
    session.rollback()
    try:
        with only_reading():
            run = session.get_one(MatchRun, order.run_id)
            today = local_date(now, order.time_zone)
            if mends(run.scope):
                return read_broken(session, run, now=now, today=today)
            return read_problem(
                session, office_id=run.office_id, district_id=run.district_id, now=now, today=today
            )
    except InputError as error:
        raise failed_by(RunFailure.BAD_INPUT, error) from error
    finally:
        session.rollback()


def _solve(order: RunOrder, problem: Problem, candidates: Candidates, heart: Heartbeat) -> Answer:
    from matching import solve

    def tell(progress: object) -> None:
        names = ("parts_done", "parts", "objective", "bound", "gap", "seconds")
        heart.tell(RunStage.MATCHING, **{name: float(getattr(progress, name)) for name in names})

    engine = order.solve or solve
    try:
        with _machines(order) as executor:
            return engine(
                problem, candidates, time_limit_s=order.time_limit_s, gap=GOOD_ENOUGH_GAP,
                workers=order.workers, executor=executor, on_progress=tell,
            )  # fmt: skip
    except InputError as error:
        raise failed_by(RunFailure.LOCKS_CONTRADICT, error) from error


@contextmanager
def _machines(order: RunOrder) -> Iterator[Executor | None]:
    """The machines of the cluster, or None: a match of the night is made even when they are down."""
    with ExitStack() as stack:
        executor = None
        try:
            executor = stack.enter_context(cluster(order.cluster)) if order.cluster else None
        except ClusterError as error:
            log.warning("match_cluster_not_used", run_id=order.run_id, reason=str(error))
        yield executor


def _finish(order: RunOrder, outcome: Outcome | Mended) -> RunState:
    session = db.session()
    run = _own_run(session, order)
    if run is None:
        log.warning("match_run_lost", run_id=order.run_id, worker=order.worker)
        return RunState.FAILED
    if isinstance(outcome, Mended):
        store_mended(session, run, outcome, now=order.clock.now())
    else:
        store(session, run, outcome, now=order.clock.now())
    seconds = run.seconds
    session.commit()
    log.info("match_run_done", run_id=order.run_id, seconds=seconds)
    return RunState.DONE


def _fail(order: RunOrder, failure: RunFailure, faults: list[str]) -> RunState:
    session = db.session()
    session.rollback()
    run = _own_run(session, order)
    if run is not None:
        _mark_failed(run, failure, faults, order.clock.now())
    session.commit()
    log.warning("match_run_failed", run_id=order.run_id, failure=failure.value, faults=len(faults))
    return RunState.FAILED


def _own_run(session: Session, order: RunOrder) -> MatchRun | None:
    """The run, its row locked; None when another worker has taken it over since."""
    run = session.get_one(MatchRun, order.run_id, with_for_update=True, populate_existing=True)
    is_ours = run.state == RunState.RUNNING and run.progress.get("worker") == order.worker
    if not is_ours:
        session.rollback()
    return run if is_ours else None


def _mark_failed(run: MatchRun, failure: RunFailure, faults: list[str], now: datetime) -> None:
    run.state = RunState.FAILED
    run.failure = failure.value
    run.finished_at = now
    run.progress = {**run.progress, "faults": faults[:FAULTS_KEPT]}
