"""What the list of personal data says of a table: its personal columns, and whose rows they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from helpexchange.privacy.rules import Kept, Purpose


class Owner(NamedTuple):
    """How a row belongs to a person: `column` holds the id of a row of `table`, or of the person itself.

    Where rows of people of every kind stand in one table, `kind_column` says of which kind, and `table` is
    empty. Where `is_known` is True, `column` holds the person as an office knows them: as one, with all of
    their records.
    """

    column: str
    table: str = ""
    kind_column: str = ""
    is_known: bool = False


@dataclass(frozen=True, slots=True)
class PersonalTable:
    """The personal columns of a table, by purpose.

    Attributes:
        kept: when its days begin.
        columns: those that tell something of a person; the others are ids, states and counts.
        owner: whose rows they are; None where no single person owns them.
        shared: owners of rows that speak of two people; each gets them, and forgetting one leaves them.
        rows_go: True if forgetting takes the rows away; False empties the columns, and what is counted stays.
        stays: columns that are left when the person is forgotten: without a name they tell of nobody.
        others: columns that tell of somebody else too, such as staff; they are not given to the person.
        secrets: columns that would let others in; the person is told that there are some, not which.
    """

    kept: Kept
    columns: dict[Purpose, tuple[str, ...]]
    owner: Owner | None = None
    shared: tuple[Owner, ...] = ()
    rows_go: bool = False
    stays: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    secrets: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """All personal columns, in the order of the list."""
        return tuple(column for names in self.columns.values() for column in names)
