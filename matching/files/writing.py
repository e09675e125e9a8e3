"""Writing a problem as a folder of input files, which reads back as the same problem."""

from __future__ import annotations

import csv
import dataclasses
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from matching.files.pairs import PAIR_COLUMNS
from matching.files.people import HELPER_COLUMNS, REQUEST_COLUMNS, WEEKDAYS
from matching.files.policy import FILE as POLICY_FILE
from matching.files.travel import FILE as TRAVEL_FILE
from matching.pairing.problem import Helper, Pair, Policy, Problem, Request

Record = Helper | Request | Pair
# What a column is called in a record, and how it is written, where that differs from the record's own.
_FIELDS: Mapping[str, Callable[[Any], object]] = {
    "helper_id": lambda record: record.id if isinstance(record, Helper) else record.helper_id,
    "request_id": lambda record: record.id if isinstance(record, Request) else record.request_id,
    "max_distance_km": lambda record: _kilometres(record.max_distance_m),
    "skills": lambda record: _skills(record.skills),
    "relation": lambda record: record.relations,
}


def write_folder(problem: Problem, folder: Path) -> None:
    """Write helpers.csv and every other file of the format into a folder, which is made if need be."""
    folder.mkdir(parents=True, exist_ok=True)
    _write_records(folder / "helpers.csv", HELPER_COLUMNS.known, problem.helpers)
    _write_records(folder / "requests.csv", REQUEST_COLUMNS.known, problem.requests)
    _write_records(folder / "pairs.csv", PAIR_COLUMNS.known, problem.pairs)
    _write_windows(folder / "helper_times.csv", "helper_id", problem.helpers)
    _write_windows(folder / "request_times.csv", "request_id", problem.requests)
    (folder / POLICY_FILE).write_text(_toml(problem.policy), encoding="utf-8")
    if problem.travel_min is not None:
        _write_travel(folder / TRAVEL_FILE, problem.requests, problem.travel_min.tolist())


def _write_records(path: Path, columns: Sequence[str], records: Iterable[Record]) -> None:
    _write(path, columns, ([_cell(record, column) for column in columns] for record in records))


def _write(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([header, *rows])


def _cell(record: Record, column: str) -> str:
    value = _FIELDS[column](record) if column in _FIELDS else getattr(record, column)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ";".join(sorted(value)) if isinstance(value, frozenset) else str(value)


def _kilometres(metres: float | None) -> float | None:
    return None if metres is None else metres / 1000


def _skills(skills: Mapping[str, int] | frozenset[str]) -> frozenset[str]:
    if isinstance(skills, Mapping):
        return frozenset(f"{skill}:{level}" for skill, level in skills.items())
    return skills


def _write_windows(path: Path, id_column: str, people: Iterable[Helper | Request]) -> None:
    rows = (
        (person.id, WEEKDAYS[window.weekday], _clock(window.start_min), _clock(window.end_min))
        for person in people
        for window in person.windows
    )
    _write(path, (id_column, "weekday", "start", "end"), rows)


def _clock(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"


def _toml(policy: Policy) -> str:
    settings = dataclasses.asdict(policy)
    weights = settings.pop("weights")
    lines = [f"{key} = {_toml_value(value)}" for key, value in settings.items()]
    lines += ["", "[weights]"]
    lines += [f"{key} = {value}" for key, value in weights.items() if value is not None]
    return "\n".join(lines) + "\n"


def _toml_value(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return f'"{value}"' if isinstance(value, str) else str(value)


def _write_travel(path: Path, requests: Sequence[Request], travel_min: Sequence[Sequence[int]]) -> None:
    rows = (
        (start.id, end.id, minutes)
        for start, ways in zip(requests, travel_min, strict=True)
        for end, minutes in zip(requests, ways, strict=True)
    )
    _write(path, ("from_id", "to_id", "minutes"), rows)
