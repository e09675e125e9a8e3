"""Tasks here, in threads, in processes: the same results, and what happens when something breaks."""

import functools
import os
import pickle
import time
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError, Executor, Future, ThreadPoolExecutor
from contextlib import AbstractContextManager, nullcontext
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from matching.pairing.budget import Budget, never
from matching.pairing.executors import Crew, Report, Task, do_work, processes, run_all

LONG_S = 40.0


class RefusedError(Exception):
    """The answer of a task that has none."""


def task(work: Callable[..., Any], *args: Any, size: int = 1) -> Task[Any]:
    return Task(lambda: functools.partial(work, *args), size)


def tell(number: int, *, budget: Budget, report: Report) -> int:
    return number


def tell_seconds(*, budget: Budget, report: Report) -> float:
    return budget.seconds_left()


def refuse(*, budget: Budget, report: Report) -> int:
    raise RefusedError


def wait_for_the_end(begun: Path, *, budget: Budget, report: Report) -> str:
    """Work until the budget is up, and say why it was."""
    begun.touch()
    while not budget.is_up():
        time.sleep(0.01)
    return "stopped" if budget.stop() else "out of time"


def die_elsewhere(home: int, *, budget: Budget, report: Report) -> int:
    """As a process that runs out of memory."""
    if os.getpid() != home:
        os._exit(9)
    return os.getpid()


def budget(seconds: float = LONG_S, stop: Callable[[], bool] = never) -> Budget:
    return Budget(time.monotonic() + seconds, time.monotonic, stop)


@pytest.fixture(scope="module")
def crew() -> Iterator[Crew]:
    with processes(2) as crew:
        yield crew


@pytest.fixture(params=["serial", "threads", "processes"])
def executor(request: pytest.FixtureRequest) -> Iterator[Executor | None]:
    if request.param == "processes":
        yield request.getfixturevalue("crew")
    elif request.param == "threads":
        with ThreadPoolExecutor(2) as pool:
            yield pool
    else:
        yield None


def test_results_come_in_the_order_of_the_tasks(executor: Executor | None) -> None:
    done: list[int] = []
    tasks = [task(tell, number) for number in range(12)]
    results = run_all(tasks, budget=budget(), executor=executor, workers=2, on_done=done.append)
    assert results == list(range(12))
    assert sorted(done) == results


def test_no_tasks_give_no_results(executor: Executor | None) -> None:
    assert run_all([], budget=budget(), executor=executor) == []


def test_a_refusal_comes_through(executor: Executor | None) -> None:
    with pytest.raises(RefusedError):
        run_all(
            [task(tell, 1), task(refuse)],
            budget=budget(),
            executor=executor,
            workers=2,
            refusals=(RefusedError,),
        )


def test_a_fault_of_a_task_is_not_hidden(executor: Executor | None) -> None:
    with pytest.raises(TypeError, match="positional argument"):
        run_all([task(tell, "too", "many")], budget=budget(), executor=executor, refusals=(RefusedError,))


def test_few_tasks_are_made_ahead() -> None:
    """Arrays of a whole town's parts need not be in memory at once."""
    alive: list[int] = []
    most: list[int] = []

    def make(number: int) -> Callable[..., int]:
        alive.append(number)
        most.append(len(alive))
        return functools.partial(tell, number)

    tasks = [Task(functools.partial(make, number), 1) for number in range(20)]
    with ThreadPoolExecutor(2) as pool:
        run_all(tasks, budget=budget(), executor=pool, workers=2, on_done=alive.remove)
    assert max(most) <= 5


def test_a_task_that_others_wait_behind_leaves_them_time() -> None:
    fixed = Budget(100.0, lambda: 0.0)
    seconds = run_all([task(tell_seconds, size=size) for size in (7, 2, 1)], budget=fixed)
    assert seconds == [70.0, pytest.approx(200 / 3), 100.0]


def test_tasks_that_nobody_waits_behind_have_all_the_time() -> None:
    with ThreadPoolExecutor(3) as pool:
        seconds = run_all([task(tell_seconds)] * 3, budget=budget(), executor=pool, workers=3)
    assert min(seconds) > LONG_S * 0.9


@pytest.mark.parametrize("hands", [lambda: nullcontext(None), lambda: processes(1)])
def test_a_stop_is_heard_at_work_and_nothing_is_lost(
    hands: Callable[[], AbstractContextManager[Crew | None]], tmp_path: Path
) -> None:
    begun = [tmp_path / str(number) for number in range(5)]
    tasks = [task(wait_for_the_end, path) for path in begun]
    started = time.monotonic()
    with hands() as executor:
        results = run_all(tasks, budget=budget(stop=begun[0].exists), executor=executor)
    assert results == ["stopped"] * 5
    assert time.monotonic() - started < LONG_S / 2


def test_a_round_that_ran_out_of_time_leaves_the_next_one_alone(tmp_path: Path) -> None:
    late = [task(wait_for_the_end, tmp_path / "begun")]
    with processes(1) as crew:
        assert run_all(late, budget=budget(4), executor=crew) == ["out of time"]
        assert run_all([task(tell_seconds)], budget=budget(), executor=crew)[0] > LONG_S / 2


class Deaf(Executor):
    """An executor whose tasks never come back."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        return Future()


def test_what_never_comes_back_is_done_here_when_the_time_is_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("matching.pairing.executors._PATIENCE_S", 0.1)
    ticks = count()
    short = Budget(20.0, lambda: float(next(ticks)))
    assert run_all([task(tell, number) for number in range(3)], budget=short, executor=Deaf()) == [0, 1, 2]


def test_what_a_dead_process_held_is_done_here() -> None:
    here = os.getpid()
    with processes(1) as crew:
        done = run_all([task(die_elsewhere, here)] * 4, budget=budget(), executor=crew)
    assert done == [here] * 4


def test_an_executor_that_is_shut_does_no_harm() -> None:
    pool = ThreadPoolExecutor(1)
    pool.shutdown()
    assert run_all([task(tell, 1), task(tell, 2)], budget=budget(), executor=pool) == [1, 2]


def test_time_elsewhere_is_counted_from_the_beginning_of_the_task() -> None:
    seconds = do_work(pickle.dumps(functools.partial(tell_seconds)), 30.0, never)
    assert 29 < seconds <= 30


def test_what_was_called_off_does_not_begin_elsewhere() -> None:
    with pytest.raises(CancelledError):
        do_work(pickle.dumps(functools.partial(tell, 1)), 30.0, lambda: True)


def test_a_fault_in_the_callers_own_answer_to_progress_comes_through() -> None:
    def fail(_result: int) -> None:
        raise ZeroDivisionError

    with ThreadPoolExecutor(1) as pool, pytest.raises(ZeroDivisionError):
        run_all([task(tell, 1)], budget=budget(), executor=pool, on_done=fail)
