"""Who is served, how long the others wait, and how much helpers carry: by district, language and channel."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from matching.pairing.answer import Answer
from matching.pairing.explanation import Unmatched
from matching.pairing.problem import Helper, Problem, Request

MOST_GROUPS = 40


@dataclass(frozen=True, slots=True)
class Group:
    """Requests that have something in common; a request that names two languages is in both groups.

    Attributes:
        name: empty for those that name nothing.
        served_share: percent of the requests, 0..100.
        median_wait_days: of those that still wait; None when nobody does.
        helpers: in this district, or speaking this language; None where it says nothing of helpers.
        load: requests for each of these helpers on average.
        served_bar, waiting_bar: the two parts of the bar, 0..100 of the largest group.
    """

    name: str
    served: int
    waiting: int
    served_share: float
    median_wait_days: float | None
    helpers: int | None
    load: float | None
    served_bar: float
    waiting_bar: float


@dataclass(frozen=True, slots=True)
class _Division:
    """How people are divided: the names of a request and, where it says anything of them, of a helper."""

    of_request: Callable[[Request], Iterable[str]]
    of_helper: Callable[[Helper], Iterable[str]] | None


_DISTRICTS = _Division(lambda request: [request.district], lambda helper: [helper.district])
_LANGUAGES = _Division(lambda request: request.languages or [""], lambda helper: helper.languages)
_CHANNELS = _Division(lambda request: [request.channel], None)


def by_district(problem: Problem, answer: Answer, unmatched: Sequence[Unmatched]) -> list[Group]:
    """Groups by district, most waiting first; none when no request names one."""
    return _groups(problem, answer, unmatched, _DISTRICTS)


def by_language(problem: Problem, answer: Answer, unmatched: Sequence[Unmatched]) -> list[Group]:
    """Groups by wished language; none when no request wishes one."""
    return _groups(problem, answer, unmatched, _LANGUAGES)


def by_channel(problem: Problem, answer: Answer, unmatched: Sequence[Unmatched]) -> list[Group]:
    """Groups by the way a request came in; none when no request says."""
    return _groups(problem, answer, unmatched, _CHANNELS)


def _groups(
    problem: Problem, answer: Answer, unmatched: Sequence[Unmatched], division: _Division
) -> list[Group]:
    lacking = {one.request_id for one in unmatched}
    waits: dict[str, list[int]] = {}
    served: Counter[str] = Counter()
    for request in problem.requests:
        for name in division.of_request(request):
            of_group = waits.setdefault(name, [])
            if request.id in lacking:
                of_group.append(request.waiting_days)
            else:
                served[name] += 1
    if set(waits) <= {""}:
        return []
    names = sorted(waits, key=lambda name: (-len(waits[name]), -served[name], name))
    most = max(served[name] + len(waits[name]) for name in names)
    helpers, loads = _helpers_and_loads(problem, answer, division)
    return [
        _group(name, served[name], waits[name], most, (helpers.get(name, 0), loads.get(name, 0)))
        if division.of_helper
        else _group(name, served[name], waits[name], most, None)
        for name in names[:MOST_GROUPS]
    ]


def _helpers_and_loads(
    problem: Problem, answer: Answer, division: _Division
) -> tuple[Counter[str], Counter[str]]:
    """Helpers, and the requests they carry together, by the names of the helpers."""
    carried = Counter(item.helper_id for item in answer.assignments)
    helpers, loads = Counter[str](), Counter[str]()
    for helper in problem.helpers if division.of_helper else ():
        for name in division.of_helper(helper) if division.of_helper else ():
            helpers[name] += 1
            loads[name] += carried[helper.id]
    return helpers, loads


def _group(name: str, served: int, waits: list[int], most: int, staff: tuple[int, int] | None) -> Group:
    helpers, load = staff or (None, None)
    return Group(
        name=name,
        served=served,
        waiting=len(waits),
        served_share=100 * served / (served + len(waits)),
        median_wait_days=median(waits) if waits else None,
        helpers=helpers,
        load=load / helpers if helpers and load is not None else None,
        served_bar=100 * served / most,
        waiting_bar=100 * len(waits) / most,
    )
