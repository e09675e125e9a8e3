"""Deleting what has served its purpose: spent links, ended sessions, invitations that are over."""

from __future__ import annotations

import secrets
from datetime import datetime

from sqlalchemy import delete, or_, update

from helpexchange.accounts.models import (
    Account,
    AccountSession,
    Invitation,
    MailedLink,
    OfficeMembership,
    RoleGrant,
)
from helpexchange.accounts.rules import IDLE_WHEN_KEPT, KEEP_INVITATIONS, KEEP_LINKS
from helpexchange.core.database import db


def forget_spent(*, now: datetime) -> int:
    """Delete links, sessions and invitations that nobody needs any more; return how many went.

    The history keeps that they were, without addresses.
    """
    spent = (
        delete(MailedLink).where(MailedLink.expires_at < now - KEEP_LINKS),
        delete(AccountSession).where(
            or_(
                AccountSession.ended_at < now - IDLE_WHEN_KEPT,
                AccountSession.last_seen_at < now - IDLE_WHEN_KEPT,
            )
        ),
        delete(Invitation).where(Invitation.expires_at < now - KEEP_INVITATIONS),
    )
    return sum(len(db.session.scalars(each.returning(each.table.c.id)).all()) for each in spent)


def empty_account(*, account_id: int, now: datetime) -> None:
    """Take everything personal out of an account for good; that there was one is still counted.

    What lies below it, such as sessions and passkeys, is forgotten by whoever calls this. Twice does no harm.
    """
    for table in (RoleGrant, OfficeMembership):
        db.session.execute(delete(table).where(table.account_id == account_id))
    left = {
        "email": f"{account_id}@forgotten.invalid", "name": "", "language": None, "password": None,
        "totp_secret": None, "totp_counter": None, "fs_uniquifier": secrets.token_hex(32), "active": False,
    }  # fmt: skip
    db.session.execute(update(Account).where(Account.id == account_id).values(left))
    db.session.execute(
        update(AccountSession)
        .where(AccountSession.account_id == account_id, AccountSession.ended_at.is_(None))
        .values(ended_at=now)
    )
