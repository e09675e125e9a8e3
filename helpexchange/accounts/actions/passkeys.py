"""Passkeys: added, used to sign in, taken away."""

from __future__ import annotations

from datetime import datetime

from helpexchange.accounts import queries
from helpexchange.accounts.actions.mailing import send
from helpexchange.accounts.messages import to_account
from helpexchange.accounts.models import Account, Passkey
from helpexchange.accounts.passkeys import NewKey, Site, checked_known, credential_of
from helpexchange.accounts.rules import MOST_PASSKEYS, PasskeyRefusedError
from helpexchange.audit_trail.actions import record
from helpexchange.core.database import db
from helpexchange.core.viewer import Viewer


def add_passkey(*, key: NewKey, name: str, by: Viewer, now: datetime) -> Passkey:
    """Let the viewer sign in with a new passkey, and tell them.

    Raises:
        PasskeyRefusedError: it is known already, or there are too many.
    """
    account = queries.account_of(by)
    known = queries.own_passkeys(by)
    if len(known) >= MOST_PASSKEYS or queries.passkey_by_credential(key.credential_id):
        raise PasskeyRefusedError
    entry = Passkey(
        account_id=account.id, credential_id=key.credential_id, public_key=key.public_key,
        sign_count=key.sign_count, name=name, created_at=now,
    )  # fmt: skip
    db.session.add(entry)
    db.session.flush()
    _record("add_passkey", account.id, by=by, now=now, passkey_id=entry.id)
    send(to_account(account), "passkey_added", {"name": account.name}, by=by, now=now)
    return entry


def use_passkey(*, answer: str, challenge: bytes, site: Site, now: datetime) -> Account:
    """Return the account whose passkey signed the challenge.

    Raises:
        PasskeyRefusedError: none did, or the account is closed.
    """
    key = queries.passkey_by_credential(credential_of(answer))
    account = queries.account_by_id(key.account_id) if key else None
    if key is None or account is None:
        raise PasskeyRefusedError
    key.sign_count = checked_known(site, answer, challenge=challenge, key=key)
    key.last_used_at = now
    return account


def remove_passkey(*, passkey_id: int, by: Viewer, now: datetime) -> None:
    """Let a passkey sign in nobody any more, and tell the person."""
    account = queries.account_of(by)
    db.session.delete(queries.own_passkey(by, passkey_id))
    _record("remove_passkey", account.id, by=by, now=now, passkey_id=passkey_id)
    send(to_account(account), "passkey_removed", {"name": account.name}, by=by, now=now)


def _record(act: str, account_id: int, *, by: Viewer, now: datetime, **details: int) -> None:
    record(act=act, object_type="account", object_id=account_id, office_id=None, by=by, now=now, **details)
