"""Sessions: begun by signing in, ended by signing out, here or everywhere."""

from __future__ import annotations

import secrets
from datetime import datetime

from sqlalchemy import update

from helpexchange.accounts import queries
from helpexchange.accounts.models import Account, AccountSession
from helpexchange.accounts.rules import Way
from helpexchange.accounts.secret_words import kept, new_token
from helpexchange.audit_trail.actions import record
from helpexchange.core.database import db
from helpexchange.core.viewer import Viewer


def start_session(
    *,
    account: Account,
    way: Way,
    has_second_step: bool,
    is_kept: bool,
    browser: str,
    system: str,
    now: datetime,
) -> tuple[AccountSession, str]:
    """Write down that somebody is signed in, and return the token for the browser's cookie."""
    token = new_token()
    entry = AccountSession(
        account_id=account.id, token_hash=kept(token, kind="session"), browser=browser, system=system,
        way=way, has_second_step=has_second_step, is_kept=is_kept, created_at=now, proved_at=now,
        last_seen_at=now,
    )  # fmt: skip
    db.session.add(entry)
    db.session.flush()
    _record("sign_in", account.id, by=queries.viewer_of(account), now=now, way=way)
    return entry, token


def prove_again(*, session_id: int, by: Viewer, now: datetime) -> None:
    """Note that somebody who is signed in has shown again who they are."""
    queries.own_session(by, session_id).proved_at = now
    _record("prove_again", by.account_id or 0, by=by, now=now)


def end_session(*, session_id: int, by: Viewer, now: datetime) -> None:
    """End one of the viewer's sessions; ended twice does no harm."""
    found = queries.own_session(by, session_id)
    if found.ended_at is None:
        found.ended_at = now
        _record("sign_out", found.account_id, by=by, now=now)


def end_all_sessions(*, account: Account, by: Viewer, now: datetime) -> None:
    """Sign an account out everywhere, also where a cookie was copied."""
    account.fs_uniquifier = secrets.token_hex(32)
    running = update(AccountSession).where(
        AccountSession.account_id == account.id, AccountSession.ended_at.is_(None)
    )
    db.session.execute(running.values(ended_at=now))
    _record("sign_out_everywhere", account.id, by=by, now=now)


def note_seen(*, session_id: int, now: datetime) -> None:
    """Note that a session was used; this is no act, and commits by itself, because pages only read."""
    with db.engine.begin() as connection:
        seen = update(AccountSession).where(AccountSession.id == session_id)
        connection.execute(seen.values(last_seen_at=now))


def _record(act: str, account_id: int, *, by: Viewer, now: datetime, **details: str) -> None:
    record(act=act, object_type="account", object_id=account_id, office_id=None, by=by, now=now, **details)
