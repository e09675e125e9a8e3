"""The hard rules of one pair, compiled, for asking them of a whole town in less than a millisecond.

They are those of `rules.py`; distance is only judged roughly here (nobody within reach is left out), because
the geodesic costs more than everything else together. Places stand on the unit sphere.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from matching.pairing.compiled import inner_kernel, kernel

Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Masks = npt.NDArray[np.uint64]


class Side(NamedTuple):
    """Helpers or requests, one row each, as the kernel reads them.

    Attributes:
        skills, checks: what the helper has or the request needs as bits, shape (n, words).
        kinds: bits of `HelperKind`: the helper's own, or those that may come.
        visits: requests the helper takes at most, or visits a week of the request.
        minutes: minutes a week the helper gives (infinity for no limit) or the request takes.
        places: on the unit sphere, shape (n, 3); NaN when unknown.
        reach: square of the furthest chord the person accepts.
        is_present: for requests whether distance counts; True for helpers.
        has_windows: False means any time.
        windows_from, windows_to: rows of `windows`; a person free at any time has seven of them.
        windows: weekday, start and end in minutes after midnight, shape (m, 3).
        visit_minutes: of a request; 0 for helpers.
    """

    skills: Masks
    checks: Masks
    kinds: npt.NDArray[np.uint8]
    visits: Ints
    minutes: Floats
    places: Floats
    reach: Floats
    is_present: Bools
    has_windows: Bools
    windows_from: Ints
    windows_to: Ints
    windows: npt.NDArray[np.int32]
    visit_minutes: Ints


@kernel
def possible_helpers(
    helpers: Side, requests: Side, helper: Ints, request: int, grid_minutes: int
) -> tuple[Ints, Floats]:
    """Return who of `helper` could serve the request, in the same order, and the square of each chord."""
    able = _able(helpers, requests, helper, request, True)  # noqa: FBT003
    return _near_and_free(helpers, requests, able, request, requests, request, grid_minutes)


@kernel
def possible_requests(
    helpers: Side, requests: Side, helper: int, request: Ints, grid_minutes: int
) -> tuple[Ints, Floats]:
    """Return which of `request` the helper could serve, in the same order, and the square of each chord."""
    able = _able(requests, helpers, request, helper, False)  # noqa: FBT003
    return _near_and_free(requests, helpers, able, helper, requests, -1, grid_minutes)


# The arrays of a side are taken out of it before each loop: taken out inside, they cost thirty times as much.


@inner_kernel
def _able(many: Side, other: Side, rows: Ints, at: int, many_are_helpers: bool) -> Ints:  # noqa: FBT001
    """Return the rows of `many` that suit row `at` by skills, checks, kind, minutes, and taking requests."""
    skills, checks, kinds, visits, minutes = many.skills, many.checks, many.kinds, many.visits, many.minutes
    our_skills, our_checks = other.skills[at], other.checks[at]
    our_kinds, our_minutes, our_visits = other.kinds[at], other.minutes[at], other.visits[at]
    found = np.empty(len(rows), dtype=np.int64)
    count = 0
    for row in rows:
        is_able = (kinds[row] & our_kinds) != 0 and visits[row] > 0 and our_visits > 0
        is_able &= our_minutes <= minutes[row] if many_are_helpers else minutes[row] <= our_minutes
        for word in range(len(our_skills)):
            has, needs = skills[row, word], our_skills[word]
            is_able &= ((needs & ~has) if many_are_helpers else (has & ~needs)) == 0
        for word in range(len(our_checks)):
            has, needs = checks[row, word], our_checks[word]
            is_able &= ((needs & ~has) if many_are_helpers else (has & ~needs)) == 0
        if is_able:
            found[count] = row
            count += 1
    return found[:count]


@inner_kernel
def _near_and_free(  # noqa: PLR0917 - compiled functions take no keywords
    many: Side, other: Side, rows: Ints, at: int, requests: Side, request: int, grid_minutes: int
) -> tuple[Ints, Floats]:
    """Keep the rows of `many` near row `at` with days enough; `request` is -1 where the rows are requests."""
    places, reach, present = many.places, many.reach, requests.is_present
    x, y, z = other.places[at]
    our_reach = other.reach[at]
    found, squares = np.empty(len(rows), dtype=np.int64), np.empty(len(rows), dtype=np.float64)
    count = 0
    for row in rows:
        square = (places[row, 0] - x) ** 2 + (places[row, 1] - y) ** 2 + (places[row, 2] - z) ** 2
        asked = row if request < 0 else request
        # An unknown place (NaN) is not near.
        if not present[asked] or square <= min(reach[row], our_reach):
            days = requests.visits[asked], requests.visit_minutes[asked]
            if _is_free(many, other, row, at, days, grid_minutes):
                found[count], squares[count] = row, square
                count += 1
    return found[:count], squares[:count]


@inner_kernel
def _is_free(  # noqa: PLR0917
    many: Side, other: Side, row: int, at: int, asked: tuple[int, int], grid_minutes: int
) -> bool:
    """Whether the visits, so many of so many minutes, fit on different days into the times both have."""
    visits, visit_minutes = asked
    if not (many.has_windows[row] or other.has_windows[at]):
        return True
    mine, theirs = many.windows, other.windows
    days = 0
    for i in range(many.windows_from[row], many.windows_to[row]):
        for j in range(other.windows_from[at], other.windows_to[at]):
            if mine[i, 0] == theirs[j, 0]:
                start, end = max(mine[i, 1], theirs[j, 1]), min(mine[i, 2], theirs[j, 2])
                on_grid = (start + grid_minutes - 1) // grid_minutes * grid_minutes
                if on_grid + visit_minutes <= end:
                    days |= 1 << mine[i, 0]
    count = 0
    while days:
        days &= days - 1
        count += 1
    return count >= visits
