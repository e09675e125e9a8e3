"""The description of the interface as a page: every resource, made from the same OpenAPI as programs read."""

from __future__ import annotations

import inspect
from collections import defaultdict
from typing import Any

from flask import current_app, render_template, request

from helpexchange.accounts.scopes import SCOPES
from helpexchange.api import checking
from helpexchange.api.labels import EVENTS
from helpexchange.api.pages import blueprint
from helpexchange.api.root import description_of
from helpexchange.api.rules import Event
from helpexchange.core.audience import PUBLIC, audience
from helpexchange.core.errors import Refusal
from helpexchange.core.rest.problems import OF_STATUS


@blueprint.get("/api/docs")
@audience(PUBLIC)
def describe() -> str:
    """Show every resource, scope and problem."""
    spec = description_of(current_app)
    groups: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for path, operations in spec["paths"].items():
        for method, operation in operations.items():
            if method != "parameters":
                groups[operation["tags"][0]].append(_line(path, method, operation))
    words = {tag["name"]: tag["description"] for tag in spec["tags"]}
    return render_template(
        "api/docs.html", groups=[(name, words.get(name, ""), lines) for name, lines in groups.items()],
        scopes=[(each.value, words) for each, words in SCOPES.items()], problems=_problems(),
        schemas=_schemas(spec),
        address=current_app.extensions["settings"].site_address or request.url_root[:-1],
        check=inspect.getsource(checking), events=[(each.value, EVENTS[each]) for each in Event],
    )  # fmt: skip


def _line(path: str, method: str, operation: dict[str, Any]) -> dict[str, Any]:
    body = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
    good = [answer for status, answer in operation["responses"].items() if status in ("200", "201")]
    answer = good[0]["content"]["application/json"]["schema"] if good else {}
    scopes = [scope for needed in operation["security"] for each in needed.values() for scope in each]
    return {
        "id": operation["operationId"], "method": method.upper(), "path": path,
        "summary": operation.get("summary", ""), "scope": ", ".join(scopes),
        "query": [each for each in operation["parameters"] if each["in"] == "query"],
        "body": _name(body), "answer": _name(answer), "statuses": sorted(operation["responses"]),
    }  # fmt: skip


def _name(schema: dict[str, Any]) -> str:
    return str(schema.get("$ref", "")).rpartition("/")[2]


def _schemas(spec: dict[str, Any]) -> list[tuple[str, str, list[dict[str, Any]]]]:
    """Return every schema by name, with its fields in words."""
    found = sorted(spec["components"]["schemas"].items())
    return [(name, schema.get("description", ""), _fields(schema)) for name, schema in found]


def _fields(schema: dict[str, Any]) -> list[dict[str, Any]]:
    required = schema.get("required", ())
    return [
        {"name": name, "type": _type(each), "is_required": name in required,
         "text": each.get("description", ""), "words": [word for word in each.get("enum", ()) if word]}
        for name, each in schema.get("properties", {}).items()
    ]  # fmt: skip


def _type(field: dict[str, Any]) -> str:
    if "items" in field:
        return f"list of {_type(field['items'])}"
    kinds = field.get("type", _name(field) or next((_name(each) for each in field.get("anyOf", ())), "any"))
    kinds = [kinds] if isinstance(kinds, str) else kinds
    named = field.get("format")
    return " or ".join(str(kind) for kind in kinds) + (f" ({named})" if named else "")


def _problems() -> list[tuple[str, int, Any]]:
    """Return every code that a refusal can have, its status and its words."""
    found: dict[str, tuple[int, Any]] = {code: (status, words) for status, (code, words) in OF_STATUS.items()}
    waiting: list[type[Refusal]] = [Refusal]
    while waiting:
        kind = waiting.pop()
        found.setdefault(kind.code, (kind.status, kind.words))
        waiting += kind.__subclasses__()
    return [(code, status, words) for code, (status, words) in sorted(found.items())]
