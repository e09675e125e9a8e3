"""Who is looking, on every page: Flask-Security, and above it sessions that can be listed and ended."""

from __future__ import annotations

import dataclasses
import hashlib
import hmac
from datetime import datetime

from flask import Flask, current_app, g, redirect, request, session, url_for
from flask_login import current_user
from flask_security import Security, SQLAlchemyUserDatastore, login_user, logout_user
from flask_security.utils import set_request_attr
from sqlalchemy.exc import OperationalError
from werkzeug.wrappers import Response

from helpexchange.accounts import actions, queries
from helpexchange.accounts.labels import device_of
from helpexchange.accounts.models import Account, AccountSession, RoleGrant
from helpexchange.accounts.queries import viewer_of
from helpexchange.accounts.rules import (
    FRESH_FOR,
    IDLE,
    IDLE_WHEN_KEPT,
    SEEN_EVERY,
    Way,
    needs_second_step,
)
from helpexchange.accounts.secret_words import kept
from helpexchange.config import Settings
from helpexchange.core import clock
from helpexchange.core.audience import PUBLIC, SIGNED_IN, audience, audience_of
from helpexchange.core.database import READING_METHODS, db
from helpexchange.core.programs import is_api_request
from helpexchange.core.viewer import VISITOR, current_viewer
from helpexchange.core.way_back import own_path

#: Who may use the pages that Flask-Security brings along; `pages/signing_in.py` puts ours in their place.
AUDIENCES = {"security.login": PUBLIC, "security.logout": PUBLIC, "security.verify": SIGNED_IN}
#: Where somebody may go whose second step is still missing.
WITHOUT_SECOND_STEP = {"security.verify", "accounts.second_step"}
#: Name in the cookie of the token that says which session it is.
VISIT = "visit"


def init_sign_in(app: Flask, settings: Settings) -> None:
    """Give `app` `/sign-in` and `/sign-out`, and know who is looking on every page."""
    app.config.update(
        SECURITY_PASSWORD_SALT=_salt(settings.secret_key),
        SECURITY_PASSWORD_HASH="argon2",  # noqa: S106  # the name of a method
        SECURITY_LOGIN_URL="/sign-in",
        SECURITY_LOGOUT_URL="/sign-out",
        SECURITY_VERIFY_URL="/sign-in/again",
        SECURITY_LOGOUT_METHODS=["POST"],
        SECURITY_UNAUTHORIZED_VIEW=None,
        SECURITY_REDIRECT_BEHAVIOR=None,
        SECURITY_SEND_REGISTER_EMAIL=False,
        SECURITY_EMAIL_VALIDATOR_ARGS={"check_deliverability": False, "test_environment": True},
        SECURITY_FLASH_MESSAGES=False,
        SECURITY_STATIC_FOLDER=None,  # its scripts are for pages that we do not use
        SECURITY_DEFAULT_REMEMBER_ME=False,
        PERMANENT_SESSION_LIFETIME=IDLE_WHEN_KEPT,
    )
    Security(app, SQLAlchemyUserDatastore(db, Account, RoleGrant))
    app.login_manager.user_loader(_load_account)  # type: ignore[attr-defined]  # of Flask-Login
    for endpoint, who in AUDIENCES.items():
        audience(who)(app.view_functions[endpoint])
    app.before_request(_drop_foreign_next)
    app.before_request(_know_viewer)
    app.before_request(_ask_for_second_step)


def _salt(secret_key: str) -> str:
    return hmac.new(secret_key.encode(), b"password salt", hashlib.sha256).hexdigest()


def enter(account: Account, *, way: Way, has_second_step: bool, is_kept: bool = False) -> None:
    """Sign this browser in; what it was signed in to before ends here."""
    leave()
    browser, system = device_of(request.user_agent.string)
    entry, token = actions.start_session(
        account=account, way=way, has_second_step=has_second_step, is_kept=is_kept, browser=browser,
        system=system, now=clock.now(),
    )  # fmt: skip
    login_user(account)
    session[VISIT] = token
    session.permanent = is_kept
    _look_as(account, entry)


def leave() -> None:
    """Sign this browser out."""
    entry = account_session()
    if entry is not None:
        actions.end_session(session_id=entry.id, by=current_viewer(), now=clock.now())
    forget_browser()


def forget_browser() -> None:
    """Let this browser be nobody's, after its session has ended, or is erased with its account."""
    logout_user()
    session.pop(VISIT, None)
    g.account_session = None
    g.viewer = VISITOR


def account_session() -> AccountSession | None:
    """Return the session of this browser, if it is signed in."""
    entry: AccountSession | None = g.get("account_session")
    return entry


def is_fresh() -> bool:
    """Return whether the person has shown lately who they are."""
    entry = account_session()
    return entry is not None and clock.now() - entry.proved_at <= FRESH_FOR


def _drop_foreign_next() -> Response | None:
    """Ask to sign in without the way back, if it leads to another site."""
    back = request.args.get("next")
    if request.endpoint not in AUDIENCES or back is None or own_path(back):
        return None
    return redirect(url_for(request.endpoint))


def _load_account(uniquifier: str) -> Account | None:
    """Return whose session the cookie names, unless it was ended or forgotten for too long."""
    token = session.get(VISIT)
    found = queries.account_of_session(str(uniquifier), kept(token, kind="session")) if token else None
    if found is None or clock.now() - found[1].last_seen_at > (IDLE_WHEN_KEPT if found[1].is_kept else IDLE):
        return None
    account, g.account_session = found
    set_request_attr("fs_authn_via", "session")
    return account


def _know_viewer() -> None:
    g.viewer, g.is_held_back = VISITOR, False
    if request.endpoint != "static" and not is_api_request() and current_user.is_authenticated:
        _look_as(current_user, g.account_session)
        _note_seen(g.account_session, clock.now())


def _look_as(account: Account, entry: AccountSession) -> None:
    """Remember the viewer; without the second step that the role needs, one may look at nothing of others."""
    g.account_session, g.viewer = entry, viewer_of(account)
    g.is_held_back = not entry.has_second_step and needs_second_step(grant.name for grant in account.roles)
    if g.is_held_back:
        nothing: frozenset[str] = frozenset()
        g.viewer = dataclasses.replace(
            g.viewer, permissions=nothing, office_ids=frozenset(), is_network_wide=False
        )


def _note_seen(entry: AccountSession, now: datetime) -> None:
    if now - entry.last_seen_at < SEEN_EVERY:
        return
    if request.method not in READING_METHODS:
        entry.last_seen_at = now
        return
    try:
        actions.note_seen(session_id=entry.id, now=now)
    except OperationalError:  # somebody else is writing; the next page notes it
        return


def _ask_for_second_step() -> Response | None:
    if not g.is_held_back or request.endpoint is None or request.endpoint in WITHOUT_SECOND_STEP:
        return None
    if audience_of(current_app, request.endpoint) == PUBLIC:
        return None
    return redirect(url_for("accounts.second_step"))
