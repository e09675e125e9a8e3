"""What can go wrong with the input of a match, said so that a person can mend it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing wrong with the input.

    Attributes:
        file: name of the file, or of the list a record came from ("helpers.csv").
        row: line number in that file, the header being line 1; 0 when the whole file is meant.
        column: the column, or "" when the whole row is meant.
        problem: what is there.
        expected: what should be there.
    """

    file: str
    row: int
    column: str
    problem: str
    expected: str

    def __str__(self) -> str:
        where = self.file
        if self.row:
            where += f", row {self.row}"
        if self.column:
            where += f", column {self.column}"
        return f"{where}: {self.problem}; expected {self.expected}"


class ClusterError(Exception):
    """The machines that were to solve cannot be used; its words say why, for whoever started the match."""


class InputError(ValueError):
    """The input cannot be matched; `faults` names everything that is wrong, all at once."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(sorted(faults))
        super().__init__("\n".join(str(fault) for fault in self.faults))


class LockError(InputError):
    """Locked pairs that cannot all be in one answer, found during the match, where rows are no longer known.

    Attributes:
        fault_of: the fault of each pair, by helper id and request id.
    """

    def __init__(self, fault_of: Mapping[tuple[str, str], Fault]) -> None:
        super().__init__(list(fault_of.values()))
        self.fault_of = dict(fault_of)

    def with_rows(self, rows: Mapping[tuple[str, str], int]) -> InputError:
        """Return the same with the line number of each pair, as far as it is known."""
        return InputError(
            [replace(fault, row=rows.get(pair, fault.row)) for pair, fault in self.fault_of.items()]
        )
