"""Deleting what has served its purpose: spent links, ended sessions, invitations that are over."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, or_

from helpexchange.accounts.models import AccountSession, Invitation, MailedLink
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
