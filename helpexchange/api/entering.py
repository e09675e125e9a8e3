"""Every request of a program: who it is, how often it asks, and what can never be read."""

from __future__ import annotations

import json
from datetime import datetime
from functools import partial

from flask import Flask, Response, after_this_request, current_app, g, request
from flask_limiter.util import get_remote_address
from limits import RateLimitItem, parse
from sqlalchemy.exc import OperationalError
from werkzeug.datastructures import WWWAuthenticate
from werkzeug.exceptions import BadRequest, TooManyRequests, Unauthorized

from helpexchange.accounts.secret_words import kept
from helpexchange.api import actions, queries
from helpexchange.api.actions.tokens import KIND
from helpexchange.api.models import ApiToken
from helpexchange.api.rules import USED_EVERY, is_valid
from helpexchange.api.viewers import viewer_of_token
from helpexchange.config import Settings
from helpexchange.core import limits
from helpexchange.core.clock import now
from helpexchange.core.database import db
from helpexchange.core.programs import is_api_request
from helpexchange.core.viewer import VISITOR, Viewer, current_viewer

REALM = "api"


def init_entering(app: Flask, settings: Settings) -> None:
    """Know each program by its token, and count how often it asks; cookies count for nothing here."""
    often, wrong = parse(settings.api_limit), parse(settings.sign_in_limit)
    app.before_request(partial(_enter, often, wrong))
    app.before_request(_refuse_unreadable)


def _enter(often: RateLimitItem, wrong: RateLimitItem) -> None:
    if not is_api_request():
        return
    g.viewer = VISITOR
    text, moment = _shown(), now()
    if text is None:
        _count(often, "api address", get_remote_address())
        return
    token = queries.token_by_hash(kept(text, kind=KIND))
    if token is None or not is_valid(expires_at=token.expires_at, revoked_at=token.revoked_at, now=moment):
        _count(wrong, "api wrong token", get_remote_address())
        raise Unauthorized(www_authenticate=WWWAuthenticate("bearer", {"error": "invalid_token"}))
    _count(often, "api token", str(token.id))
    g.viewer = viewer_of_token(token)
    _note_use(token, g.viewer, moment)


def _shown() -> str | None:
    """Return the bearer token of the request; None without any."""
    shown = request.authorization
    return (shown.token or "") if shown is not None and shown.type == "bearer" else None


def _count(limit: RateLimitItem, what: str, whose: str) -> None:
    limiter = current_app.extensions[limits.NAME].limiter
    if not limiter.hit(limit, what, whose):
        raise TooManyRequests(retry_after=limit.get_expiry())


def _note_use(token: ApiToken, viewer: Viewer, moment: datetime) -> None:
    if token.last_used_at is not None and moment - token.last_used_at < USED_EVERY:
        return
    app = current_app._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001  # Flask's own way
    write = partial(_note, app, token.id, viewer, moment)

    @after_this_request
    def _when_sent(response: Response) -> Response:
        response.call_on_close(write)
        return response


def _note(app: Flask, token_id: int, viewer: Viewer, moment: datetime) -> None:
    """Write in a transaction of its own, when the answer has been sent: a read stays a read."""
    with app.app_context():
        try:
            actions.note_used(token_id=token_id, by=viewer, now=moment)
            db.session.commit()
        except OperationalError:  # somebody else is writing; the next request notes it
            db.session.rollback()
        finally:
            db.session.remove()


def _refuse_unreadable() -> None:
    """Refuse texts that no database keeps: the NUL character, and halves of a character."""
    if not is_api_request() or current_viewer().token_id is None:
        return
    try:
        content = request.get_json(silent=True) if request.is_json else None
        sent = json.dumps(content, ensure_ascii=False)
    except RecursionError:  # lists in lists in lists
        raise BadRequest from None
    texts = [sent, *(each for _name, each in request.args.items(multi=True))]
    if any("\0" in text or "\\u0000" in text or not _is_whole(text) for text in texts):
        raise BadRequest


def _is_whole(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
