"""Declaring a list of resources: in one place how it is asked for, and what its pages look like."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from marshmallow import Schema

from helpexchange.core.paging import Page
from helpexchange.core.rest.paging import PagingSchema, paged, paged_answer
from helpexchange.core.rest.resources import Blueprint, for_programs

ListView = Callable[[Mapping[str, Any]], Page[Any]]


def lists(
    blueprint: Blueprint, of: type[Schema], scope: str, permission: str | None = None, *,
    filters: type[PagingSchema] = PagingSchema,
) -> Callable[[ListView], Callable[..., Any]]:  # fmt: skip
    """Declare the list of a blueprint's resources; the view gets what was sent, and returns a page.

    Args:
        of: what one of them looks like.
        scope, permission: see `for_programs`.
        filters: what can be asked for beside the page.
    """

    def declare(view: ListView) -> Callable[..., Any]:
        @wraps(view)
        def answer(sent: Mapping[str, Any]) -> Any:
            return paged_answer(view(sent), number=sent["page"])

        described = blueprint.arguments(filters, location="query")(blueprint.response(200, paged(of))(answer))
        return blueprint.route("")(for_programs(scope, permission)(described))

    return declare


def part_of(sent: Mapping[str, Any]) -> dict[str, int]:
    """Return which part of a list is wished, as queries take it: `number` and `per_page`."""
    return {"number": sent["page"], "per_page": sent["per_page"]}
