"""Building a problem: everything that is wrong with the input is found before anything is matched."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from operator import attrgetter
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from matching.errors import Fault, InputError
from matching.pairing.checks.locks import lock_faults
from matching.pairing.checks.pairs import pair_faults, pair_spots
from matching.pairing.checks.people import helper_faults, request_faults
from matching.pairing.checks.places import swap_faults
from matching.pairing.checks.policy import policy_faults, size_faults, travel_faults
from matching.pairing.checks.spots import Rows
from matching.pairing.problem import Helper, Pair, Policy, Problem, Request
from matching.periods import join_windows

__all__ = ["Rows", "build_problem", "record_faults"]

Person = TypeVar("Person", Helper, Request)
_NO_ROWS = Rows()
_DEFAULT_POLICY = Policy()


def build_problem(
    *,
    helpers: Sequence[Helper],
    requests: Sequence[Request],
    pairs: Sequence[Pair] = (),
    policy: Policy = _DEFAULT_POLICY,
    travel_min: npt.NDArray[np.int32] | None = None,
    rows: Rows = _NO_ROWS,
) -> Problem:
    """Check the input and put it into its one order: sorted by id, windows joined.

    Args:
        helpers: in any order; ids once each.
        requests: likewise.
        pairs: at most one for each helper and request.
        policy: how to match.
        travel_min: minutes from request i to request j, in the order of `requests` as given;
            only with `Travel.MATRIX`.
        rows: line numbers of the records, for faults that name them.

    Raises:
        InputError: names everything that is wrong, all at once. Only whether locked pairs can stand is
            looked at last, in an input that is otherwise right.
    """
    _refuse(
        [
            *record_faults(helpers=helpers, requests=requests, pairs=pairs, policy=policy, rows=rows),
            *travel_faults(requests, policy, travel_min),
        ]
    )
    problem = _in_order(helpers, requests, pairs, policy, travel_min)
    spots = {
        (pair.helper_id, pair.request_id): spot
        for pair, spot in zip(pairs, pair_spots(pairs, rows), strict=True)
    }
    _refuse([*lock_faults(problem, spots)])
    return problem


def record_faults(
    *,
    helpers: Sequence[Helper],
    requests: Sequence[Request],
    pairs: Sequence[Pair],
    policy: Policy,
    rows: Rows,
) -> Iterator[Fault]:
    """Yield everything wrong with the records and the policy, but for travel times and locked pairs."""
    yield from helper_faults(helpers, rows)
    yield from request_faults(requests, rows)
    yield from swap_faults(helpers, requests, rows)
    yield from pair_faults(helpers, requests, pairs, rows)
    yield from policy_faults(policy)
    yield from size_faults(helpers, requests, pairs, policy)


def _refuse(faults: Sequence[Fault]) -> None:
    if faults:
        raise InputError(faults)


def _in_order(
    helpers: Sequence[Helper],
    requests: Sequence[Request],
    pairs: Sequence[Pair],
    policy: Policy,
    travel_min: npt.NDArray[np.int32] | None,
) -> Problem:
    order = sorted(range(len(requests)), key=lambda index: requests[index].id)
    return Problem(
        helpers=tuple(_joined(helper) for helper in sorted(helpers, key=attrgetter("id"))),
        requests=tuple(_joined(requests[index]) for index in order),
        pairs=tuple(sorted(pairs, key=attrgetter("request_id", "helper_id"))),
        policy=policy,
        travel_min=None if travel_min is None else travel_min[np.ix_(order, order)].astype(np.int32),
    )


def _joined(person: Person) -> Person:
    return replace(person, windows=join_windows(person.windows)) if person.windows else person
