"""One page of a long list."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar, cast

from sqlalchemy import ColumnElement, Select, func, inspect, select, true
from sqlalchemy.orm import Session
from sqlalchemy.sql import operators, visitors

Item = TypeVar("Item")
Shown = TypeVar("Shown")


@dataclass(frozen=True, slots=True)
class Page(Generic[Item]):
    """Some of `total` items; `number` counts from 1."""

    items: Sequence[Item]
    number: int
    per_page: int
    total: int

    @property
    def pages(self) -> int:
        """Number of pages, at least 1."""
        return max(1, -(-self.total // self.per_page))

    @property
    def first(self) -> int:
        """Place of the first item in the whole list, counted from 1; 0 when there is none."""
        return (self.number - 1) * self.per_page + 1 if self.items else 0

    @property
    def last(self) -> int:
        """Place of the last item in the whole list."""
        return max(0, self.first + len(self.items) - 1)

    def map(self, change: Callable[[Item], Shown]) -> Page[Shown]:
        """Return the same page with each item changed."""
        return Page([change(item) for item in self.items], self.number, self.per_page, self.total)


def nearest_page(number: int, *, total: int, per_page: int) -> int:
    """Return the number of a page that there is: the first for less than 1, the last for one past the end."""
    return min(max(1, number), max(1, -(-total // per_page)))


def fetch_page(session: Session, statement: Select[Any], *, number: int, per_page: int) -> Page[Any]:
    """Return page `number` (from 1; past the end gives the last page) of an ordered `statement`."""
    total = session.scalar(select(func.count()).select_from(statement.order_by(None).subquery())) or 0
    number = nearest_page(number, total=total, per_page=per_page)
    items = session.scalars(few(statement, per_page, after=(number - 1) * per_page)).all()
    return Page(items, number, per_page, total)


def some_of(items: Sequence[Item], *, number: int, per_page: int) -> Page[Item]:
    """Return page `number` (from 1; past the end gives the last page) of a list that was read whole."""
    number = nearest_page(number, total=len(items), per_page=per_page)
    shown = items[(number - 1) * per_page : number * per_page]
    return Page(shown, number, per_page, len(items))


def few(statement: Select[Any], at_most: int | ColumnElement[int], *, after: int = 0) -> Select[Any]:
    """Return the statement of at most so many of the records that an ordered `statement` selects.

    Which ones they are is found by their keys alone: a long list is sorted without all that is loaded with
    its records. Those are then read by their keys and by nothing else, or the database might begin with the
    other conditions again; so what is joined must be joined with `join`, not by a condition.

    Args:
        after: how many records stand before them.
    """
    key = inspect(statement.column_descriptions[0]["entity"]).primary_key[0]
    keys = statement.with_only_columns(key, maintain_column_froms=True).limit(at_most).offset(after)
    found = keys.subquery()
    return _without_conditions(statement).join(found, found.c[0] == key)


def _without_conditions(statement: Select[Any]) -> Select[Any]:
    """Return the statement with "true" in place of each of its conditions; joins and order stay.

    What orders it must not be the very object that is a condition, too.
    """
    whole = statement.whereclause
    if whole is None:
        return statement
    parts = {id(whole), *(id(each) for each in whole.get_children())} if _is_and(whole) else {id(whole)}

    def replaced(element: Any, **_details: Any) -> Any:
        return true() if id(element) in parts else None

    return cast("Select[Any]", visitors.replacement_traverse(statement, {}, replaced))


def _is_and(condition: ColumnElement[bool]) -> bool:
    return getattr(condition, "operator", None) is operators.and_
