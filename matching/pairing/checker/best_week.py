"""The most points one helper's week can be worth at given prices, by depth-first search in compiled code.

Leaving a request out of a plan never makes it impossible, so a request worth nothing is never needed, plans
can be built request by request, and two requests that do not fit into one week never meet in a plan.

Where the search runs out of steps it answers with a number that no plan exceeds: what it found, or the
ceiling of what it did not look at. So every answer is a bound from above; the exact ones are marked.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from matching.pairing.checker.asked import Asked, Floats, Ints
from matching.pairing.checker.packing import FAILS, FITS, Week, finds_days, new_desk, pack
from matching.pairing.checker.starts import Starts
from matching.pairing.compiled import inner_kernel

Verdicts = npt.NDArray[np.int8]

DEEPEST = 48
LARGEST_MEMORY = 4_000
UNSEEN = 2
# How far back one looks for an option of the same kind; missing one only costs time.
KINDS_REMEMBERED = 64
NO_LIMIT = -1


class Wishes(NamedTuple):
    """The options of one helper: the `locked` first ones, then the others by falling gain.

    Attributes:
        gain: value and score less the price, in points; of the free ones above 0.
        minutes: of the helper's minutes a week; `limit` is their sum at most, `NO_LIMIT` for any.
        kind: options of one kind are alike in place and times, so that one can take the other's turn.
        locked: how many are in every plan.
        room: requests at most.
        load: points of the load cost.
    """

    gain: Floats
    minutes: Ints
    kind: Ints
    locked: int
    limit: int
    room: int
    load: float


class Found(NamedTuple):
    """What a search found.

    Attributes:
        most: no plan is worth more; minus infinity when the locked requests do not fit.
        is_exact: a plan is worth that much.
        steps: steps used.
    """

    most: float
    is_exact: bool
    steps: int


class _Levels(NamedTuple):
    """The stack of the search: on each level, what may be added to the plan, and how far that was tried.

    Attributes:
        pool: options of all levels, one level after the other.
        leader: for each entry of `pool`, where the first one of its kind stands on that level.
        start, end, at: of each level, in `pool`.
        total: gains of the plan on each level.
        minutes: of the plan on each level.
    """

    pool: Ints
    leader: Ints
    start: Ints
    end: Ints
    at: Ints
    total: Floats
    minutes: Ints


class _Hunt(NamedTuple):
    """All that the search of one week works with.

    Attributes:
        chosen: the options of the plan at hand, the locked ones first.
        memory: what is known of two options: a verdict of `pack`, or `UNSEEN`.
    """

    week: Week
    wishes: Wishes
    levels: _Levels
    chosen: Ints
    memory: Verdicts


@inner_kernel
def load_cost(load: float, count: int) -> float:
    """Return the points a plan of `count` requests loses."""
    return load * count * (count - 1) / 2


@inner_kernel
def ceiling(wishes: Wishes, pool: Ints, count: int) -> float:
    """Return the most that options of `pool` (by falling gain) can add to a plan of `count` requests."""
    added = 0.0
    for held in range(count, min(wishes.room, count + len(pool))):
        more = wishes.gain[pool[held - count]] - wishes.load * held
        if more <= 0:
            break
        added += more
    return added


@inner_kernel
def best_week(asked: Asked, starts: Starts, wishes: Wishes, edges: Ints, steps: int) -> tuple[Found, Ints]:
    """Search the plans of one helper.

    Returns:
        What was found, and the ways that only PROJ can tell, shape (n, 2); if there are any, the answer may
        be too high, and the search is to be repeated with these ways as `edges`.
    """
    held, size = wishes.locked, len(wishes.gain)
    deepest = max(held, min(wishes.room, held + DEEPEST, size))
    week = Week(asked, starts, new_desk(deepest, edges))
    chosen = np.arange(deepest + 1)  # at first the locked ones
    verdict = FITS if held == 0 else pack(week, chosen[:held])
    too_long = wishes.limit != NO_LIMIT and wishes.minutes[:held].sum() > wishes.limit
    found = Found(-np.inf, held > wishes.room or too_long or verdict == FAILS, 1)
    if not found.is_exact:
        size = size if wishes.room > 1 and size <= LARGEST_MEMORY else 0
        memory = np.full((size, size), UNSEEN, np.int8)
        found = _search(_Hunt(week, wishes, _levels(week, wishes), chosen, memory), steps)
        found = Found(found.most, found.is_exact and verdict == FITS, found.steps)
    return found, week.desk.blurred[: week.desk.blurred[-1, 0]].copy()


@inner_kernel
def _levels(week: Week, wishes: Wishes) -> _Levels:
    """Return the stack with its lowest level: every free option that fits alone."""
    held, free = wishes.locked, len(wishes.gain) - wishes.locked
    depth = max(1, min(wishes.room - held, free, DEEPEST)) + 1
    pool, at = np.zeros(depth * max(free, 1), np.int64), np.zeros(depth, np.int64)
    levels = _Levels(
        pool, pool.copy(), at, at.copy(), at.copy(), np.zeros(depth, np.float64), np.zeros(depth, np.int64)
    )
    levels.total[0], levels.minutes[0] = wishes.gain[:held].sum(), wishes.minutes[:held].sum()
    for option in range(held, len(wishes.gain)):
        minutes = levels.minutes[0] + wishes.minutes[option]
        in_time = wishes.limit == NO_LIMIT or minutes <= wishes.limit
        if in_time and finds_days(week.asked, week.starts, option):
            _append(levels, at[0], option, wishes)
    return levels


@inner_kernel
def _append(levels: _Levels, level: int, option: int, wishes: Wishes) -> None:
    """Put an option on top of a level, and find the first one of its kind there."""
    place = levels.end[level]
    levels.pool[place], levels.leader[place] = option, place
    for before in range(max(levels.start[level], place - KINDS_REMEMBERED), place):
        other = levels.pool[before]
        if wishes.kind[other] == wishes.kind[option] and wishes.minutes[other] == wishes.minutes[option]:
            levels.leader[place] = levels.leader[before]
            break
    levels.end[level] = place + 1


@inner_kernel
def _search(hunt: _Hunt, steps: int) -> Found:
    """Go through the plans: the best option first on every level, until nothing left can be better."""
    wishes, levels, chosen = hunt.wishes, hunt.levels, hunt.chosen
    # Not the literal 0, for which everything below would be compiled apart.
    level, left, is_sure = levels.at[0], steps, True
    best = _worth(hunt, level)
    while level >= 0:
        place, count = levels.at[level], wishes.locked + level
        if count >= wishes.room or _worth(hunt, level) + _rest(hunt, level) <= best:
            level -= 1
        elif left <= 0 or level + 1 >= len(levels.at):
            return Found(_open_ceiling(hunt, level, best), best > np.inf, steps - left)
        else:
            left -= 1
            levels.at[level] = place + 1
            # One that is alike but worth more may have been left out of this plan: then swap them.
            verdict = FAILS
            if levels.leader[place] == place:
                chosen[count] = levels.pool[place]
                verdict = _joins(hunt, count)
            if verdict != FAILS:
                is_sure = is_sure and verdict == FITS
                _climb(hunt, level, best)
                level += 1
                best = max(best, _worth(hunt, level))
    return Found(best, is_sure, steps - left)


@inner_kernel
def _worth(hunt: _Hunt, level: int) -> float:
    """Return the points of the plan that a level adds to."""
    return float(hunt.levels.total[level] - load_cost(hunt.wishes.load, hunt.wishes.locked + level))


@inner_kernel
def _rest(hunt: _Hunt, level: int) -> float:
    """Return the most that what is left on a level can add; below 0 when nothing is left."""
    pool = hunt.levels.pool[hunt.levels.at[level] : hunt.levels.end[level]]
    return float(ceiling(hunt.wishes, pool, hunt.wishes.locked + level)) if len(pool) else -1.0


@inner_kernel
def _open_ceiling(hunt: _Hunt, level: int, best: float) -> float:
    """Return the most that plans not yet looked at, or those looked at, can be worth."""
    for under in range(level + 1):
        best = max(best, _worth(hunt, under) + _rest(hunt, under))
    return best


@inner_kernel
def _joins(hunt: _Hunt, count: int) -> int:
    """Whether the last of the chosen fits beside the `count` before it, pairs first."""
    verdict = FITS
    for before in range(count):
        verdict = _go_together(hunt, hunt.chosen[before], hunt.chosen[count])
        if verdict == FAILS:
            return FAILS
    return verdict if count <= 1 else int(pack(hunt.week, hunt.chosen[: count + 1]))


@inner_kernel
def _go_together(hunt: _Hunt, one: int, other: int) -> int:
    """Whether two options fit into one week; the same request in two ways never does."""
    request, memory = hunt.week.starts.request, hunt.memory
    if request[one] == request[other]:
        return FAILS
    if len(memory) and memory[one, other] != UNSEEN:
        return int(memory[one, other])
    verdict = int(pack(hunt.week, np.array([one, other])))
    if len(memory):
        memory[one, other] = verdict
    return verdict


@inner_kernel
def _climb(hunt: _Hunt, level: int, best: float) -> None:
    """Fill the next level with what may join the plan after its newest option, if that could be worth it."""
    wishes, levels = hunt.wishes, hunt.levels
    newest, place, above = hunt.chosen[wishes.locked + level], levels.at[level] - 1, level + 1
    levels.start[above] = levels.end[above] = levels.at[above] = levels.end[level]
    levels.total[above] = levels.total[level] + wishes.gain[newest]
    levels.minutes[above] = levels.minutes[level] + wishes.minutes[newest]
    worth, more = _worth(hunt, above), wishes.room - wishes.locked - above
    for later in range(place + 1, levels.end[level] if more > 0 else 0):
        if later == place + 1 or more == 1:
            rest = ceiling(wishes, levels.pool[later : levels.end[level]], wishes.locked + above)
            if worth + rest <= best:
                return
        option = levels.pool[later]
        minutes = levels.minutes[above] + wishes.minutes[option]
        in_time = wishes.limit == NO_LIMIT or minutes <= wishes.limit
        # Of options that are alike the first one goes first, so behind the newest one others may lead.
        may_follow = levels.leader[later] >= place
        if in_time and may_follow and _go_together(hunt, newest, option) != FAILS:
            _append(levels, above, option, wishes)
            if more == 1 and wishes.locked + above == 1:
                return  # the best second request: all after it are worth less
