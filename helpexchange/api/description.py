"""The description of the interface (OpenAPI 3.1): what flask-smorest knows, and what holds everywhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from flask import Flask

from helpexchange.accounts.scopes import Scope
from helpexchange.core.audience import ANY_TOKEN, PUBLIC, SCOPE, audience_of
from helpexchange.core.rest import API_ROOT
from helpexchange.core.rest.problems import MEDIA_TYPE
from helpexchange.core.rest.resources import NEEDS_MATCH

_PART = re.compile(r"<(?:[^:<>]+:)?([^<>]+)>")
PROBLEM = {"$ref": "#/components/schemas/Problem"}
#: Blueprints end with this, so that they are not those of pages.
SUFFIX = "_api"
VERSION_HEADER = {"ETag": {"schema": {"type": "string"}, "description": "the version of what is answered"}}

#: Why a status is answered, for readers.
WHY = {
    "304": "It is still the version of If-None-Match.",
    "400": "It cannot be read as HTTP, JSON or text.",
    "401": "No token, or one that is wrong, has ended or was taken back.",
    "403": "The token lacks the scope, or its owner may not do this.",
    "404": "There is none, or it belongs to another office.",
    "409": "Somebody was faster, or the state does not allow it.",
    "412": "It is no longer the version of If-Match.",
    "413": "It is too large.",
    "415": "It is not JSON.",
    "422": "A field is not right, or the Idempotency-Key was used for something else.",
    "428": "If-Match is missing.",
    "429": "Too often; wait as long as Retry-After says.",
}
LANGUAGE = {
    "name": "Accept-Language", "in": "header", "schema": {"type": "string"}, "example": "de",
    "description": "Language of problems: en, de, nl or da.",
}  # fmt: skip
KEY = {
    "name": "Idempotency-Key", "in": "header", "schema": {"type": "string", "pattern": "^[!-~]{1,255}$"},
    "description": "Sent again within 24 hours, the same request does nothing and gets the same answer.",
}  # fmt: skip
IF_MATCH = {
    "name": "If-Match", "in": "header", "schema": {"type": "string"}, "required": True, "example": "*",
    "description": "The ETag that was read, or * for any version.",
}  # fmt: skip
IF_NONE_MATCH = {
    "name": "If-None-Match", "in": "header", "schema": {"type": "string"},
    "description": "The ETag that is known already.",
}  # fmt: skip


def described(app: Flask, spec: dict[str, Any]) -> dict[str, Any]:
    """Return the whole description: with tokens and scopes, headers, and every status of every operation."""
    spec["info"]["description"] = "Requests, helpers, matches, engagements, visits and reports, for programs."
    spec["servers"] = [{"url": "/"}]
    spec["tags"] = [{**tag, "name": tag["name"].removesuffix(SUFFIX)} for tag in spec["tags"]]
    components = spec.setdefault("components", {})
    components.pop("responses", None)
    components.pop("headers", None)
    components.setdefault("schemas", {})["Problem"] = _problem_schema()
    words = "\n".join(f"- `{scope.value}`" for scope in Scope)
    components["securitySchemes"] = {
        "token": {"type": "http", "scheme": "bearer", "description": f"A token with scopes:\n{words}"}
    }
    for rule, method, operation in _operations(app, spec):
        _complete(
            app.view_functions[rule.endpoint], str(audience_of(app, rule.endpoint)), rule, method, operation
        )
    return spec


def _problem_schema() -> dict[str, Any]:
    words = {name: {"type": "string"} for name in ("type", "title", "code", "detail", "error_id")}
    others = {"status": {"type": "integer"}, "errors": {"type": "object"}}
    required = ["type", "title", "status", "code"]
    return {"type": "object", "required": required, "properties": {**words, **others}}


def _operations(app: Flask, spec: dict[str, Any]) -> Iterator[tuple[Any, str, dict[str, Any]]]:
    by_path = {
        (_openapi_path(rule.rule), method.lower()): rule
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith(API_ROOT + "/")
        for method in rule.methods or ()
    }
    for path, operations in spec["paths"].items():
        for method, operation in operations.items():
            if method != "parameters":
                yield by_path[path, method], method, operation


def _openapi_path(rule: str) -> str:
    return _PART.sub(r"{\1}", rule)


def _complete(view: Any, who: str, rule: Any, method: str, operation: dict[str, Any]) -> None:
    scope = [who.removeprefix(SCOPE)] if who.startswith(SCOPE) else []
    operation["security"] = [] if who == PUBLIC else [{"token": scope}]
    operation["tags"] = [tag.removesuffix(SUFFIX) for tag in operation["tags"]]
    operation["operationId"] = rule.endpoint.replace(".", "_")
    parameters = operation.setdefault("parameters", [])
    parameters += [LANGUAGE, IF_NONE_MATCH if method == "get" else KEY]
    statuses = ["400", "401", "429"] + ([] if who == ANY_TOKEN else ["403"])
    is_list = any(each["name"] == "page" for each in parameters)
    statuses += [] if is_list or who == ANY_TOKEN else ["404"]
    statuses += ["422"] if operation.get("requestBody") or len(parameters) > 2 else []  # noqa: PLR2004
    statuses += ["304"] if method == "get" else ["409", "413", "415", "422"]
    if getattr(view, NEEDS_MATCH, False):
        parameters.append(IF_MATCH)
        statuses += ["412", "428"]
    responses = operation["responses"]
    for answer in responses.values():
        answer["headers"] = VERSION_HEADER
    for status in sorted(set(statuses)):
        responses[status] = _answer(status)


def _answer(status: str) -> dict[str, Any]:
    answer: dict[str, Any] = {"description": WHY[status]}
    if status == "304":
        return answer
    return {**answer, "content": {MEDIA_TYPE: {"schema": PROBLEM}}}
