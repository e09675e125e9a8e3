"""What an administrator does with the accounts of others: roles and offices, closing, opening again."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select

from helpexchange.accounts import queries
from helpexchange.accounts.actions.mailing import send
from helpexchange.accounts.actions.sessions import end_all_sessions
from helpexchange.accounts.messages import to_account
from helpexchange.accounts.models import Account, OfficeMembership, RoleGrant
from helpexchange.accounts.roles import Permission, Role
from helpexchange.accounts.rules import WORK_FOR_OFFICES, LastAdministratorError, OfficeMissingError
from helpexchange.audit_trail.actions import record
from helpexchange.core.database import db
from helpexchange.core.errors import NotAllowedRefusal
from helpexchange.core.viewer import Viewer


def change_rights(
    *, account_id: int, roles: Collection[Role], office_ids: Collection[int], by: Viewer, now: datetime
) -> Account:
    """Set which roles an account holds and for which offices it works; it counts from the next click on.

    Raises:
        NotAllowedRefusal, NotFoundRefusal: the viewer manages no accounts, or there is no such account.
        OfficeMissingError: a coordinator needs an office.
        LastAdministratorError: nobody would be left who manages accounts.
    """
    account = _managed(account_id, by)
    if WORK_FOR_OFFICES & set(roles) and not office_ids:
        raise OfficeMissingError
    if Role.ADMINISTRATOR not in roles:
        _keep_an_administrator(account)
    before = {grant.name for grant in account.roles}, {each.office_id for each in account.memberships}
    if before == (set(roles), set(office_ids)):
        return account
    _set_roles(account, set(roles))
    _set_offices(account, set(office_ids))
    _record(
        "change_rights", account, by=by, now=now, roles_before=sorted(before[0]), roles=sorted(roles),
        offices_before=sorted(before[1]), offices=sorted(office_ids),
    )  # fmt: skip
    return account


def close_account(*, account_id: int, by: Viewer, now: datetime) -> Account:
    """Let nobody sign in with an account any more: its sessions end, and its owner is told.

    Raises:
        NotAllowedRefusal, NotFoundRefusal: the viewer manages no accounts, or there is no such account.
        LastAdministratorError: nobody would be left who manages accounts.
    """
    account = _managed(account_id, by)
    if not account.active:
        return account
    _keep_an_administrator(account)
    account.active = False
    _record("close_account", account, by=by, now=now)
    end_all_sessions(account=account, by=by, now=now)
    send(to_account(account), "account_closed", {"name": account.name}, by=by, now=now)
    return account


def reopen_account(*, account_id: int, by: Viewer, now: datetime) -> Account:
    """Let the owner of a closed account sign in again, as before; they are told.

    Raises:
        NotAllowedRefusal, NotFoundRefusal: the viewer manages no accounts, or there is no such account.
    """
    account = _managed(account_id, by)
    if account.active:
        return account
    account.active = True
    _record("reopen_account", account, by=by, now=now)
    send(to_account(account), "account_reopened", {"name": account.name}, by=by, now=now)
    return account


def _managed(account_id: int, by: Viewer) -> Account:
    if not by.may(Permission.MANAGE_ACCOUNTS):
        raise NotAllowedRefusal
    return queries.managed_account(by, account_id)


def _keep_an_administrator(account: Account) -> None:
    """Refuse to take the last administrator away; the rows are locked, so that two cannot close each other.

    Raises:
        LastAdministratorError: the account is the last one.
    """
    held = select(RoleGrant).where(RoleGrant.name == Role.ADMINISTRATOR).order_by(RoleGrant.account_id)
    holders = [grant.account_id for grant in db.session.scalars(held.with_for_update())]
    active = select(Account.id).where(Account.id.in_(holders), Account.active).order_by(Account.id)
    if list(db.session.scalars(active)) == [account.id]:
        raise LastAdministratorError


def _set_roles(account: Account, roles: set[Role]) -> None:
    held = {Role(grant.name): grant for grant in account.roles}
    for role in set(held) - roles:
        account.roles.remove(held[role])
    account.roles.extend(RoleGrant(name=role) for role in sorted(roles - set(held)))


def _set_offices(account: Account, office_ids: set[int]) -> None:
    held = {each.office_id: each for each in account.memberships}
    for office_id in set(held) - office_ids:
        account.memberships.remove(held[office_id])
    account.memberships.extend(OfficeMembership(office_id=each) for each in sorted(office_ids - set(held)))


def _record(act: str, account: Account, *, by: Viewer, now: datetime, **details: object) -> None:
    record(act=act, object_type="account", object_id=account.id, office_id=None, by=by, now=now, **details)
