"""The weeks of many helpers as arrays: every option, its points, its possible starts, and the limits."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Bools = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]

# Stands for "no limit" where minutes are compared: above any sum of them.
NO_LIMIT = 1 << 60


class Weeks(NamedTuple):
    """Helpers and what each could do; one row an option, the options of one helper side by side.

    An option is a request at any of its possible starts. A request whose helpers come together gives one
    option for each time at which they could, because they must agree on it.

    Attributes:
        first: where the options of each week begin, shape (weeks + 1,).
        request: index of the option's request, ascending in each week, shape (options,), like the next eight.
        points: value of the request plus score of the pair.
        minutes: what it takes of the helper's minutes a week.
        visits: visits a week, each of `visit_minutes`.
        visit_minutes: see `visits`.
        time: number of the agreed time of a request with `together`, -1 for others.
        timed: False when neither side has windows, so that nothing enters the calendar.
        locked: whether the pair must be in the answer.
        spare_days: weekdays with a possible start, less the visits; the fewer, the harder to place.
        stretch_first: where the stretches of option i on weekday d begin: at row 7 * i + d.
        stretch_from, stretch_to: first and last start of a stretch, both included, minutes after midnight.
        room: no plan has more requests than this, shape (weeks,), like the next two.
        most_minutes: minutes of visits a week at most; `NO_LIMIT` for none.
        musts: how many requests are locked to the helper.
        load: points of the load cost, see `Weights.load`.
        grid_minutes: every visit starts at a multiple of this.
    """

    first: Ints
    request: npt.NDArray[np.int32]
    points: Ints
    minutes: npt.NDArray[np.int32]
    visits: npt.NDArray[np.int8]
    visit_minutes: npt.NDArray[np.int16]
    time: npt.NDArray[np.int32]
    timed: Bools
    locked: Bools
    spare_days: npt.NDArray[np.int8]
    stretch_first: Ints
    stretch_from: npt.NDArray[np.int16]
    stretch_to: npt.NDArray[np.int16]
    room: Ints
    most_minutes: Ints
    musts: Ints
    load: int
    grid_minutes: int
