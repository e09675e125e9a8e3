"""Every answer to a program: its version, the same answer to the same key, and no cookie."""

from __future__ import annotations

import hashlib
import re
from http import HTTPStatus

from flask import Flask, Response, g, request

from helpexchange.api import actions
from helpexchange.api.rules import LONGEST_KEY, BadKeyError
from helpexchange.core.clock import now
from helpexchange.core.programs import is_api_request
from helpexchange.core.rest import etag_of
from helpexchange.core.viewer import current_viewer

KEY = "Idempotency-Key"
#: Says that an answer is the one that was given before.
REPLAYED = "Idempotent-Replayed"
_KEY = re.compile(f"[\x21-\x7e]{{1,{LONGEST_KEY}}}")
JSON = "application/json"


def init_answering(app: Flask) -> None:
    """Give answers their versions, and remember those to requests with a key."""
    app.before_request(_answered_before)
    app.after_request(_finish)


def _answered_before() -> Response | None:
    """Return what was answered to this key before; else take the key for what is done now."""
    key, by = request.headers.get(KEY), current_viewer()
    if not is_api_request() or request.method != "POST" or key is None or by.token_id is None:
        return None
    if not _KEY.fullmatch(key):
        raise BadKeyError
    asked = b"\n".join((request.method.encode(), request.full_path.encode(), request.get_data()))
    answer, was_answered = actions.begin_answer(
        key=key, asked_hash=hashlib.sha256(asked).hexdigest(), by=by, now=now()
    )
    if not was_answered:
        g.answer_to_keep = answer
        return None
    response = Response(answer.body, status=answer.status, mimetype=JSON)
    response.headers[REPLAYED] = "true"
    if answer.location:
        response.headers["Location"] = answer.location
    return response


def _finish(response: Response) -> Response:
    if not is_api_request():
        return response
    response.headers["Vary"] = "Authorization, Accept-Language"
    is_good = response.status_code < HTTPStatus.BAD_REQUEST
    if is_good and response.mimetype == JSON:
        _keep(response)
        version = etag_of(response.get_json())
        response.set_etag(version)
        if request.method in ("GET", "HEAD") and request.if_none_match.contains_weak(version):
            response.status_code = HTTPStatus.NOT_MODIFIED
            response.set_data(b"")
    return response


def _keep(response: Response) -> None:
    answer = g.pop("answer_to_keep", None)
    if answer is not None:
        actions.keep_answer(
            answer=answer, status=response.status_code, body=response.get_data(as_text=True),
            location=response.headers.get("Location", ""),
        )  # fmt: skip
