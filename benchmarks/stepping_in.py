"""Somebody who is signed in, second step and all, so that a benchmark opens their pages at once."""

from __future__ import annotations

import secrets

from flask import Flask

from helpexchange.accounts.models import Account, AccountSession
from helpexchange.accounts.rules import Way
from helpexchange.accounts.secret_words import kept
from helpexchange.core import clock
from helpexchange.core.database import db


def cookies_of(app: Flask, account: Account) -> str:
    """Sign an account in and return the cookies for it, as a browser sends them; commits."""
    token, now = secrets.token_hex(8), clock.now()
    entry = AccountSession(
        account_id=account.id, token_hash=kept(token, kind="session"), way=Way.PASSWORD, has_second_step=True,
        is_kept=True, created_at=now, proved_at=now, last_seen_at=now,
    )  # fmt: skip
    db.session.add(entry)
    db.session.commit()
    browser = app.test_client()
    with browser.session_transaction() as session:
        session.update(_user_id=account.fs_uniquifier, _fresh=True, visit=token)
    name = str(app.config["SESSION_COOKIE_NAME"])
    cookie = browser.get_cookie(name)
    return f"{name}={cookie.value}" if cookie else ""
