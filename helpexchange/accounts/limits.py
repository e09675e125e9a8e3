"""How often one may try: by the network address of the browser, and by the account that is tried."""

from __future__ import annotations

import hashlib
from typing import Any

from flask import request, session
from flask.blueprints import BlueprintSetupState
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

from helpexchange.config import Settings
from helpexchange.core.audience import audience, audience_of

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
    app.config.update(RATELIMIT_HEADERS_ENABLED=True)
    limiter = Limiter(get_remote_address, app=app, storage_uri=settings.rate_limit_storage)
    for endpoints, limit in ((CHECKING, settings.account_limit), (MAILING, settings.mail_limit)):
        for endpoint in endpoints:
            who = str(audience_of(app, endpoint))
            view: Any = app.view_functions[endpoint]
            view = limiter.limit(limit, key_func=_tried_account, methods=["POST"])(view)
            view = limiter.limit(settings.sign_in_limit, methods=["POST"])(view)
            app.view_functions[endpoint] = audience(who)(view)


def _tried_account() -> str:
    """Return what stands for the account that is tried; where none is named, for the browser's address."""
    pending = session.get("second_step") or {}
    named = request.form.get("email", "").strip().lower() or session.get("_user_id") or pending.get("account")
    text = str(named or get_remote_address())
    return hashlib.sha256(text.encode()).hexdigest()
