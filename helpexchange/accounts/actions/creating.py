"""Making accounts."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from datetime import datetime

from flask_security import hash_password

from helpexchange.accounts import queries
from helpexchange.accounts.models import Account, OfficeMembership, RoleGrant
from helpexchange.accounts.passwords import as_hashed
from helpexchange.accounts.roles import Role
from helpexchange.accounts.rules import AccountExistsError, check_password, clean_email
from helpexchange.audit_trail.actions import record
from helpexchange.core.database import db
from helpexchange.core.viewer import Viewer


def create_account(
    *,
    email: str,
    name: str,
    password: str | None,
    roles: Collection[Role],
    office_ids: Collection[int] = (),
    language: str | None = None,
    by: Viewer,
    now: datetime,
) -> Account:
    """Make an account that can sign in; without a `password` nobody can until one is set.

    Raises:
        BadEmailError, ShortPasswordError, EasyPasswordError, AccountExistsError: it cannot be made so.
    """
    email = clean_email(email)
    if password is not None:
        check_password(password, about=(name, email))
    if queries.account_by_email(email):
        raise AccountExistsError
    account = Account(
        email=email, name=name, language=language, created_at=now, fs_uniquifier=secrets.token_hex(32),
        password=hash_password(as_hashed(password)) if password is not None else None,
        roles=[RoleGrant(name=role) for role in sorted(roles)],
        memberships=[OfficeMembership(office_id=office_id) for office_id in sorted(office_ids)],
    )  # fmt: skip
    db.session.add(account)
    db.session.flush()
    record(
        act="create_account", object_type="account", object_id=account.id, office_id=None, by=by, now=now,
        roles=sorted(roles),
    )  # fmt: skip
    return account
