"""The accounts of everybody, for administrators."""

from __future__ import annotations

from sqlalchemy import Select, or_, select

from helpexchange.accounts.models import Account, RoleGrant
from helpexchange.accounts.roles import Permission, Role
from helpexchange.core.database import db
from helpexchange.core.errors import NotFoundRefusal
from helpexchange.core.paging import Page, fetch_page
from helpexchange.core.viewer import Viewer

PER_PAGE = 50


def accounts_page(
    viewer: Viewer, *, typed: str = "", role: Role | None = None, is_closed: bool = False, number: int = 1
) -> Page[Account]:
    """Return accounts by name.

    Args:
        typed: part of a name or address; "" finds everybody.
        role: only those who hold it.
        is_closed: only closed ones; else only open ones, unless something is typed.
    """
    statement = _manageable(viewer)
    if typed:
        statement = statement.where(
            or_(
                Account.name.icontains(typed, autoescape=True),
                Account.email.icontains(typed, autoescape=True),
            )
        )
    else:
        statement = statement.where(Account.active != is_closed)
    if role is not None:
        statement = statement.where(Account.roles.any(RoleGrant.name == role))
    by_name = statement.order_by(Account.name, Account.id)
    return fetch_page(db.session(), by_name, number=number, per_page=PER_PAGE)


def managed_account(viewer: Viewer, account_id: int) -> Account:
    """Return an account that the viewer manages.

    Raises:
        NotFoundRefusal: there is none, it is erased, or the viewer manages none.
    """
    found = db.session.scalar(_manageable(viewer).where(Account.id == account_id))
    if found is None:
        raise NotFoundRefusal
    return found


def _manageable(viewer: Viewer) -> Select[Account]:
    statement = select(Account)
    if not viewer.may(Permission.MANAGE_ACCOUNTS):
        return statement.where(Account.id.is_(None))
    return statement.where(Account.name != "")
