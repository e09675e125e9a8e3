"""How often one may try to sign in, or have something mailed: by network address, and by account."""

from __future__ import annotations

from typing import Any

from flask import request, session
from flask.blueprints import BlueprintSetupState
from flask_limiter.util import get_remote_address

from helpexchange.config import Settings
from helpexchange.core.limits import Limit, hashed, limit_posts

#: Views that check a password or code, and views that mail something.
CHECKING = (
    "security.login",
    "security.verify",
    "accounts.second_sign_in",
    "accounts.enter_code",
    "accounts.sign_in_by_passkey",
    "accounts.second_step",
)
MAILING = ("accounts.ask_code", "accounts.forgotten_password", "accounts.register", "accounts.new_address")


def limit_tries(state: BlueprintSetupState) -> None:
    """Answer 429 to whoever tries too often, whether the account exists or not."""
    app: Any = state.app
    settings: Settings = app.extensions["settings"]
    for endpoints, limit in ((CHECKING, settings.account_limit), (MAILING, settings.mail_limit)):
        for endpoint in endpoints:
            limit_posts(app, endpoint, Limit(limit, _tried_account), Limit(settings.sign_in_limit))


def _tried_account() -> str:
    """Return what stands for the account that is tried; where none is named, for the browser's address."""
    pending = session.get("second_step") or {}
    named = request.form.get("email", "").strip().lower() or session.get("_user_id") or pending.get("account")
    return hashed(str(named or get_remote_address()))
