"""Declaring resources: who may use them, and what the description says of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import flask_smorest

from helpexchange.core.audience import PERMISSION, SCOPE, View, audience

#: Marks of a view that the description reads.
NEEDS_MATCH = "needs_match"

if TYPE_CHECKING:

    class Blueprint(flask_smorest.Blueprint):  # type: ignore[misc]  # it has no types
        """Resources of one feature."""

        def route(self, rule: str, **options: Any) -> Callable[[View], View]: ...
        def arguments(self, schema: Any, **options: Any) -> Callable[[View], View]: ...
        def response(
            self, status_code: int, schema: Any = None, **options: Any
        ) -> Callable[[View], View]: ...
else:
    Blueprint = flask_smorest.Blueprint


def for_programs(
    scope: str, permission: str | None = None, *, needs_match: bool = False
) -> Callable[[View], View]:
    """Declare which scope a token needs for a view, and which permission whoever it acts for.

    Args:
        permission: None where people reach what is their own; the queries narrow it.
        needs_match: True where the caller must say with `If-Match` which version it changes.
    """

    def mark(view: View) -> View:
        setattr(view, PERMISSION, permission)
        setattr(view, NEEDS_MATCH, needs_match)
        return audience(f"{SCOPE}{scope}")(view)

    return mark
