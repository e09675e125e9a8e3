"""Tasks in any executor of `concurrent.futures`: this process, several, or other machines, in one way.

Nothing here knows what the tasks do. Whoever passes a task on need not know either: it travels as bytes.
"""

from __future__ import annotations

import os
import pickle
import signal
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, CancelledError, Executor, Future, ProcessPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context, parent_process
from multiprocessing.synchronize import Event
from typing import Any, Generic, TypeVar

from matching.pairing.budget import Budget, never

T = TypeVar("T")

Report = Callable[[float, float], None]
# Called with `budget` and `report`; everything else it needs is in it, so that it travels.
Work = Callable[..., T]

# How often the caller is asked whether to stop while others work.
_ASK_EVERY_S = 0.1
# How long to wait for tasks that should have ended: their machine may be dead, or deaf.
_PATIENCE_S = 10.0
# Tasks under way for each worker: one at work, one waiting, so that nobody waits for the next to travel.
_TASKS_A_WORKER = 2
# A task that others wait behind may take so much of the time left, so that both end in time.
_SHARE = 0.5


def silent(_objective: float, _bound: float) -> None:
    """Report nothing."""


@dataclass(frozen=True)
class Task(Generic[T]):
    """Something to do, made only when it is about to begin.

    Attributes:
        make: returns the work; elsewhere it must be picklable.
        size: by which tasks share the time.
    """

    make: Callable[[], Work[T]]
    size: int


class Crew(Executor):
    """An executor together with what it does not tell: how many work, and how to make them stop.

    Args:
        inner: does the work.
        workers: tells how many tasks it works on at once.
        ring: asks the tasks that are at work, and all later ones, to end soon.
        heard: what they ask, so it must be picklable; True once somebody rang.
    """

    def __init__(
        self,
        inner: Executor,
        workers: Callable[[], int],
        *,
        ring: Callable[[], None] = lambda: None,
        heard: Callable[[], bool] = never,
    ) -> None:
        self.workers, self.ring, self.heard = workers, ring, heard
        self._inner = inner

    def submit(self, fn: Callable[..., T], /, *args: Any, **kwargs: Any) -> Future[T]:
        """Pass a call on to the inner executor."""
        return self._inner.submit(fn, *args, **kwargs)


@contextmanager
def processes(workers: int) -> Iterator[Crew]:
    """Yield a crew of processes of this machine, begun anew (not forked, which breaks threads)."""
    context = get_context("spawn")
    rung = context.Event()
    pool = ProcessPoolExecutor(workers, mp_context=context, initializer=_begin_process, initargs=(rung,))
    try:
        yield Crew(pool, lambda: workers, ring=rung.set, heard=_process_is_rung)
    finally:
        rung.set()
        pool.shutdown(wait=False, cancel_futures=True)


_rung: list[Event] = []


def _process_is_rung() -> bool:
    return _rung[0].is_set()


def _begin_process(rung: Event) -> None:
    _rung[:] = [rung]
    # Ctrl-C reaches every process of a terminal; the first one decides and rings.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """Do not outlive a parent that was killed: the pool would wait for its next task for ever."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def run_all(
    tasks: Sequence[Task[T]],
    *,
    budget: Budget,
    executor: Executor | None = None,
    workers: int = 1,
    report: Report = silent,
    on_done: Callable[[T], object] = lambda _result: None,
    refusals: tuple[type[Exception], ...] = (),
) -> list[T]:
    """Do all tasks and return their results in the order of the tasks.

    Where the budget is up, the tasks left are done in this process with a budget that is used up, so they
    must be quick then. What goes wrong elsewhere (a machine dies) is done again in this process; a fault of
    the task itself comes up there.

    Args:
        tasks: made one by one; few are under way at any time.
        budget: for all together. Elsewhere its seconds are counted by the clock there, and `stop` is heard
            if the executor is a `Crew` that can ring.
        executor: None for this process, one task after the other.
        workers: tasks that the executor works on at once; a `Crew` knows by itself.
        report: given to tasks in this process.
        on_done: called with each result, as they come.
        refusals: errors that are the answer of a task; raised at once.
    """
    crew = executor if executor is None or isinstance(executor, Crew) else Crew(executor, lambda: workers)
    return _Round(tasks, budget, crew, report=report, on_done=on_done, refusals=refusals).run()


class _Round(Generic[T]):
    """Tasks on their way through a crew."""

    def __init__(
        self,
        tasks: Sequence[Task[T]],
        budget: Budget,
        crew: Crew | None,
        *,
        report: Report,
        on_done: Callable[[T], object],
        refusals: tuple[type[Exception], ...],
    ) -> None:
        self._tasks, self._budget, self._crew = tasks, budget, crew
        self._report, self._on_done, self._refusals = report, on_done, refusals
        self._workers = crew.workers() if crew else 1
        self._next = 0
        self._size_left = sum(task.size for task in tasks)
        self._flying: dict[Future[T], int] = {}
        self._results: dict[int, T] = {}

    def run(self) -> list[T]:
        try:
            while not self._is_over() and not self._budget.is_up():
                self._begin_some()
                self._collect()
            self._call_off()
        except BaseException:
            self._dismiss()
            raise
        for number in range(len(self._tasks)):
            if number not in self._results:
                self._do_here(number, self._budget)
        return [self._results[number] for number in range(len(self._tasks))]

    def _is_over(self) -> bool:
        return not self._flying and self._next == len(self._tasks)

    def _begin_some(self) -> None:
        room = _TASKS_A_WORKER * self._workers
        while self._next < len(self._tasks) and len(self._flying) < room and not self._budget.is_up():
            number, self._next = self._next, self._next + 1
            share = self._share(number)
            self._size_left -= self._tasks[number].size
            if self._crew is None:
                self._do_here(number, share)
            else:
                self._send(self._crew, number, share)

    def _share(self, number: int) -> Budget:
        """Return the time of a task: all that is left if no other waits behind it, else its share."""
        behind = len(self._tasks) - number - 1
        if len(self._flying) + behind < self._workers:
            return self._budget
        starts_now = len(self._flying) < self._workers
        by_size = self._tasks[number].size / max(1, self._size_left) if starts_now else 0.0
        return self._budget.share(min(1.0, max(_SHARE, by_size)))

    def _send(self, crew: Crew, number: int, share: Budget) -> None:
        work = pickle.dumps(self._tasks[number].make())
        try:
            future = crew.submit(do_work, work, share.seconds_left(), crew.heard)
        except Exception:  # noqa: BLE001 - whatever an executor says that does not work any more
            self._crew = None
            self._do_here(number, share)
        else:
            self._flying[future] = number

    def _collect(self) -> None:
        """Wait a little for results, and take those that are there."""
        if not self._flying:
            return
        done, _ = wait(self._flying, timeout=_ASK_EVERY_S, return_when=FIRST_COMPLETED)
        for future in sorted(done, key=self._flying.__getitem__):
            number = self._flying.pop(future)
            if not self._took(number, future):
                self._do_here(number, self._share(number))

    def _took(self, number: int, future: Future[T]) -> bool:
        """Take the result of a task if there is one."""
        try:
            result = future.result()
        except self._refusals:
            raise
        except (Exception, CancelledError):  # noqa: BLE001 - it is done again here, where a real fault comes up
            return False
        self._take(number, result)
        return True

    def _take(self, number: int, result: T) -> None:
        self._results[number] = result
        self._on_done(result)

    def _do_here(self, number: int, budget: Budget) -> None:
        self._take(number, self._tasks[number].make()(budget=budget, report=self._report))

    def _call_off(self) -> None:
        """Take what comes soon, and forget the rest; what runs out of time ends by its own clock."""
        if self._crew is not None and self._budget.stop():
            self._crew.ring()
        self._dismiss()
        done, _ = wait([future for future in self._flying if not future.cancelled()], timeout=_PATIENCE_S)
        for future in sorted(done, key=self._flying.__getitem__):
            self._took(self._flying[future], future)

    def _dismiss(self) -> None:
        for future in self._flying:
            future.cancel()


def do_work(work: bytes, seconds: float, heard: Callable[[], bool]) -> Any:
    """Do a task that has travelled.

    Args:
        work: pickled `Work`.
        seconds: how long it may take from now, by the clock of this machine.
        heard: True once it should end.

    Raises:
        CancelledError: it is to end before it began; whoever sent it knows what to do then.
    """
    deadline = time.monotonic() + seconds
    if heard():
        raise CancelledError
    made: Work[Any] = pickle.loads(work)  # noqa: S301 - our own words, from whoever may run code here anyway
    return made(budget=Budget(deadline, time.monotonic, heard), report=silent)
