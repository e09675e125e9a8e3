"""For operators: is it alive, is it ready, and its numbers."""

from __future__ import annotations

import hmac
import ipaddress
from typing import Any

from flask import Response, abort, current_app, jsonify, request
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from helpexchange.core.audience import PUBLIC, audience
from helpexchange.core.clock import now
from helpexchange.core.viewer import current_viewer
from helpexchange.match_runs.metrics import measure_rematches
from helpexchange.migrations.state import TableState, table_state
from helpexchange.notifications.metrics import measure_messages
from helpexchange.start_pages.pages import blueprint

UNAVAILABLE = 503
READINESS = {
    TableState.CURRENT: "ready",
    TableState.OTHER_VERSION: "the tables are not the newest: helpexchange db upgrade",
    TableState.NO_ANSWER: "the database does not answer",
}


@blueprint.get("/healthz")
@audience(PUBLIC)
def healthz() -> Response:
    """Answer as long as the process lives, whatever the database does."""
    return jsonify(status="alive")


@blueprint.get("/readyz")
@audience(PUBLIC)
def readyz() -> tuple[Response, int]:
    """Answer 200 if the database answers and its tables are the newest, else 503."""
    state = table_state()
    return jsonify(status=READINESS[state]), 200 if state is TableState.CURRENT else UNAVAILABLE


@blueprint.get("/metrics")
@audience(PUBLIC)
def metrics() -> Response:
    """Give the numbers of this process to whoever has the token, or to this machine if there is none."""
    if not _may_read_metrics(current_app.extensions["settings"].metrics_token):
        abort(403)
    measure_messages(current_viewer(), now())
    measure_rematches(current_viewer(), now())
    return Response(generate_latest(), content_type=CONTENT_TYPE_LATEST)


def _may_read_metrics(token: str) -> bool:
    if token:
        given: Any = request.headers.get("Authorization", "")
        return hmac.compare_digest(given.encode(), f"Bearer {token}".encode())
    # A proxy that nobody declared would make every visitor look like this machine.
    return _is_this_machine(request.remote_addr) and "X-Forwarded-For" not in request.headers


def _is_this_machine(address: str | None) -> bool:
    return address is not None and ipaddress.ip_address(address).is_loopback
