"""A made-up part that every loop has something to do for, so that all are at hand before it matters."""

from __future__ import annotations

import numpy as np

from matching.pairing.knapsack.plain_part import PlainPart

_HELPERS, _REQUESTS, _MINUTES = 3, 7, 60


def hamlet() -> PlainPart:
    """Return three helpers with time for two or three of seven requests each."""
    helper, request = (column.ravel() for column in np.indices((_HELPERS, _REQUESTS)))
    rank = np.arange(_REQUESTS, 0, -1)
    return PlainPart(
        starts=np.arange(_HELPERS + 1) * _REQUESTS,
        option=np.arange(_HELPERS * _REQUESTS),
        helper=helper,
        request=request,
        points=100 + 7 * helper * request % 11,
        minutes=20 + (5 * helper + 9 * request) % 23,
        width=np.full(_HELPERS, _MINUTES),
        room=np.full(_HELPERS, _REQUESTS),
        needed=np.ones(_REQUESTS, dtype=np.int64),
        least_price=np.zeros(_REQUESTS, dtype=np.int64),
        bonus=rank / (1 + rank.sum()),
        load=0,
        locked=np.zeros(0, dtype=np.int64),
        locked_points=0,
    )
