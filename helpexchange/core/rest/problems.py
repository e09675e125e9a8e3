"""What went wrong, for programs: problem details (RFC 9457) in the caller's language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from flask import Response, json
from werkzeug.exceptions import HTTPException

from helpexchange.core.errors import Refusal
from helpexchange.core.i18n import Text, gettext
from helpexchange.core.i18n import lazy_text as _

MEDIA_TYPE = "application/problem+json"
#: Where a reader finds what a problem means; its code stands after it.
TYPES = "/api/docs#"

#: Problems that are no refusals of a feature: code and words by status.
OF_STATUS: dict[int, tuple[str, Text]] = {
    400: ("bad_request", _("This request cannot be read.")),
    401: ("token_missing", _("Show a valid token.")),
    403: ("not_allowed", _("You may not do this.")),
    404: ("not_found", _("We cannot find this.")),
    405: ("method_not_allowed", _("This cannot be done here.")),
    409: ("conflict", _("Somebody has changed this in the meantime.")),
    413: ("too_large", _("This is too large.")),
    415: ("not_json", _("Send JSON.")),
    422: ("not_valid", _("Something you sent is not right.")),
    429: ("too_often", _("That was too often. Please wait a little.")),
    500: ("defect", _("Something is broken here. We have noted it.")),
}

#: What marshmallow says, in words that can be translated.
_SAID: tuple[tuple[re.Pattern[str], Text], ...] = (
    (re.compile(r"Missing data for required field|may not be null"), _("This is missing.")),
    (re.compile(r"Unknown field"), _("This is not known here.")),
    (re.compile(r"Must be one of"), _("This is none of the words that can stand here.")),
    (re.compile(r"Not a valid (integer|number)"), _("This must be a whole number.")),
    (re.compile(r"Not a valid boolean"), _("This must be true or false.")),
    (re.compile(r"Not a valid date"), _("This must be a day such as 2026-11-03.")),
    (re.compile(r"Not a valid email"), _("Write the e-mail address in full, such as name@example.org.")),
    (re.compile(r"Longer than|[Ll]ength must be"), _("This is too long, too short or too much.")),
    (re.compile(r"greater than|less than"), _("This number is too small or too large.")),
)
_OTHERWISE = re.compile(r"^(Not a valid|Invalid|String does not|Shorter than|Must be)")


class FieldRefusal(Refusal):
    """Something that was sent is not right, as could be seen only when it was looked up."""

    code = "not_valid"
    status = 422
    words = _("Something you sent is not right.")

    def __init__(self, field: str, words: str) -> None:
        self.errors = {field: [words]}
        super().__init__()


def problem_of_refusal(refusal: Refusal) -> Response:
    """Return a refusal: its class has the title, its own words the detail."""
    return problem(
        refusal.status, refusal.code, title=str(type(refusal).words), detail=str(refusal.words),
        errors=getattr(refusal, "errors", None),
    )  # fmt: skip


def problem_of_http(error: HTTPException) -> Response:
    """Return what the web server, or the reading of what was sent, has refused."""
    status = error.code or 500
    code, words = OF_STATUS.get(status, OF_STATUS[400 if status < 500 else 500])  # noqa: PLR2004  # of HTTP
    sent: Mapping[str, Any] = getattr(error, "data", None) or {}
    return problem(
        status, code, title=str(words), errors=_by_field(sent.get("messages")), headers=error.get_headers()
    )


def problem(
    status: int, code: str, *, title: str, detail: str = "", errors: Mapping[str, Any] | None = None,
    headers: Iterable[tuple[str, str]] = (), **others: Any,
) -> Response:  # fmt: skip
    """Return the answer; `errors` says what is wrong by the names of fields."""
    body: dict[str, Any] = {"type": f"{TYPES}{code}", "title": title, "status": status, "code": code}
    body |= {"detail": detail} if detail and detail != title else {}
    body |= {"errors": errors} if errors else {}
    response = Response(json.dumps({**body, **others}) + "\n", status=status, mimetype=MEDIA_TYPE)
    for name, value in headers:
        if name in ("Retry-After", "Allow", "WWW-Authenticate"):
            response.headers[name] = value
    return response


def _by_field(messages: Any) -> dict[str, Any]:
    """Return webargs' messages without the place (query, body) they come from, in the caller's language."""
    if not isinstance(messages, Mapping):
        return {}
    fields: dict[str, Any] = {}
    for found in messages.values():
        fields |= found if isinstance(found, Mapping) else {"body": found}
    return {str(name): _in_words(value) for name, value in fields.items()}


def _in_words(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(name): _in_words(each) for name, each in value.items()}
    return (
        [_translated(str(each)) for each in value] if isinstance(value, list) else [_translated(str(value))]
    )


def _translated(message: str) -> str:
    for pattern, words in _SAID:
        if pattern.search(message):
            return str(words)
    return str(gettext("This is not right.")) if _OTHERWISE.match(message) else message
