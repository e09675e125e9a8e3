"""The best weeks of a few helpers while everybody else stays as they are.

A pair that stays is put into the small problem as a request of its own, locked to its helper at the very
times of its visits. So capacity, minutes, travel and load count exactly, which cutting the helper's windows
could not do: the way from one visit to the next depends on where both are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np

from matching.errors import InputError
from matching.pairing.answer import Answer, Assignment, Visit
from matching.pairing.checker import check_rules
from matching.pairing.problem import Helper, Request
from matching.pairing.ranking.diary import days_of, start_times
from matching.pairing.ranking.pairs import minutes_of, parts_by_name
from matching.pairing.ranking.small_part import Offer
from matching.pairing.ranking.small_town import small_town
from matching.pairing.rematch.neighbourhood import Could, Hood, Town
from matching.pairing.rematch.records import NOTHING_CHANGES, Changes
from matching.pairing.rematch.standing import PairId
from matching.pairing.scoring import value_of
from matching.pairing.solver import solve
from matching.periods import Window

# Stands between the ids of request and helper where a pair that stays becomes a request of its own.
_STAYS = "\x1f"


@dataclass(frozen=True)
class Work:
    """A small problem in the making.

    Attributes:
        offers: what goes into it.
        free: pairs that are not made yet, or may be made anew.
        places: where each of them stands in `free`, by (helper id, request id).
        known_as: the town's request behind each one that stands for a pair that stays, by id.
    """

    offers: list[Offer]
    free: Could
    places: dict[PairId, int]
    known_as: dict[str, Request]


def repair(town: Town, hood: Hood, *, time_limit_s: float) -> Changes:
    """Return the best change within the neighbourhood; none when nothing is better than what stands.

    Args:
        town: the town; pairs that may not move keep helper and times.
        hood: from `hood_of`.
        time_limit_s: of the solver.
    """
    opened = {request_id: _open_request(town, hood, request_id) for request_id in hood.requests}
    asking = {request_id: request for request_id, request in opened.items() if request is not None}
    if not asking:
        return NOTHING_CHANGES
    near = np.array(
        sorted(town.index.helpers.row_of[helper_id] for helper_id in hood.helpers), dtype=np.int64
    )
    work = Work([], town.possible(asking, among=near), {}, {})
    for helper_id in hood.helpers:
        for item in town.standing.of_helper(helper_id):
            if not _moves(town, hood, (helper_id, item.request_id)):
                _let_stay(town, work, item)
    _offer_free(town, work, hood, asking)
    answer = _solved(town, work, time_limit_s)
    return NOTHING_CHANGES if answer is None else _changes(town, hood, work, answer)


def _moves(town: Town, hood: Hood, pair: PairId) -> bool:
    """Whether a standing pair may be moved here."""
    return pair[0] in hood.helpers and pair[0] not in hood.steady and town.may_move(pair)


def windows_of(visits: Iterable[Visit]) -> tuple[Window, ...]:
    """Return windows that hold these visits at these times only."""
    return tuple(Window(visit.weekday, visit.start_min, visit.end_min) for visit in visits)


def _let_stay(town: Town, work: Work, item: Assignment) -> None:
    index = town.index
    helper = index.helpers.people[index.helpers.row_of[item.helper_id]]
    request = index.requests.people[index.requests.row_of[item.request_id]]
    alone = replace(
        request,
        id=f"{item.request_id}{_STAYS}{item.helper_id}",
        helpers_needed=1,
        together=False,
        windows=windows_of(item.visits),
        value=value_of(request, index.policy.weights),
    )
    work.known_as[alone.id] = request
    minutes = minutes_of(request, index.listed(item.helper_id, item.request_id))
    work.offers.append(Offer(helper, alone, item.score, minutes, is_locked=True))


def _offer_free(town: Town, work: Work, hood: Hood, asking: Mapping[str, Request]) -> None:
    """Offer the places that are open, or may become so, to the helpers of the neighbourhood."""
    index, pairs = town.index, work.free.pairs
    staying = {request_id: _staying(town, hood, request_id) for request_id in asking}
    locked = pairs.listed.locked[pairs.row]
    for place in range(len(pairs)):
        helper = index.helpers.people[pairs.helper[place]]
        request = asking[index.requests.people[pairs.request[place]].id]
        if helper.id not in hood.helpers or helper.id in staying[request.id]:
            continue
        if staying[request.id] and not _has_days(town, helper, request):
            continue
        minutes = minutes_of(request, index.listed(helper.id, request.id))
        score = int(work.free.points.score[place])
        work.offers.append(Offer(helper, request, score, minutes, bool(locked[place])))
        work.places[helper.id, request.id] = place


def _has_days(town: Town, helper: Helper, request: Request) -> bool:
    """Whether the visits fit on days of their own; times set by those who stay may leave too few."""
    if not helper.windows and not request.windows:
        return True
    return days_of(start_times(helper, request, town.index.policy.grid_minutes)) >= request.visits_per_week


def _staying(town: Town, hood: Hood, request_id: str) -> set[str]:
    """Return the helpers of a request who stay with it, whatever happens here."""
    return {
        helper_id
        for helper_id in town.standing.served_by.get(request_id, ())
        if not _moves(town, hood, (helper_id, request_id))
    }


def _open_request(town: Town, hood: Hood, request_id: str) -> Request | None:
    """Return the request with as many places as may be given anew; None if there are none.

    Who stays with a request that wants its helpers together has set the times.
    """
    request = town.index.requests.people[town.index.requests.row_of[request_id]]
    staying = _staying(town, hood, request_id)
    places = request.helpers_needed - len(staying)
    if places <= 0:
        return None
    value = value_of(request, town.index.policy.weights)
    opened = replace(request, helpers_needed=places, value=value)
    if request.together and staying:
        visits = town.standing.pairs[min(staying), request_id].visits
        return replace(opened, windows=windows_of(visits))
    return opened


def _solved(town: Town, work: Work, time_limit_s: float) -> Answer | None:
    """Solve the small problem and let the checker judge the answer."""
    if not work.offers:
        return None
    diary, known_as = town.index.diary, work.known_as

    def travel_min(earlier: Request, later: Request) -> int:
        return diary.travel_min(known_as.get(earlier.id, earlier), known_as.get(later.id, later))

    problem, candidates = small_town(work.offers, town.index.policy, travel_min)
    try:
        answer = solve(problem, candidates, gap=0, time_limit_s=time_limit_s)
    except InputError:
        return None
    faults = check_rules(problem, answer)
    if faults:
        raise RuntimeError(f"the solver broke a rule: {faults[0]}")
    return answer


def _changes(town: Town, hood: Hood, work: Work, answer: Answer) -> Changes:
    """Compare the answer with what stands; weeks with the same requests as before keep their times."""
    before = [
        item
        for helper_id in hood.helpers
        for item in town.standing.of_helper(helper_id)
        if _moves(town, hood, (helper_id, item.request_id))
    ]
    staying = [offer for offer in work.offers if offer.request.id in work.known_as]
    gain = answer.objective - _points(town, before, staying)
    if gain <= 0:
        return NOTHING_CHANGES
    after = {
        (item.helper_id, item.request_id): _made(
            work.free, work.places[item.helper_id, item.request_id], item
        )
        for item in answer.assignments
        if _STAYS not in item.request_id
    }
    gone = [(item.helper_id, item.request_id) for item in before]
    changed = {helper_id for helper_id, _ in set(gone) ^ set(after)}
    untouched = {pair for pair in gone if pair[0] not in changed}
    return Changes(
        gone=tuple(pair for pair in gone if pair not in after),
        new=tuple(item for pair, item in after.items() if pair not in untouched),
        gain=gain,
    )


def _made(free: Could, place: int, item: Assignment) -> Assignment:
    """Return a pair of the small problem with the town's parts of its score and its way."""
    way, row = free.distance_m[place], free.pairs.row[place]
    parts = parts_by_name(
        free.points.parts[place], item.score, is_given=bool(free.pairs.listed.has_score[row])
    )
    return replace(item, parts=parts, distance_m=None if np.isnan(way) else float(way))


def _points(town: Town, movable: list[Assignment], staying: list[Offer]) -> int:
    """Return the points of the weeks of the neighbourhood as they stand."""
    policy = town.index.policy
    counts: dict[str, int] = {}
    total = 0
    for helper_id, points in _each(town, movable, staying):
        total += points - policy.load_weight * counts.get(helper_id, 0)
        counts[helper_id] = counts.get(helper_id, 0) + 1
    return total


def _each(town: Town, movable: list[Assignment], staying: list[Offer]) -> Iterator[tuple[str, int]]:
    weights = town.index.policy.weights
    for item in movable:
        request = town.index.requests.people[town.index.requests.row_of[item.request_id]]
        yield item.helper_id, value_of(request, weights) + item.score
    for offer in staying:
        yield offer.helper.id, value_of(offer.request, weights) + offer.score
