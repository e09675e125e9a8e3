"""Towns out of each other's reach, so that a problem has several connected parts."""

from dataclasses import replace

from matching.examples import Town, example_town
from matching.pairing.checks import build_problem
from matching.pairing.problem import Problem

_APART_DEGREES = 2.0


def islands(number: int, people: int) -> Problem:
    """Return so many towns of so many helpers and requests each; nobody helps from afar."""
    town = example_town(Town(helpers=people, requests=people, seed=3))
    helpers = [
        replace(one, id=f"{one.id}-{i}", latitude=_moved(one.latitude, i))
        for i in range(number)
        for one in town.helpers
    ]
    requests = [
        replace(one, id=f"{one.id}-{i}", latitude=_moved(one.latitude, i), remote=False)
        for i in range(number)
        for one in town.requests
    ]
    return build_problem(helpers=helpers, requests=requests, policy=town.policy)


def _moved(latitude: float | None, number: int) -> float | None:
    return None if latitude is None else latitude + _APART_DEGREES * number
