"""Reading accounts."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select

from helpexchange.accounts.models import Account, RoleGrant
from helpexchange.accounts.roles import NETWORK_WIDE, Role, permissions_of
from helpexchange.core.database import db
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
