"""Reading travel_times.csv: minutes from one request to another, where the straight line lies."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from matching.distance import distances_m, travel_minutes
from matching.files.tables import Columns, Reading, Row, read_table
from matching.pairing.problem import Policy, Request

FILE = "travel_times.csv"
# A matrix grows with the square: 5,000 requests are 100 MB and half a minute of geodesics.
MOST_REQUESTS = 5_000
_COLUMNS = Columns(required=("from_id", "to_id", "minutes"))


def read_travel(reading: Reading, requests: Sequence[Request], policy: Policy) -> npt.NDArray[np.int32]:
    """Return minutes from request to request, shape (n, n), in the order of `requests`.

    A pair without a row takes the straight line with detour and speed of the policy, and 0 minutes when
    a place is unknown. There and back are two rows.
    """
    index_of = {request.id: index for index, request in enumerate(requests)}
    given: dict[tuple[int, int], int] = {}
    for row in read_table(reading, FILE, _COLUMNS, is_required=True):
        _read_row(row, index_of, given)
    if len(requests) > MOST_REQUESTS:
        reading.fault(FILE, 0, "", f"{len(requests)} requests", f"at most {MOST_REQUESTS} with a matrix")
        return np.zeros((0, 0), dtype=np.int32)
    minutes = _beeline_minutes(requests, policy)
    for (start, end), given_min in given.items():
        minutes[start, end] = given_min
    return minutes


def _read_row(row: Row, index_of: Mapping[str, int], given: dict[tuple[int, int], int]) -> None:
    """Add one row to the minutes given."""
    ends = [row.required(column, "a request_id of requests.csv") for column in ("from_id", "to_id")]
    for column, request_id in zip(("from_id", "to_id"), ends, strict=True):
        if request_id and request_id not in index_of:
            row.fault(column, f'"{request_id}" is unknown', "a request_id of requests.csv")
    minutes = _minutes(row)
    if not row.is_sound:
        return
    key = index_of[ends[0]], index_of[ends[1]]
    if key in given:
        row.fault("", "this way is given twice", "one row for each way")
    given[key] = minutes


def _minutes(row: Row) -> int:
    minutes = row.whole("minutes")
    if row.is_sound and (minutes is None or not 0 <= minutes <= 1440):  # noqa: PLR2004 - minutes of a day
        row.fault("minutes", f'"{row.text("minutes")}"', "whole minutes from 0 to 1440")
    return minutes or 0


def _beeline_minutes(requests: Sequence[Request], policy: Policy) -> npt.NDArray[np.int32]:
    places = np.array([(r.latitude, r.longitude) for r in requests], dtype=np.float64).reshape(-1, 2)
    minutes = np.zeros((len(requests), len(requests)), dtype=np.int32)
    for index, place in enumerate(places):
        metres = distances_m(np.broadcast_to(place, (index, 2)), places[:index])
        way = [
            0
            if math.isnan(way_m)
            else travel_minutes(way_m, detour=policy.detour, speed_kmh=policy.speed_kmh)
            for way_m in metres.tolist()
        ]
        minutes[index, :index] = minutes[:index, index] = way
    return minutes
