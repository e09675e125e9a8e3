"""CSV tables with typed cells: every cell that cannot be read becomes a fault, and reading goes on."""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from matching.errors import Fault

Word = TypeVar("Word", bound=StrEnum)
Record = TypeVar("Record")

# Eighteen digits fit into 64 bits; Python alone would read thousands.
_WHOLE = re.compile(r"[+-]?[0-9]{1,18}")
_NUMBER = re.compile(r"[+-]?([0-9]{1,18}\.?[0-9]{0,30}|\.[0-9]{1,30})([eE][+-]?[0-9]{1,3})?")
_YES_NO = {"yes": True, "no": False}


@dataclass
class Reading:
    """What reading one folder has found so far.

    Attributes:
        faults: everything wrong; with one or more of them nothing is matched.
        warnings: what was left out although it is no fault.
        sha256: hexadecimal digest of each file that was read, by file name.
    """

    folder: Path
    faults: list[Fault] = field(default_factory=list)
    warnings: list[Fault] = field(default_factory=list)
    sha256: dict[str, str] = field(default_factory=dict)

    def fault(self, file: str, row: int, column: str, problem: str, expected: str) -> None:
        """Note something wrong."""
        self.faults.append(Fault(file, row, column, problem, expected))

    def text(self, file: str) -> str | None:
        """Return the text of a file, or None if it is absent or no UTF-8 (then a fault is noted)."""
        path = self.folder / file
        if not path.is_file():
            return None
        content = path.read_bytes()
        self.sha256[file] = hashlib.sha256(content).hexdigest()
        try:
            return content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = content[: error.start].count(b"\n") + 1
            self.fault(
                file, line, "", f"the byte 0x{content[error.start]:02x} is no UTF-8", "a file saved as UTF-8"
            )
            return None


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of one file."""

    required: tuple[str, ...]
    optional: tuple[str, ...] = ()

    @property
    def known(self) -> tuple[str, ...]:
        """Every column that is read."""
        return self.required + self.optional


class Row:
    """One row of a table. Cells are read by column; a fault makes the row unsound but not the reading."""

    __slots__ = ("_cells", "_file", "_reading", "_where", "is_sound", "line")

    def __init__(
        self, reading: Reading, file: str, where: dict[str, int], line: int, cells: Sequence[str]
    ) -> None:
        self._reading, self._file, self._where, self._cells = reading, file, where, cells
        self.line = line
        self.is_sound = True

    def fault(self, column: str, problem: str, expected: str) -> None:
        """Note a fault of this row."""
        self.is_sound = False
        self._reading.fault(self._file, self.line, column, problem, expected)

    def text(self, column: str) -> str:
        """Return the cell without spaces around it; "" if it is empty or the column absent."""
        index = self._where.get(column)
        return "" if index is None else self._cells[index].strip()

    def required(self, column: str, expected: str) -> str:
        """Return the cell, which must not be empty."""
        text = self.text(column)
        if not text:
            self.fault(column, "the cell is empty", expected)
        return text

    def whole(self, column: str) -> int | None:
        """Return a whole number, or None for an empty cell."""
        text = self.text(column)
        if not text or _WHOLE.fullmatch(text):
            return int(text) if text else None
        self.fault(column, f'"{text}"', "a whole number such as 2")
        return None

    def number(self, column: str) -> float | None:
        """Return a number with a decimal point, or None for an empty cell."""
        text = self.text(column)
        if not text or _NUMBER.fullmatch(text):
            return float(text) if text else None
        self.fault(column, f'"{text}"', "a number such as 51.5")
        return None

    def items(self, column: str) -> tuple[str, ...]:
        """Return the items of a list, separated by `;`, without empty ones."""
        text = self.text(column)
        return tuple(item.strip() for item in text.split(";") if item.strip()) if text else ()

    def words(self, column: str) -> frozenset[str]:
        """Return the items of a list as a set."""
        return frozenset(self.items(column))

    def choices(self, column: str, words: type[Word]) -> frozenset[Word]:
        """Return the items of a list, each of which must be one of `words`."""
        return frozenset(found for item in self.items(column) if (found := self._choice(column, item, words)))

    def choice(self, column: str, words: type[Word]) -> Word | None:
        """Return one of `words`, or None for an empty cell."""
        text = self.text(column)
        return self._choice(column, text, words) if text else None

    def _choice(self, column: str, text: str, words: type[Word]) -> Word | None:
        try:
            return words(text)
        except ValueError:
            self.fault(column, f'"{text}"', "one of " + ", ".join(words))
            return None

    def yes(self, column: str) -> bool:
        """Return whether the cell says yes; an empty one says no."""
        text = self.text(column).lower()
        if text and text not in _YES_NO:
            self.fault(column, f'"{text}"', "yes or no")
        return _YES_NO.get(text, False)


def read_table(reading: Reading, file: str, columns: Columns, *, is_required: bool = False) -> Iterator[Row]:
    """Yield the rows of a CSV file in the folder; an absent file has none.

    Args:
        reading: collects faults and warnings.
        file: name of the file.
        columns: which columns it has.
        is_required: whether it is a fault if the file is absent.
    """
    text = reading.text(file)
    if text is None:
        if is_required and file not in reading.sha256:
            reading.fault(file, 0, "", "there is no such file in the folder", f"a CSV file {file}")
        return
    records = _records(reading, file, text)
    _, header = next(records, (1, ()))
    where = _header(reading, file, header, columns)
    if where is not None:
        yield from _rows(reading, file, where, len(header), records)


def _records(reading: Reading, file: str, text: str) -> Iterator[tuple[int, Sequence[str]]]:
    """Yield line number and cells of each record that is not blank."""
    records = csv.reader(io.StringIO(text, newline=""), strict=True)
    line = 1
    try:
        for cells in records:
            if any(cells):
                yield line, cells
            line = records.line_num + 1
    except csv.Error as error:
        reading.fault(
            file, line, "", f"no CSV from here on ({error})", 'cells separated by commas, quoted with "'
        )


def _header(reading: Reading, file: str, header: Sequence[str], columns: Columns) -> dict[str, int] | None:
    """Return the position of each known column; None, and faults, if the file cannot be read."""
    names = [name.strip() for name in header]
    expected = "columns separated by commas: " + ", ".join(columns.known)
    if len(names) == 1 and ";" in names[0]:
        reading.fault(file, 1, "", "columns are separated by semicolons", expected)
        return None
    _note_unknown(reading, file, names, columns)
    missing = [name for name in columns.required if name not in names]
    doubled = sorted({name for name in names if name in columns.known and names.count(name) > 1})
    for name in missing:
        reading.fault(file, 1, name, "the column is missing", expected)
    for name in doubled:
        reading.fault(file, 1, name, "the column stands here twice", "each column once")
    return None if missing or doubled else {name: index for index, name in enumerate(names)}


def _note_unknown(reading: Reading, file: str, names: Sequence[str], columns: Columns) -> None:
    for name in names:
        if name not in columns.known:
            expected = "one of " + ", ".join(columns.known)
            reading.warnings.append(Fault(file, 1, name, "the column is unknown and left out", expected))


def _rows(
    reading: Reading,
    file: str,
    where: dict[str, int],
    width: int,
    records: Iterator[tuple[int, Sequence[str]]],
) -> Iterator[Row]:
    for line, cells in records:
        if len(cells) == width:
            yield Row(reading, file, where, line, cells)
        else:
            reading.fault(file, line, "", f"{len(cells)} cells", f"{width} cells, as in the header")


def collect(rows: Iterator[Row], record_of: Callable[[Row], Record]) -> list[tuple[Record, int, bool]]:
    """Return the record of each row, its line number, and whether it is sound: without faults."""
    found = ((record_of(row), row) for row in rows)
    return [(record, row.line, row.is_sound) for record, row in found]
