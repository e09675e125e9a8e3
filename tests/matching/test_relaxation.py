"""The relaxed worth: above all plans, and by the rule of docs/matching.md."""

from fractions import Fraction
from math import ceil

import numpy as np
from hypothesis import given, settings

from matching.pairing.parts import Part
from matching.pairing.relaxation import relaxed_worth
from matching.pairing.weeks import NO_LIMIT, Ints
from tests.matching.tiny_parts import best_worth, options_of, priced_parts

PricedPart = tuple[Part, Ints]


@settings(deadline=None, max_examples=40)
@given(priced_parts())
def test_no_plan_is_worth_more(priced_part: PricedPart) -> None:
    part, gains = priced_part
    weeks = np.arange(len(part.helper))
    relaxed = relaxed_worth(part, gains, part.weeks.load, weeks)
    for week in weeks.tolist():
        best = best_worth(part, gains, week)
        assert best is None or best <= relaxed[week]


@settings(deadline=None, max_examples=40)
@given(priced_parts())
def test_it_is_what_the_document_says(priced_part: PricedPart) -> None:
    part, gains = priced_part
    weeks = np.arange(len(part.helper))[::-1]
    relaxed = relaxed_worth(part, gains, part.weeks.load, weeks)
    assert relaxed.tolist() == [by_hand(part, gains.tolist(), week) for week in weeks.tolist()]


def by_hand(part: Part, gains: list[int], week: int) -> int:
    """Locked pairs, then by falling gain while there is room; or by gain a minute, the last in part."""
    weeks, load = part.weeks, part.weeks.load
    pairs = {int(weeks.request[option]): option for option in reversed(options_of(part, week))}
    locked = sorted({o for o in options_of(part, week) if weeks.locked[o]}, key=lambda o: -gains[o])
    locked = list({int(weeks.request[option]): option for option in reversed(locked)}.values())
    free = [option for request, option in pairs.items() if not weeks.locked[option] and gains[option] > 0]
    fixed = sum(gains[option] for option in locked) - load * len(locked) * (len(locked) - 1) // 2
    by_count, held = 0, len(locked)
    for option in sorted(free, key=lambda o: -gains[o]):
        if held < weeks.room[week] and gains[option] > load * held:
            by_count += gains[option] - load * held
            held += 1
    if weeks.most_minutes[week] >= NO_LIMIT:
        return fixed + by_count
    left = int(weeks.most_minutes[week]) - sum(int(weeks.minutes[option]) for option in locked)
    return fixed + min(by_count, _by_minutes(part, gains, free, left))


def _by_minutes(part: Part, gains: list[int], free: list[int], left: int) -> int:
    worth = Fraction(0)
    for option in sorted(free, key=lambda o: Fraction(-gains[o], max(1, int(part.weeks.minutes[o])))):
        share = min(Fraction(1), Fraction(left, max(1, int(part.weeks.minutes[option]))))
        worth += gains[option] * share
        left -= int(share * int(part.weeks.minutes[option]))
        if share < 1:
            break
    return ceil(worth)
