"""Signing in and out with Flask-Security, in our look, limited in how often one may try."""

from __future__ import annotations

import hashlib
import hmac
import re
from typing import Any

from flask import Flask, g, redirect, request, url_for
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_login import current_user
from flask_security import Security, SQLAlchemyUserDatastore
from werkzeug.wrappers import Response

from helpexchange.accounts.models import Account, RoleGrant
from helpexchange.accounts.queries import viewer_of
from helpexchange.config import Settings
from helpexchange.core.audience import PUBLIC, SIGNED_IN, audience
from helpexchange.core.database import db
from helpexchange.core.viewer import VISITOR

#: Who may use the pages that Flask-Security brings along.
AUDIENCES = {"security.login": PUBLIC, "security.logout": PUBLIC, "security.verify": SIGNED_IN}


#: A path of this site: browsers take `//host` and `/\host` for addresses of others, and skip spaces.
_OWN_PATH = re.compile(r"/(?![/\\])[^\x00-\x20\\]*")


def init_sign_in(app: Flask, settings: Settings) -> None:
    """Give `app` `/sign-in` and `/sign-out`, and know who is looking on every page."""
    app.config.update(
        SECURITY_PASSWORD_SALT=_salt(settings.secret_key),
        SECURITY_PASSWORD_HASH="argon2",  # noqa: S106  # the name of a method
        SECURITY_LOGIN_URL="/sign-in",
        SECURITY_LOGOUT_URL="/sign-out",
        SECURITY_VERIFY_URL="/sign-in/again",
        SECURITY_LOGOUT_METHODS=["POST"],
        SECURITY_LOGIN_USER_TEMPLATE="accounts/sign_in.html",
        SECURITY_VERIFY_TEMPLATE="accounts/sign_in_again.html",
        SECURITY_POST_LOGIN_VIEW="/home",
        SECURITY_POST_LOGOUT_VIEW="/",
        SECURITY_UNAUTHORIZED_VIEW=None,
        SECURITY_RETURN_GENERIC_RESPONSES=True,
        SECURITY_REDIRECT_BEHAVIOR=None,
        SECURITY_SEND_REGISTER_EMAIL=False,
        SECURITY_EMAIL_VALIDATOR_ARGS={"check_deliverability": False, "test_environment": True},
        SECURITY_FLASH_MESSAGES=False,
        SECURITY_STATIC_FOLDER=None,  # its scripts are for pages that we do not use
        SECURITY_DEFAULT_REMEMBER_ME=False,
    )
    Security(app, SQLAlchemyUserDatastore(db, Account, RoleGrant))
    for endpoint, who in AUDIENCES.items():
        audience(who)(app.view_functions[endpoint])
    app.before_request(_drop_foreign_next)
    app.before_request(_know_viewer)
    _limit(app, settings)


def _salt(secret_key: str) -> str:
    return hmac.new(secret_key.encode(), b"password salt", hashlib.sha256).hexdigest()


def _drop_foreign_next() -> Response | None:
    """Ask to sign in without the way back, if it leads to another site."""
    back = request.args.get("next")
    if request.endpoint not in AUDIENCES or back is None or _OWN_PATH.fullmatch(back):
        return None
    return redirect(url_for(request.endpoint))


def _know_viewer() -> None:
    g.viewer = viewer_of(current_user) if current_user.is_authenticated else VISITOR


def _limit(app: Flask, settings: Settings) -> None:
    app.config.update(RATELIMIT_HEADERS_ENABLED=True)
    limiter = Limiter(get_remote_address, app=app, storage_uri=settings.rate_limit_storage)
    sign_in = app.view_functions["security.login"]
    limited: Any = limiter.limit(settings.sign_in_limit, methods=["POST"])(sign_in)
    app.view_functions["security.login"] = audience(PUBLIC)(limited)
