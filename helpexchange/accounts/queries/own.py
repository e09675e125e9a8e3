"""Reading accounts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from helpexchange.accounts.models import (
    Account,
    AccountSession,
    Invitation,
    MailedLink,
    OfficeMembership,
    Passkey,
    RecoveryCode,
    RoleGrant,
)
from helpexchange.accounts.roles import NETWORK_WIDE, Permission, Role, permissions_of
from helpexchange.accounts.rules import MOST_TRIES, LinkPurpose
from helpexchange.core.database import db
from helpexchange.core.errors import NotFoundRefusal
from helpexchange.core.viewer import Viewer


def viewer_of(account: Account) -> Viewer:
    """Return what this account may see and do."""
    roles = {Role(grant.name) for grant in account.roles}
    return Viewer(
        account_id=account.id,
        name=account.name,
        permissions=permissions_of(roles),
        office_ids=frozenset(membership.office_id for membership in account.memberships),
        is_network_wide=bool(roles & NETWORK_WIDE),
        language=account.language,
        reads_easy=account.reads_easy,
    )


def roles_of(viewer: Viewer) -> frozenset[Role]:
    """Return the viewer's own roles; a visitor has none."""
    statement = select(RoleGrant.name).where(RoleGrant.account_id == viewer.account_id)
    return frozenset(db.session.scalars(statement.order_by(RoleGrant.name)))


def account_by_email(email: str) -> Account | None:
    """Return the account with this address, however it is spelt in upper and lower case."""
    return db.session.scalar(select(Account).where(Account.email == email.strip().lower()))


def accounts_by_role(_viewer: Viewer) -> Sequence[tuple[Role, int]]:
    """Return how many active accounts hold each role that is held at all."""
    statement = select(RoleGrant.name, func.count()).join(Account).where(Account.active)
    rows = db.session.execute(statement.group_by(RoleGrant.name).order_by(RoleGrant.name))
    return rows.all()


def account_of_session(uniquifier: str, token_hash: str) -> tuple[Account, AccountSession] | None:
    """Return who is signed in by this cookie, with the session, unless it was ended."""
    statement = select(Account, AccountSession).join(AccountSession, AccountSession.account_id == Account.id)
    wanted = statement.where(
        Account.fs_uniquifier == uniquifier, Account.active,
        AccountSession.token_hash == token_hash, AccountSession.ended_at.is_(None),
    )  # fmt: skip
    # Every page asks this: one statement, roles and offices with it; its lowest line names the office.
    offices = joinedload(Account.memberships).joinedload(OfficeMembership.office)
    together = wanted.options(joinedload(Account.roles), offices)
    found = db.session.execute(together).unique().one_or_none()
    return (found[0], found[1]) if found else None


def account_of(viewer: Viewer) -> Account:
    """Return the viewer's own account.

    Raises:
        NotFoundRefusal: the viewer has none.
    """
    account = db.session.get(Account, viewer.account_id) if viewer.account_id else None
    if account is None:
        raise NotFoundRefusal
    return account


def account_by_id(account_id: int) -> Account | None:
    """Return an active account whose first step of signing in is done."""
    return db.session.scalar(select(Account).where(Account.id == account_id, Account.active))


def own_sessions(viewer: Viewer) -> Sequence[AccountSession]:
    """Return where the viewer is signed in, the latest first."""
    statement = select(AccountSession).where(
        AccountSession.account_id == viewer.account_id, AccountSession.ended_at.is_(None)
    )
    newest = statement.order_by(AccountSession.last_seen_at.desc(), AccountSession.id.desc())
    return db.session.scalars(newest).all()


def own_session(viewer: Viewer, session_id: int) -> AccountSession:
    """Return one of the viewer's sessions, ended or not.

    Raises:
        NotFoundRefusal: it is none of theirs.
    """
    found = db.session.get(AccountSession, session_id)
    if found is None or found.account_id != viewer.account_id:
        raise NotFoundRefusal
    return found


def own_passkeys(viewer: Viewer) -> Sequence[Passkey]:
    """Return the viewer's passkeys, the oldest first."""
    statement = select(Passkey).where(Passkey.account_id == viewer.account_id)
    return db.session.scalars(statement.order_by(Passkey.id)).all()


def own_passkey(viewer: Viewer, passkey_id: int) -> Passkey:
    """Return one of the viewer's passkeys.

    Raises:
        NotFoundRefusal: it is none of theirs.
    """
    found = db.session.get(Passkey, passkey_id)
    if found is None or found.account_id != viewer.account_id:
        raise NotFoundRefusal
    return found


def passkey_by_credential(credential_id: bytes) -> Passkey | None:
    """Return the passkey that a browser shows before anybody is signed in."""
    return db.session.scalar(select(Passkey).where(Passkey.credential_id == credential_id))


def recovery_codes_left(viewer: Viewer) -> int:
    """Return how many of the viewer's recovery codes were not used yet."""
    statement = select(func.count()).select_from(RecoveryCode)
    unused = statement.where(RecoveryCode.account_id == viewer.account_id, RecoveryCode.used_at.is_(None))
    return db.session.scalar(unused) or 0


def open_link(token_hash: str, purposes: Sequence[LinkPurpose], now: datetime) -> MailedLink | None:
    """Return the mailed link of this token, unless it is used, too old, or for something else."""
    found = db.session.scalar(select(MailedLink).where(MailedLink.token_hash == token_hash))
    return found if found and found.purpose in purposes and is_open(found, now) else None


def link_with_code(link_id: int, now: datetime) -> MailedLink | None:
    """Return the link whose code a browser waits for, unless it is used, too old or tried too often."""
    found = db.session.get(MailedLink, link_id)
    return found if found and is_open(found, now) and found.tries < MOST_TRIES else None


def is_open(link: MailedLink, now: datetime) -> bool:
    """Return whether a mailed link can still be used."""
    return link.used_at is None and now < link.expires_at


def confirmed_link(
    _viewer: Viewer, account_id: int, purpose: LinkPurpose, email: str, since: datetime
) -> MailedLink | None:
    """Return the used link of this purpose for a change to this address that was asked since a moment."""
    statement = select(MailedLink).where(
        MailedLink.account_id == account_id, MailedLink.purpose == purpose, MailedLink.email == email,
        MailedLink.used_at.is_not(None), MailedLink.created_at >= since,
    )  # fmt: skip
    return db.session.scalar(statement.order_by(MailedLink.id.desc()).limit(1))


def invitations(viewer: Viewer, *, at_most: int = 200) -> Sequence[Invitation]:
    """Return the open invitations that the viewer may see, the newest first."""
    statement = _readable_invitations(viewer).where(
        Invitation.accepted_at.is_(None), Invitation.withdrawn_at.is_(None)
    )
    newest = statement.order_by(Invitation.created_at.desc(), Invitation.id.desc())
    return db.session.scalars(newest.limit(at_most)).all()


def invitation(viewer: Viewer, invitation_id: int) -> Invitation:
    """Return an invitation that the viewer may see.

    Raises:
        NotFoundRefusal: there is none, or it is another office's.
    """
    found = db.session.scalar(_readable_invitations(viewer).where(Invitation.id == invitation_id))
    if found is None:
        raise NotFoundRefusal
    return found


def invitation_by_token(token_hash: str, now: datetime) -> Invitation | None:
    """Return the invitation of a link, unless it is accepted, withdrawn or too old."""
    found = db.session.scalar(select(Invitation).where(Invitation.token_hash == token_hash))
    is_over = found is None or found.accepted_at or found.withdrawn_at or now >= found.expires_at
    return None if is_over else found


def _readable_invitations(viewer: Viewer) -> Select[Invitation]:
    statement = select(Invitation)
    if viewer.may(Permission.INVITE_STAFF):
        return statement
    if not viewer.may(Permission.INVITE_PEOPLE):
        return statement.where(Invitation.id.is_(None))
    return statement.where(Invitation.office_id.in_(viewer.office_ids))
