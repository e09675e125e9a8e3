"""What the gateway for text messages reports."""

from __future__ import annotations

import hmac
import re
from http import HTTPStatus
from typing import Any

from flask import abort, current_app, jsonify, request

from helpexchange.core.audience import PUBLIC, audience
from helpexchange.core.clock import now
from helpexchange.core.http import LARGEST_NUMBER, csrf
from helpexchange.core.viewer import system_viewer
from helpexchange.notifications.actions import mark_delivered
from helpexchange.notifications.pages.blueprint import blueprint

_REFERENCE = re.compile(r"message-(\d{1,10})")
STATES = {"delivered": True, "failed": False}


@blueprint.post("/messages/text-reports")
@audience(PUBLIC)
def report_text() -> Any:
    """Take a report: `{"reference": "message-12", "state": "delivered"}`, or "failed".

    A second report of the same message, and one about a message that we do not know, is answered alike: it
    changes nothing.
    """
    _refuse_strangers()
    body = request.get_json(silent=True)
    body = body if isinstance(body, dict) else {}
    reference = _REFERENCE.fullmatch(str(body.get("reference", "")))
    state = STATES.get(str(body.get("state", "")))
    if reference is None or state is None or int(reference[1]) > LARGEST_NUMBER:
        answer = jsonify(error='wanted: {"reference": "message-12", "state": "delivered" or "failed"}')
        return answer, HTTPStatus.BAD_REQUEST
    by = system_viewer("text gateway")
    mark_delivered(message_id=int(reference[1]), is_delivered=state, by=by, now=now())
    return "", HTTPStatus.NO_CONTENT


csrf.exempt(report_text)  # the gateway is no browser; its token is asked for


def _refuse_strangers() -> None:
    token = current_app.extensions["settings"].text_gateway_token
    if not token:
        abort(HTTPStatus.NOT_FOUND)
    given = request.headers.get("Authorization", "")
    if not hmac.compare_digest(given.encode(), f"Bearer {token}".encode()):
        abort(HTTPStatus.FORBIDDEN)
