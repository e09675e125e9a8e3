"""From shares to whole plans: greedy, and the choice by mixed-integer programming."""

from matching.pairing.budget import Budget
from matching.pairing.choices import Choice, choice_starts
from matching.pairing.choosing import Chooser
from matching.pairing.finish import finish, lacks_together
from matching.pairing.generation import Generated
from matching.pairing.greedy import fill_up, take_in_order
from matching.pairing.packing import Option, WeekPacker
from matching.pairing.plans import HelperWeek

NOON = 12 * 60
AMPLE = Budget(1.0, lambda: 0.0)
USED_UP = Budget(0.0, lambda: 1.0)


def option(request: int, points: int, *, hours: tuple[int, ...] = (8,), locked: bool = False) -> Option:
    """One visit of an hour on Monday, starting at one of the hours."""
    starts = {0: tuple((hour * 60, hour * 60) for hour in hours)}
    return Option(request, points, 60, 1, 60, starts, locked)


def week(number: int, *options: Option, capacity: int = 2) -> HelperWeek:
    return HelperWeek(
        helper=number,
        options=options,
        capacity=capacity,
        most_minutes=600,
        load=0,
        packer=WeekPacker(options, grid_minutes=30, travel=lambda _a, _b: 0),
        locked=tuple(place for place, one in enumerate(options) if one.locked),
        room=capacity,
    )


def chooser(*weeks: HelperWeek, needed: list[int], together: tuple[int, ...] = ()) -> Chooser:
    return Chooser(
        weeks=weeks,
        needed=needed,
        together=[request in together for request in range(len(needed))],
        bonus=[0.0] * len(needed),
        seed=1,
    )


def served(choices: list[Choice]) -> list[tuple[int, tuple[int, ...]]]:
    return sorted((choice.week, choice.requests) for choice in choices)


def nothing_found(requests: int) -> Generated:
    return Generated(columns=[], shares=[], prices=[0.0] * requests)


def test_the_last_step_corrects_what_greed_got_wrong() -> None:
    # Greedy gives request 0 to the first helper, who is the only one for request 1.
    first = week(0, option(0, 50), option(1, 40), capacity=1)
    second = week(1, option(0, 45))
    both = chooser(first, second, needed=[1, 1])
    assert served(fill_up(both, [])) == [(0, (0,))]
    found = finish(both, nothing_found(2), gap=0, budget=AMPLE)
    assert served(found) == [(0, (1,)), (1, (0,))]


def test_without_time_greed_stands() -> None:
    first, second = week(0, option(0, 50), option(1, 40), capacity=1), week(1, option(0, 45))
    found = finish(chooser(first, second, needed=[1, 1]), nothing_found(2), gap=0, budget=USED_UP)
    assert served(found) == [(0, (0,))]


def test_greed_respects_order_places_and_locks() -> None:
    first = week(0, option(0, 10, hours=(8,)), option(1, 10, hours=(9,)))
    second = week(1, option(0, 90, hours=(8,)), option(1, 5, hours=(9,), locked=True))
    both = chooser(first, second, needed=[1, 1])
    ranked = [*both.variants(0, [(0, 1)]), *both.variants(0, [(0,)]), *both.variants(1, [(0, 1)])]
    taken = take_in_order(both, ranked)
    assert served(taken) == [(0, (0,))], "request 1 is locked to the other helper"
    assert served(fill_up(both, taken)) == [(0, (0,)), (1, (1,))]


def test_helpers_come_together_at_one_time_or_not_at_all() -> None:
    pairs = [week(0, option(0, 30, hours=(8, 10))), week(1, option(0, 30, hours=(10, 12)))]
    both = chooser(*pairs, needed=[2], together=(0,))
    found = finish(both, nothing_found(1), gap=0, budget=AMPLE)
    assert [choice_starts(pairs[choice.week], choice) for choice in found] == [{0: ((0, 600),)}] * 2
    apart = chooser(
        week(0, option(0, 30, hours=(8,))), week(1, option(0, 30, hours=(12,))), needed=[2], together=(0,)
    )
    assert finish(apart, nothing_found(1), gap=0, budget=AMPLE) == []


def test_a_lock_that_nobody_can_join_is_named() -> None:
    alone = chooser(week(0, option(0, 30, locked=True)), needed=[2], together=(0,))
    assert lacks_together(alone, finish(alone, nothing_found(1), gap=0, budget=AMPLE)) == [0]


def test_each_way_to_agree_is_a_choice_of_its_own() -> None:
    one = week(0, option(0, 30, hours=(8, 10)), option(1, 5, hours=(10,)))
    choices = chooser(one, needed=[2, 1], together=(0,)).variants(0, [(0, 1)])
    assert [choice.agreed for choice in choices] == [((0, ((0, 480),)),)], (
        "at ten the other request is in the way"
    )
    assert choice_starts(one, choices[0]) == {0: ((0, 480),), 1: ((0, 600),)}
