"""Reading a folder of input files into a checked problem; the format is described in docs/input-files.md."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from matching.errors import Fault, InputError
from matching.files.pairs import read_pairs
from matching.files.people import (
    HELPER_COLUMNS,
    REQUEST_COLUMNS,
    helper_of,
    read_windows,
    request_of,
    with_windows,
)
from matching.files.policy import read_policy
from matching.files.tables import Reading, collect, read_table
from matching.files.travel import FILE as TRAVEL_FILE
from matching.files.travel import read_travel
from matching.pairing.checks import Rows, build_problem, record_faults
from matching.pairing.problem import Helper, Pair, Policy, Problem, Request, Travel

__all__ = ["FolderInput", "read_folder"]


@dataclass(frozen=True, slots=True, kw_only=True)
class FolderInput:
    """A folder that was read.

    Attributes:
        problem: the checked problem.
        warnings: columns and files that are unknown or not used and were left out.
        sha256: hexadecimal digest of each file that was read, by file name.
        pair_rows: line number in pairs.csv by helper id and request id.
    """

    problem: Problem
    warnings: tuple[Fault, ...]
    sha256: Mapping[str, str]
    pair_rows: Mapping[tuple[str, str], int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Records:
    """The sound records of a folder, with their line numbers."""

    helpers: Sequence[Helper]
    requests: Sequence[Request]
    pairs: Sequence[Pair]
    policy: Policy
    rows: Rows


def read_folder(path: str | Path) -> FolderInput:
    """Read and check a folder with helpers.csv and requests.csv.

    helper_times.csv, request_times.csv, pairs.csv and policy.toml are read if they are there, and with
    `travel = "matrix"` travel_times.csv as well.

    Raises:
        InputError: names file, row, column and what was expected for everything wrong in all files.
    """
    reading = Reading(Path(path))
    records = _read_records(reading)
    travel_min = _travel_minutes(reading, records)
    if reading.faults:
        _refuse(reading, records)
    problem = build_problem(
        helpers=records.helpers,
        requests=records.requests,
        pairs=records.pairs,
        policy=records.policy,
        travel_min=travel_min,
        rows=records.rows,
    )
    pairs = zip(records.pairs, records.rows.pairs, strict=True)
    return FolderInput(
        problem=problem,
        warnings=tuple(reading.warnings),
        sha256=dict(reading.sha256),
        pair_rows={(pair.helper_id, pair.request_id): row for pair, row in pairs},
    )


def _read_records(reading: Reading) -> _Records:
    if not reading.folder.is_dir():
        raise InputError(
            [Fault(str(reading.folder), 0, "", "there is no such folder", "a folder with helpers.csv")]
        )
    policy = read_policy(reading)
    helpers = collect(read_table(reading, "helpers.csv", HELPER_COLUMNS, is_required=True), helper_of)
    requests = collect(read_table(reading, "requests.csv", REQUEST_COLUMNS, is_required=True), request_of)
    # Rows with faults count as known here: one slip must not make every row that points to it a fault.
    helper_ids = {helper.id for helper, _, _ in helpers}
    request_ids = {request.id for request, _, _ in requests}
    helper_windows = read_windows(reading, "helper_times.csv", "helper_id", helper_ids)
    request_windows = read_windows(reading, "request_times.csv", "request_id", request_ids)
    pairs = read_pairs(reading, "pairs.csv", helper_ids, request_ids)
    return _Records(
        helpers=[with_windows(helper, helper_windows) for helper, _, is_sound in helpers if is_sound],
        requests=[with_windows(request, request_windows) for request, _, is_sound in requests if is_sound],
        pairs=[pair for pair, _ in pairs],
        policy=policy,
        rows=Rows(
            helpers=[line for _, line, is_sound in helpers if is_sound],
            requests=[line for _, line, is_sound in requests if is_sound],
            pairs=[line for _, line in pairs],
        ),
    )


def _travel_minutes(reading: Reading, records: _Records) -> npt.NDArray[np.int32] | None:
    if records.policy.travel is Travel.MATRIX:
        return read_travel(reading, records.requests, records.policy)
    if (reading.folder / TRAVEL_FILE).is_file():
        expected = 'travel = "matrix" in policy.toml'
        reading.warnings.append(Fault(TRAVEL_FILE, 0, "", "the file is not used", expected))
    return None


def _refuse(reading: Reading, records: _Records) -> None:
    """Raise what reading has found together with what is wrong with the records that could be read."""
    helper_ids = {helper.id for helper in records.helpers}
    request_ids = {request.id for request in records.requests}
    whole = [
        index
        for index, pair in enumerate(records.pairs)
        if pair.helper_id in helper_ids and pair.request_id in request_ids
    ]
    more = record_faults(
        helpers=records.helpers,
        requests=records.requests,
        pairs=[records.pairs[index] for index in whole],
        policy=records.policy,
        rows=replace(records.rows, pairs=[records.rows.pairs[index] for index in whole]),
    )
    raise InputError([*reading.faults, *more])
