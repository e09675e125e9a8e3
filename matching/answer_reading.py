"""Reads an answer folder back, for judging it; every fault with file, row, column and what was expected."""

from __future__ import annotations

import csv
import json
import math
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from matching.answer_files import CERTIFICATE, PART_COLUMNS, PROPOSAL_COLUMNS, PROPOSALS, UNMATCHED
from matching.errors import Fault, InputError
from matching.pairing.answer import Answer, Assignment, MeetingPrice, Status, Visit
from matching.wording import WEEKDAY_CODES

_CLOCK = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d|24:00")
_START = re.compile(r"(?:mon|tue|wed|thu|fri|sat|sun) (?:[01]\d|2[0-3]):[0-5]\d")
_WHOLE = re.compile(r"-?\d{1,15}")
_METRES = re.compile(r"\d{1,9}(?:\.\d+)?")
Cells = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class StoredAnswer:
    """An answer as its folder tells it.

    Attributes:
        unmatched: request ids of unmatched.csv, in the file's order.
        certificate: certificate.json as it stands.
    """

    answer: Answer
    unmatched: tuple[str, ...]
    certificate: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class _Row:
    """One row of proposals.csv; `visit` is None when the pair has no times."""

    number: int
    visit: Visit | None
    score: int
    parts: Mapping[str, int]
    distance_m: float | None


def read_answer(folder: Path) -> StoredAnswer:
    """Read the answer that `write_answer` wrote.

    Raises:
        InputError: a file is missing or not what it should be; names every fault.
    """
    faults: list[Fault] = []
    assignments = _assignments(folder, faults)
    unmatched = tuple(row["request_id"] for _, row in _rows(folder, UNMATCHED, ("request_id",), faults))
    certificate = _certificate(folder, faults)
    answer = _answer(assignments, certificate, faults)
    if faults or answer is None:
        raise InputError(faults)
    return StoredAnswer(answer, unmatched, certificate)


def _text(folder: Path, name: str, faults: list[Fault]) -> str | None:
    try:
        return (folder / name).read_text(encoding="utf-8-sig")
    except OSError:
        faults.append(Fault(name, 0, "", "the file cannot be read", f"{name} of an answer"))
    except UnicodeDecodeError:
        faults.append(Fault(name, 0, "", "the file is not UTF-8", "UTF-8 text"))
    return None


def _rows(
    folder: Path, name: str, columns: tuple[str, ...], faults: list[Fault]
) -> Iterator[tuple[int, Cells]]:
    """Line number and cells by column of each row; none when a column is missing."""
    text = _text(folder, name, faults)
    if text is None:
        return
    table = csv.reader(text.splitlines(keepends=True))
    header = next(table, [])
    missing = [column for column in columns if column not in header]
    faults.extend(Fault(name, 1, column, "the column is missing", "this column") for column in missing)
    for cells in table if not missing else ():
        if len(cells) == len(header):
            yield table.line_num, dict(zip(header, cells, strict=True))
        elif cells:
            faults.append(Fault(name, table.line_num, "", f"{len(cells)} cells", f"{len(header)} cells"))


def _assignments(folder: Path, faults: list[Fault]) -> tuple[Assignment, ...]:
    """The proposals, sorted by request id, then helper id; rows of one pair put together."""
    pairs: dict[tuple[str, str], list[_Row]] = defaultdict(list)
    for number, cells in _rows(folder, PROPOSALS, PROPOSAL_COLUMNS, faults):
        row = _row(number, cells, faults)
        if row is not None:
            pairs[cells["request_id"], cells["helper_id"]].append(row)
    return tuple(
        _assignment(helper_id, request_id, rows, faults)
        for (request_id, helper_id), rows in sorted(pairs.items(), key=lambda entry: entry[0])
    )


def _assignment(helper_id: str, request_id: str, rows: list[_Row], faults: list[Fault]) -> Assignment:
    first = rows[0]
    for row in rows[1:]:
        if (row.score, row.parts, row.distance_m) != (first.score, first.parts, first.distance_m):
            expected = f"the same as in row {first.number}"
            faults.append(Fault(PROPOSALS, row.number, "score", "other points or distance", expected))
        if row.visit is None or first.visit is None:
            faults.append(
                Fault(PROPOSALS, row.number, "weekday", "the pair is there twice", "one row a visit")
            )
    return Assignment(
        helper_id=helper_id,
        request_id=request_id,
        visits=tuple(sorted(row.visit for row in rows if row.visit is not None)),
        score=first.score,
        parts=first.parts,
        distance_m=first.distance_m,
    )


def _row(number: int, cells: Cells, faults: list[Fault]) -> _Row | None:
    """The row in types, None when a cell is wrong."""
    wrong = [Fault(PROPOSALS, number, *fault) for fault in _wrong_cells(cells)]
    faults.extend(wrong)
    if wrong:
        return None
    return _Row(
        number=number,
        visit=_visit(cells),
        score=int(cells["score"]),
        parts={name: int(cells[name]) for name in PART_COLUMNS if cells[name]},
        distance_m=float(cells["distance_m"]) if cells["distance_m"] else None,
    )


def _wrong_cells(cells: Cells) -> Iterator[tuple[str, str, str]]:
    """Column, what is there and what was expected, of every cell that cannot be read."""
    if any(cells[column] for column in ("weekday", "start", "end")):
        if cells["weekday"] not in WEEKDAY_CODES:
            yield "weekday", repr(cells["weekday"]), "mon, tue, wed, thu, fri, sat or sun"
        for column in ("start", "end"):
            if not _CLOCK.fullmatch(cells[column]):
                yield column, repr(cells[column]), "HH:MM, at the latest 24:00"
    for column in ("score", *PART_COLUMNS):
        if (cells[column] or column == "score") and not _WHOLE.fullmatch(cells[column]):
            yield column, repr(cells[column]), "a whole number"
    if cells["distance_m"] and not _METRES.fullmatch(cells["distance_m"]):
        yield "distance_m", repr(cells["distance_m"]), "metres, 0 or more"


def _visit(cells: Cells) -> Visit | None:
    if not cells["weekday"]:
        return None
    start_min, end_min = _minutes(cells["start"]), _minutes(cells["end"])
    return Visit(WEEKDAY_CODES.index(cells["weekday"]), start_min, end_min)


def _minutes(clock: str) -> int:
    hours, minutes = clock.split(":")
    return int(hours) * 60 + int(minutes)


def _certificate(folder: Path, faults: list[Fault]) -> Mapping[str, object]:
    text = _text(folder, CERTIFICATE, faults)
    if text is None:
        return {}
    try:
        content = json.loads(text)
    except ValueError:
        content = None
    if isinstance(content, dict):
        return content
    faults.append(Fault(CERTIFICATE, 0, "", "this is no JSON object", "the certificate of an answer"))
    return {}


def _answer(
    assignments: tuple[Assignment, ...], certificate: Mapping[str, object], faults: list[Fault]
) -> Answer | None:
    wrong = [Fault(CERTIFICATE, 0, *fault) for fault in _wrong_entries(certificate)] if certificate else []
    faults.extend(wrong)
    if wrong or not certificate:
        return None
    prices = certificate["prices"]
    return Answer(
        assignments=assignments,
        objective=int(_number(certificate, "objective")),
        bound=_number(certificate, "bound"),
        prices={key: float(price) for key, price in prices.items()} if isinstance(prices, dict) else {},
        status=Status(str(certificate["status"])),
        seconds=_number(certificate, "seconds"),
        meeting_prices=tuple(_meeting_price(entry) for entry in _entries(certificate)),
    )


def _entries(certificate: Mapping[str, object]) -> list[Mapping[str, object]]:
    """The prices of meetings; an answer without any may leave them out."""
    entries = certificate.get("meeting_prices", [])
    return entries if isinstance(entries, list) else []


def _meeting_price(entry: Mapping[str, object]) -> MeetingPrice:
    starts = entry["starts"] if isinstance(entry["starts"], list) else []
    moments = [(WEEKDAY_CODES.index(start[:3]), _minutes(start[4:])) for start in starts]
    return MeetingPrice(
        str(entry["request_id"]), str(entry["helper_id"]), tuple(moments), _number(entry, "price")
    )


def _is_meeting_price(entry: object) -> bool:
    """Whether an entry of the certificate names a request, a helper, starts and a price."""
    if not isinstance(entry, dict) or not _is_number(entry.get("price")):
        return False
    starts = entry.get("starts")
    named = isinstance(entry.get("request_id"), str) and isinstance(entry.get("helper_id"), str)
    return named and isinstance(starts, list) and all(_START.fullmatch(str(start)) for start in starts)


def _wrong_entries(certificate: Mapping[str, object]) -> Iterator[tuple[str, str, str]]:
    if not isinstance(certificate.get("objective"), int):
        yield "objective", repr(certificate.get("objective")), "a whole number"
    for name in ("bound", "gap", "seconds", "gap_wanted"):
        if not _is_number(certificate.get(name)):
            yield name, repr(certificate.get(name)), "a number"
    if certificate.get("status") not in [status.value for status in Status]:
        yield "status", repr(certificate.get("status")), ", ".join(Status)
    prices = certificate.get("prices")
    if not isinstance(prices, dict) or not all(_is_number(price) for price in prices.values()):
        yield "prices", "not a number for each request", "a price for every request id"
    meetings = certificate.get("meeting_prices", [])
    if not isinstance(meetings, list) or not all(_is_meeting_price(entry) for entry in meetings):
        expected = 'request_id, helper_id, starts such as "tue 14:00" and a price'
        yield "meeting_prices", "not prices of meetings", expected
    if not isinstance(certificate.get("sha256"), dict):
        yield "sha256", repr(certificate.get("sha256")), "a hash for each input file"


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _number(certificate: Mapping[str, object], name: str) -> float:
    value = certificate[name]
    return float(value) if isinstance(value, int | float) else math.nan
