"""Helpers and requests as rows that can be added, replaced and taken out one at a time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, replace
from typing import Any, Generic, TypeVar

import numpy as np

from matching.distance import furthest_chord, unit_vectors
from matching.pairing.columns import (
    KIND_ORDER,
    Bools,
    HelperColumns,
    Ints,
    RequestColumns,
    helper_columns,
    request_columns,
)
from matching.pairing.problem import Helper, Request
from matching.pairing.ranking.kernel import Masks, Side
from matching.periods import ANY_TIME

Person = TypeVar("Person", Helper, Request)
AnyColumns = TypeVar("AnyColumns", HelperColumns, RequestColumns)
_BITS_PER_WORD = 64
# Rows of windows that nobody owns any more are cleared away once they are this many, and the most.
_MOST_STALE_WINDOWS = 10_000


class Words:
    """Skills, languages and checks by number; a word once learnt keeps its number."""

    def __init__(self) -> None:
        self.skills: dict[str, int] = {}
        self.languages: dict[str, int] = {}
        self.checks: dict[str, int] = {}

    def learn(self, people: Iterable[Helper | Request]) -> None:
        """Give a number to every new word."""
        for person in people:
            wished = person.wished_skills if isinstance(person, Request) else ()
            _number(self.skills, (*person.skills, *wished))
            _number(self.languages, person.languages)
            _number(self.checks, person.checks)

    def sizes(self) -> tuple[int, int, int]:
        """Return how many words of each sort are known."""
        return len(self.skills), len(self.languages), len(self.checks)


def _number(known: dict[str, int], words: Iterable[str]) -> None:
    for word in sorted(words):
        known.setdefault(word, len(known))


class Rows(Generic[Person]):
    """One side of the town; who leaves keeps a row, which is marked as gone and used again for the same id.

    Attributes:
        people: by row; those who have left are still there.
        row_of: row of each person who is there, by id.
    """

    def __init__(self, people: Sequence[Person]) -> None:
        self.people: list[Person] = list(people)
        self.row_of = {person.id: row for row, person in enumerate(people)}
        self._rows_known = dict(self.row_of)
        self._present: Ints | None = None

    def row_for(self, person: Person) -> tuple[int, bool]:
        """Return the row for a person and whether it is a new one."""
        row = self._rows_known.setdefault(person.id, len(self.people))
        is_new = row == len(self.people)
        if is_new:
            self.people.append(person)
        self.people[row] = person
        self.row_of[person.id] = row
        self._present = None
        return row, is_new

    def leave(self, person_id: str) -> int:
        """Mark somebody as gone and return the row.

        Raises:
            KeyError: there is no such person.
        """
        self._present = None
        return self.row_of.pop(person_id)

    def present(self) -> Ints:
        """Return the rows of everybody who is there, ascending."""
        if self._present is None:
            rows = np.fromiter(self.row_of.values(), dtype=np.int64, count=len(self.row_of))
            self._present = np.sort(rows)
        return self._present

    def named(self, person_ids: Iterable[str]) -> list[int]:
        """Return the rows of those who are there."""
        return [self.row_of[person_id] for person_id in person_ids if person_id in self.row_of]


def helper_table(helpers: Sequence[Helper], words: Words) -> tuple[HelperColumns, Side]:
    """Return helpers as columns for scores and as a side for the kernel."""
    columns = helper_columns(helpers, words.skills, words.languages, words.checks)
    kinds = np.left_shift(np.uint8(1), columns.kind.astype(np.uint8))
    side = _side(columns, helpers, columns.levels > 0, kinds)
    return columns, side._replace(visits=columns.capacity, minutes=columns.week_minutes)


def request_table(
    requests: Sequence[Request], words: Words, *, only_listed_pairs: bool
) -> tuple[RequestColumns, Side]:
    """Return requests as columns for scores and as a side for the kernel."""
    columns = request_columns(requests, words.skills, words.languages, words.checks)
    bits = np.left_shift(np.uint8(1), np.arange(len(KIND_ORDER), dtype=np.uint8))
    kinds = (columns.kinds * bits[:, None]).sum(axis=0, dtype=np.uint8)
    side = _side(columns, requests, columns.needed, kinds)
    return columns, side._replace(
        visits=columns.visits,
        minutes=columns.minutes.astype(np.float64),
        visit_minutes=columns.visit_minutes,
        is_present=~columns.remote & (not only_listed_pairs),
    )


def _side(
    columns: HelperColumns | RequestColumns, people: Sequence[Helper | Request], skills: Bools, kinds: Any
) -> Side:
    """Return what both sides have in common; the caller puts in what is left."""
    count = len(people)
    sets = [person.windows or ANY_TIME for person in people]
    ends = np.cumsum([0, *(len(windows) for windows in sets)])
    rows = [(w.weekday, w.start_min, w.end_min) for windows in sets for w in windows]
    return Side(
        skills=_masks(skills),
        checks=_masks(columns.checks),
        kinds=np.asarray(kinds, dtype=np.uint8),
        visits=np.zeros(count, dtype=np.int64),
        minutes=np.zeros(count, dtype=np.float64),
        places=np.ascontiguousarray(unit_vectors(columns.places)),
        reach=furthest_chord(columns.limit_m) ** 2,
        is_present=np.ones(count, dtype=np.bool_),
        has_windows=columns.has_windows,
        windows_from=ends[:-1].astype(np.int64),
        windows_to=ends[1:].astype(np.int64),
        windows=np.array(rows, dtype=np.int32).reshape(-1, 3),
        visit_minutes=np.zeros(count, dtype=np.int64),
    )


def _masks(table: Bools) -> Masks:
    """Pack a table of shape (words, n) into bits, shape (n, one word for each 64)."""
    words = max(1, -(-len(table) // _BITS_PER_WORD))
    masks = np.zeros((table.shape[1], words), dtype=np.uint64)
    for number, owned in enumerate(table):
        word, bit = divmod(number, _BITS_PER_WORD)
        masks[:, word] |= owned.astype(np.uint64) << np.uint64(bit)
    return masks


def wider_columns(columns: AnyColumns, words: Words) -> AnyColumns:
    """Return columns with a row of nothing for each word learnt since they were made."""
    sizes = dict(zip(("skills", "languages", "checks"), words.sizes(), strict=True))
    of_table = {"levels": "skills", "needed": "skills", "wished": "skills"}
    wider = {}
    for field in fields(columns):
        size = sizes.get(of_table.get(field.name, field.name))
        table = getattr(columns, field.name)
        if size is not None and len(table) < size:
            more = np.zeros((size - len(table), table.shape[1]), dtype=table.dtype)
            wider[field.name] = np.concatenate([table, more])
    return replace(columns, **wider) if wider else columns


def wider_side(side: Side, words: Words) -> Side:
    """Return a side with room for the bits of each word learnt since it was made."""
    skills, _, checks = words.sizes()
    return side._replace(skills=_wider(side.skills, skills), checks=_wider(side.checks, checks))


def _wider(masks: Masks, bits: int) -> Masks:
    missing = -(-bits // _BITS_PER_WORD) - masks.shape[1]
    if missing <= 0:
        return masks
    return np.concatenate([masks, np.zeros((len(masks), missing), dtype=np.uint64)], axis=1)


def with_row(columns: AnyColumns, row: int, one: AnyColumns, *, is_new: bool) -> AnyColumns:
    """Return columns with the only row of `one` put in place of `row`, or behind the last one."""
    changed: Mapping[str, Any] = {
        field.name: _put(
            getattr(columns, field.name),
            getattr(one, field.name),
            row,
            axis=0 if field.name == "places" else -1,
            is_new=is_new,
        )
        for field in fields(columns)
    }
    return replace(columns, **changed)


def side_with_row(side: Side, row: int, one: Side, *, is_new: bool) -> Side:
    """Return a side with the only row of `one` put in place of `row`, or behind the last one.

    The windows of the row before stay as rows that nobody owns, until there are many of them.
    """
    start = len(side.windows)
    one = one._replace(windows_from=one.windows_from + start, windows_to=one.windows_to + start)
    changed = {
        name: _put(getattr(side, name), getattr(one, name), row, axis=0, is_new=is_new)
        for name in Side._fields
        if name != "windows"
    }
    grown = Side(windows=np.concatenate([side.windows, one.windows]), **changed)
    owned = int((grown.windows_to - grown.windows_from).sum())
    return _without_stale(grown) if len(grown.windows) > 2 * owned + _MOST_STALE_WINDOWS else grown


def _without_stale(side: Side) -> Side:
    counts = side.windows_to - side.windows_from
    after = np.cumsum(counts)
    rows = np.repeat(side.windows_from - (after - counts), counts) + np.arange(int(counts.sum()))
    return side._replace(windows=side.windows[rows], windows_from=after - counts, windows_to=after)


def _put(table: Any, one: Any, row: int, *, axis: int, is_new: bool) -> Any:
    mine, theirs = np.asarray(table), np.asarray(one)
    if is_new:
        return np.concatenate([mine, theirs], axis=axis)
    np.moveaxis(mine, axis, 0)[row] = np.moveaxis(theirs, axis, 0)[0]
    return mine
