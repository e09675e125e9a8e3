"""Hours between two moments, in the words of each database."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Integer
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import GenericFunction


class hours_between(GenericFunction[int]):  # noqa: N801  # a function of SQL
    """Whole hours from one moment to a later one, rounded down; NULL without one."""

    type = Integer()
    inherit_cache = True


@compiles(hours_between, "postgresql")
def _in_postgresql(element: Any, compiler: Any, **kw: Any) -> str:
    start, end = (compiler.process(each, **kw) for each in element.clauses)
    # date_part counts in floating point, which is exact here and far quicker than EXTRACT's decimals.
    return f"FLOOR(date_part('epoch', ({end}) - ({start})) / 3600)::integer"


@compiles(hours_between, "sqlite")
def _in_sqlite(element: Any, compiler: Any, **kw: Any) -> str:
    start, end = (compiler.process(each, **kw) for each in element.clauses)
    # julianday counts in days with an error of some 10 microseconds; whole seconds first, then hours.
    seconds = f"CAST(ROUND((julianday({end}) - julianday({start})) * 86400) AS INTEGER)"
    return f"({seconds} / 3600)"
