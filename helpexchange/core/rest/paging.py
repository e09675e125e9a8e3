"""Long lists page by page, with the neighbours in the header `Link` (RFC 8288)."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from flask import request
from marshmallow import Schema, fields, validate
from werkzeug.datastructures import MultiDict

from helpexchange.core.paging import Page
from helpexchange.core.rest.schemas import AnswerSchema, SentSchema

PER_PAGE = 25
MOST_PER_PAGE = 100
MOST_PAGES = 100_000


class PagingSchema(SentSchema):
    """Which part of a list is wished."""

    page = fields.Integer(
        load_default=1, validate=validate.Range(1, MOST_PAGES), metadata={"description": "counted from 1"}
    )
    per_page = fields.Integer(load_default=PER_PAGE, validate=validate.Range(1, MOST_PER_PAGE))


def paged(of: type[Schema]) -> type[Schema]:
    """Return the schema of one page of a list."""
    name = of.__name__.removesuffix("Schema") + "Page"
    members: dict[str, Any] = {
        "items": fields.List(fields.Nested(of), required=True),
        "page": fields.Integer(required=True),
        "per_page": fields.Integer(required=True),
        "pages": fields.Integer(required=True, metadata={"description": "at least 1"}),
        "total": fields.Integer(required=True),
    }
    return AnswerSchema.from_dict(members, name=name)


def paged_answer(page: Page[Any], *, number: int) -> tuple[dict[str, Any], dict[str, str]]:
    """Return the page as the answer to the request for page `number`; one past the end is empty."""
    items = page.items if page.number == number else ()
    body = {
        "items": items, "page": number, "per_page": page.per_page, "pages": page.pages, "total": page.total,
    }  # fmt: skip
    wanted = {"first": 1, "prev": min(number - 1, page.pages), "next": number + 1, "last": page.pages}
    if number <= 1:
        wanted.pop("prev")
    if number >= page.pages:
        wanted.pop("next")
    links = [f'<{_address(each)}>; rel="{relation}"' for relation, each in wanted.items()]
    return body, {"Link": ", ".join(links)}


def _address(number: int) -> str:
    query: MultiDict[str, str] = MultiDict(request.args)
    query["page"] = str(number)
    return f"{request.base_url}?{urlencode(list(query.items(multi=True)))}"
