"""A first answer in whole numbers: take what goes together, then fill up every week."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from matching.pairing.choices import Choice
from matching.pairing.choosing import Chooser
from matching.pairing.packing import Plan


def take_in_order(chooser: Chooser, ranked: Iterable[Choice]) -> list[Choice]:
    """Take choices in the given order as long as they go together, one a helper.

    Requests that want their helpers together are left out: who could come depends on all of them at once.
    """
    places = _Places(chooser, ())
    taken: dict[int, Choice] = {}
    for choice in ranked:
        if choice.week not in taken and places.suffice_for(choice.week, choice.plan):
            places.give(choice.week, choice.plan)
            taken[choice.week] = choice
    return list(taken.values())


def fill_up(chooser: Chooser, taken: Sequence[Choice]) -> list[Choice]:
    """Add to each week, by falling points, what still fits and pays; locked pairs are always in.

    Weeks with times agreed between helpers stay as they are.
    """
    places = _Places(chooser, taken)
    of_week = {choice.week: choice for choice in taken}
    filled = []
    for index in range(len(chooser.weeks)):
        choice = of_week.get(index)
        if choice is None or not choice.agreed:
            plan = _filled(chooser, places, index, choice.plan if choice else chooser.weeks[index].locked)
            filled += chooser.variants(index, [plan])[:1]
        else:
            filled.append(choice)
    return filled


def _filled(chooser: Chooser, places: _Places, index: int, plan: Plan) -> Plan:
    week = chooser.weeks[index]
    by_points = sorted(
        range(len(week.options)), key=lambda position: (-week.options[position].points, position)
    )
    for position in by_points:
        pays = position not in plan and week.options[position].points > week.load * len(plan)
        grown = tuple(sorted({*plan, position}))
        if pays and places.suffice_for(index, (position,)) and week.allows(grown):
            places.give(index, (position,))
            plan = grown
    return plan


class _Places:
    """How many more helpers each request can take; locked pairs have theirs from the start."""

    def __init__(self, chooser: Chooser, taken: Iterable[Choice]) -> None:
        self._chooser = chooser
        self._left = list(chooser.needed)
        for week in chooser.weeks:
            for request in week.requests(week.locked):
                self._left[request] -= 1
        for choice in taken:
            self.give(choice.week, choice.plan)

    def suffice_for(self, index: int, plan: Plan) -> bool:
        together = self._chooser.together
        return all(self._left[request] > 0 and not together[request] for request in self._free(index, plan))

    def give(self, index: int, plan: Plan) -> None:
        for request in self._free(index, plan):
            self._left[request] -= 1

    def _free(self, index: int, plan: Plan) -> list[int]:
        week = self._chooser.weeks[index]
        return [week.options[position].request for position in plan if position not in week.locked]
