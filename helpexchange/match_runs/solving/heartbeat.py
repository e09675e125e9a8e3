"""Where a run stands, written while the engine works."""

from __future__ import annotations

import threading
from datetime import timedelta
from types import TracebackType
from typing import Any, Self

from sqlalchemy import Engine, update
from sqlalchemy.exc import OperationalError

from helpexchange.core.clock import Clock
from helpexchange.core.logs import get_logger
from helpexchange.match_runs.models import MatchRun
from helpexchange.match_runs.rules import RunStage, RunState

LOOK_EVERY_S = 1.0
BEAT_AT_LEAST_EVERY = timedelta(seconds=10)

log = get_logger(__name__)


class Heartbeat:
    """Writes the progress of a run at most once a second, and a sign of life at least every ten.

    It has a thread and short transactions of its own: the engine never waits for the database, and a long
    silence means that the process is dead, not that it is thinking.
    """

    def __init__(self, engine: Engine, *, run_id: int, worker: str, clock: Clock) -> None:
        self._engine = engine
        self._run_id = run_id
        self._clock = clock
        self._told: dict[str, Any] = {"worker": worker, "stage": RunStage.READING.value}
        self._written: dict[str, Any] = {}
        self._written_at = clock.now()
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._beat, name=f"heartbeat of run {run_id}", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def tell(self, stage: RunStage, **numbers: float) -> None:
        """Say what the run is doing; written soon, not now."""
        self._told = {"worker": self._told["worker"], "stage": stage.value, **numbers}

    def stop(self) -> None:
        """Write nothing more. Before the run's own row is locked, or the two would wait for each other."""
        self._over.set()
        self._thread.join()

    def _beat(self) -> None:
        while not self._over.wait(LOOK_EVERY_S):
            told, now = self._told, self._clock.now()
            if told != self._written or now - self._written_at >= BEAT_AT_LEAST_EVERY:
                self._write({**told, "at": now.isoformat()})
                self._written, self._written_at = told, now

    def _write(self, progress: dict[str, Any]) -> None:
        ours = (MatchRun.id == self._run_id, MatchRun.state == RunState.RUNNING)
        try:
            with self._engine.begin() as connection:
                connection.execute(update(MatchRun).where(*ours).values(progress=progress))
        except OperationalError as error:
            # A busy database is no reason to lose the work of minutes; the next beat tries again.
            log.warning("progress_not_written", run_id=self._run_id, reason=type(error.orig).__name__)
