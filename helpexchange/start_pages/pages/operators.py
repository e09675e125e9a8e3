"""For operators: is it alive, is it ready, and its numbers."""

from __future__ import annotations

import hmac
import ipaddress
from functools import cache
from typing import Any

from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Response, abort, current_app, jsonify, request
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from sqlalchemy.exc import SQLAlchemyError

from helpexchange.core.audience import PUBLIC, audience
from helpexchange.core.database import db
from helpexchange.core.logs import get_logger
from helpexchange.migrations import FOLDER
from helpexchange.start_pages.pages import blueprint

UNAVAILABLE = 503

log = get_logger(__name__)


@blueprint.get("/healthz")
@audience(PUBLIC)
def healthz() -> Response:
    """Answer as long as the process lives, whatever the database does."""
    return jsonify(status="alive")


@blueprint.get("/readyz")
@audience(PUBLIC)
def readyz() -> tuple[Response, int]:
    """Answer 200 if the database answers and its tables are the newest, else 503."""
    try:
        is_current = is_database_current()
    except SQLAlchemyError as error:
        log.warning("not_ready", exc_info=error)
        return jsonify(status="the database does not answer"), UNAVAILABLE
    if not is_current:
        return jsonify(status="the tables are not the newest: helpexchange db upgrade"), UNAVAILABLE
    return jsonify(status="ready"), 200


@blueprint.get("/metrics")
@audience(PUBLIC)
def metrics() -> Response:
    """Give the numbers of this process to whoever has the token, or to this machine if there is none."""
    if not _may_read_metrics(current_app.extensions["settings"].metrics_token):
        abort(403)
    return Response(generate_latest(), content_type=CONTENT_TYPE_LATEST)


def is_database_current() -> bool:
    """Return whether the tables are those of the newest migration.

    Raises:
        SQLAlchemyError: the database does not answer.
    """
    context = MigrationContext.configure(db.session.connection())
    return context.get_current_heads() == newest_migrations()


@cache
def newest_migrations() -> tuple[str, ...]:
    """Return the ids of the migrations that come with this version: they do not change while it runs."""
    return tuple(ScriptDirectory(str(FOLDER)).get_heads())


def _may_read_metrics(token: str) -> bool:
    if token:
        given: Any = request.headers.get("Authorization", "")
        return hmac.compare_digest(given.encode(), f"Bearer {token}".encode())
    # A proxy that nobody declared would make every visitor look like this machine.
    return _is_this_machine(request.remote_addr) and "X-Forwarded-For" not in request.headers


def _is_this_machine(address: str | None) -> bool:
    return address is not None and ipaddress.ip_address(address).is_loopback
