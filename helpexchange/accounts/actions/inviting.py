"""Inviting people to make an account."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import update

from helpexchange.accounts import queries
from helpexchange.accounts.actions.creating import create_account
from helpexchange.accounts.actions.mailing import LinkTo, send
from helpexchange.accounts.messages import to_address
from helpexchange.accounts.models import Account, Invitation, OfficeMembership, RoleGrant
from helpexchange.accounts.roles import Permission, Role
from helpexchange.accounts.rules import (
    INVITATION_DAYS,
    INVITED_BY_OFFICES,
    WORK_FOR_OFFICES,
    InvitationOverError,
    NotYoursToInviteError,
    OfficeMissingError,
    clean_email,
)
from helpexchange.accounts.secret_words import kept, new_token
from helpexchange.audit_trail.actions import record
from helpexchange.consents.actions import note_consent
from helpexchange.consents.rules import Agreement
from helpexchange.core.database import db
from helpexchange.core.viewer import Viewer


def invite(
    *, email: str, name: str, role: Role, office_id: int | None, language: str | None, link: LinkTo,
    by: Viewer, now: datetime,
) -> Invitation:  # fmt: skip
    """Mail an invitation.

    Raises:
        BadEmailError: the address is none.
        NotYoursToInviteError: the viewer may not invite to this role, or for this office.
        OfficeMissingError: a coordinator needs an office.
    """
    _check_may_invite(by, role, office_id)
    token = new_token()
    entry = Invitation(
        office_id=office_id, email=clean_email(email), name=name, language=language, role=role,
        token_hash=kept(token, kind="invitation"), invited_by_id=by.account_id, created_at=now, sent_at=now,
        expires_at=now + timedelta(days=INVITATION_DAYS),
    )  # fmt: skip
    db.session.add(entry)
    db.session.flush()
    _record("invite", entry, by=by, now=now, role=role)
    _mail(entry, link(token), by=by, now=now)
    return entry


def send_again(*, invitation_id: int, link: LinkTo, by: Viewer, now: datetime) -> Invitation:
    """Mail an invitation with a new link, that counts from now; the old link ends.

    Raises:
        InvitationOverError: it was accepted or withdrawn.
    """
    entry = _open_invitation(by, invitation_id)
    token = new_token()
    entry.token_hash = kept(token, kind="invitation")
    entry.sent_at, entry.expires_at = now, now + timedelta(days=INVITATION_DAYS)
    _record("send_invitation_again", entry, by=by, now=now)
    _mail(entry, link(token), by=by, now=now)
    return entry


def withdraw_invitation(*, invitation_id: int, by: Viewer, now: datetime) -> Invitation:
    """End an invitation.

    Raises:
        InvitationOverError: it was accepted or withdrawn.
    """
    entry = _open_invitation(by, invitation_id)
    entry.withdrawn_at = now
    _record("withdraw_invitation", entry, by=by, now=now)
    return entry


def accept_invitation(
    *, invitation: Invitation, password: str | None, language: str | None, consent: Agreement | None = None,
    by: Viewer, now: datetime,
) -> Account:  # fmt: skip
    """Make the account of somebody who was invited, or give the viewer's own account the new role.

    Of two who accept at once, one wins.

    Args:
        consent: to what an account keeps, as when somebody makes one without an invitation.

    Raises:
        InvitationOverError: it was accepted in the meantime.
        AccountExistsError: the address has an account, and the viewer is not signed in to it.
        ShortPasswordError, EasyPasswordError: the password is easy to guess.
    """
    account = queries.account_by_email(invitation.email)
    office_ids = (
        [invitation.office_id] if invitation.office_id and invitation.role in WORK_FOR_OFFICES else []
    )
    if account is None or account.id != by.account_id:
        account = create_account(
            email=invitation.email, name=invitation.name, password=password, roles=[invitation.role],
            office_ids=office_ids, language=language or invitation.language, by=by, now=now,
        )  # fmt: skip
    else:
        _grant(account, invitation.role, office_ids)
    unaccepted = update(Invitation).where(Invitation.id == invitation.id, Invitation.accepted_at.is_(None))
    accepted = unaccepted.values(accepted_at=now, account_id=account.id).returning(Invitation.id)
    if db.session.scalar(accepted) is None:
        raise InvitationOverError
    if consent is not None:
        note_consent(whose=("account", account.id), agreement=consent, office_id=None, by=by, now=now)
    _record("accept_invitation", invitation, by=queries.viewer_of(account), now=now)
    return account


def _check_may_invite(by: Viewer, role: Role, office_id: int | None) -> None:
    if role in WORK_FOR_OFFICES and office_id is None:
        raise OfficeMissingError
    if by.may(Permission.INVITE_STAFF):
        return
    if (
        role not in INVITED_BY_OFFICES
        or office_id not in by.office_ids
        or not by.may(Permission.INVITE_PEOPLE)
    ):
        raise NotYoursToInviteError


def _open_invitation(by: Viewer, invitation_id: int) -> Invitation:
    entry = queries.invitation(by, invitation_id)
    if entry.accepted_at or entry.withdrawn_at:
        raise InvitationOverError
    return entry


def _grant(account: Account, role: Role, office_ids: list[int]) -> None:
    if role not in {grant.name for grant in account.roles}:
        account.roles.append(RoleGrant(name=role))
    known = {membership.office_id for membership in account.memberships}
    account.memberships.extend(OfficeMembership(office_id=each) for each in office_ids if each not in known)
    db.session.flush()


def _mail(entry: Invitation, url: str, *, by: Viewer, now: datetime) -> None:
    box = to_address("invitation", entry.id, name=entry.name, email=entry.email, language=entry.language)
    words = {"name": entry.name, "inviter": by.name, "link": url, "days": INVITATION_DAYS}
    send(box, "invitation", words, by=by, now=now)


def _record(act: str, entry: Invitation, *, by: Viewer, now: datetime, **details: str) -> None:
    record(
        act=act, object_type="invitation", object_id=entry.id, office_id=entry.office_id, by=by, now=now,
        **details,
    )  # fmt: skip
