"""Which pairs of an earlier answer can stay in the town as it is now."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import chain, groupby
from operator import attrgetter

from matching.pairing.answer import Assignment, Visit
from matching.pairing.left_out import pair_reasons
from matching.pairing.problem import Helper, Request
from matching.pairing.ranking.diary import start_times
from matching.pairing.ranking.index import ProblemIndex
from matching.pairing.ranking.pairs import minutes_of
from matching.pairing.rematch.standing import PairId, pair_id
from matching.pairing.together import asks_for_company


def still_possible(
    index: ProblemIndex, items: Iterable[Assignment], fixed: Collection[PairId]
) -> list[Assignment]:
    """Return the pairs that break no rule, neither alone nor with others of the same helper or request.

    Where too much comes together, fixed pairs stay first, then those of most points, then by request id.
    """
    by_helper = attrgetter("helper_id")
    sound = sorted((item for item in items if _is_sound(index, item)), key=by_helper)
    weeks = [_one_week(index, list(week), fixed) for _, week in groupby(sound, key=by_helper)]
    by_request = attrgetter("request_id")
    fitting = sorted(chain.from_iterable(weeks), key=by_request)
    teams = [_one_team(index, list(team), fixed) for _, team in groupby(fitting, key=by_request)]
    return list(chain.from_iterable(teams))


def _is_sound(index: ProblemIndex, item: Assignment) -> bool:
    """Whether both are there, the pair breaks no rule, and its visits suit both."""
    if item.helper_id not in index.helpers.row_of or item.request_id not in index.requests.row_of:
        return False
    helper, request = _people(index, item)
    listed = index.listed(item.helper_id, item.request_id)
    return not pair_reasons(index.columns.problem, helper, request, listed) and _suit(
        index, helper, request, item.visits
    )


def _people(index: ProblemIndex, item: Assignment) -> tuple[Helper, Request]:
    helper = index.helpers.people[index.helpers.row_of[item.helper_id]]
    return helper, index.requests.people[index.requests.row_of[item.request_id]]


def _suit(index: ProblemIndex, helper: Helper, request: Request, visits: Sequence[Visit]) -> bool:
    is_timed = bool(helper.windows or request.windows)
    if len(visits) != (request.visits_per_week if is_timed else 0):
        return False
    times = start_times(helper, request, index.policy.grid_minutes)
    return all(
        visit.end_min - visit.start_min == request.visit_minutes
        and visit.start_min % index.policy.grid_minutes == 0
        and any(
            one.weekday == visit.weekday and one.first_min <= visit.start_min <= one.last_min for one in times
        )
        for visit in visits
    )


def _first_come(items: Iterable[Assignment], fixed: Collection[PairId]) -> list[Assignment]:
    return sorted(items, key=lambda item: (pair_id(item) not in fixed, -item.score, *pair_id(item)))


def _one_week(
    index: ProblemIndex, items: Sequence[Assignment], fixed: Collection[PairId]
) -> Iterator[Assignment]:
    """Yield what fits into the week of one helper."""
    helper, _ = _people(index, items[0])
    stay: list[Assignment] = []
    minutes = 0
    for item in _first_come(items, fixed):
        takes = minutes_of(_people(index, item)[1], index.listed(*pair_id(item)))
        has_room = len(stay) < helper.max_requests
        has_minutes = helper.minutes_per_week is None or minutes + takes <= helper.minutes_per_week
        if has_room and has_minutes and not any(_collide(index, item, other) for other in stay):
            stay.append(item)
            minutes += takes
    yield from stay


def _collide(index: ProblemIndex, item: Assignment, other: Assignment) -> bool:
    request, theirs = _people(index, item)[1], _people(index, other)[1]
    there, back = index.diary.travel_min(request, theirs), index.diary.travel_min(theirs, request)
    return any(
        mine.weekday == visit.weekday
        and mine.end_min + there > visit.start_min
        and visit.end_min + back > mine.start_min
        for mine in item.visits
        for visit in other.visits
    )


def _one_team(
    index: ProblemIndex, items: Sequence[Assignment], fixed: Collection[PairId]
) -> Iterator[Assignment]:
    """Yield who can stay with one request; of a team that comes together all, or those who are fixed."""
    request = _people(index, items[0])[1]
    stay = _first_come(items, fixed)[: request.helpers_needed]
    if asks_for_company(request):
        is_whole = len(stay) == request.helpers_needed and len({item.visits for item in stay}) == 1
        stay = stay if is_whole else [item for item in stay if pair_id(item) in fixed]
    yield from stay
