"""Tables of accounts, the roles granted to them and the offices they work for."""

from __future__ import annotations

from datetime import datetime

from flask_security.core import RoleMixin, UserMixin
from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from helpexchange.accounts.roles import Role
from helpexchange.core.database import Base, words


class RoleGrant(Base, RoleMixin):
    """A role that an account holds."""

    __tablename__ = "role_grants"

    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), primary_key=True)
    name: Mapped[Role] = mapped_column(words(Role), primary_key=True)


class OfficeMembership(Base):
    """An office whose records an account may see."""

    __tablename__ = "office_memberships"

    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"), primary_key=True)


class Account(Base, UserMixin):
    """Somebody who can sign in.

    `email` is stored in lower case; changing `fs_uniquifier` ends all sessions.
    """

    __tablename__ = "accounts"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    password: Mapped[str | None] = mapped_column(String(255))
    active: Mapped[bool] = mapped_column(default=True)
    fs_uniquifier: Mapped[str] = mapped_column(String(64), unique=True)
    language: Mapped[str | None] = mapped_column(String(2))
    created_at: Mapped[datetime]

    roles: Mapped[list[RoleGrant]] = relationship(  # type: ignore[assignment]  # invariant list in UserMixin
        lazy="selectin", cascade="all, delete-orphan", order_by=RoleGrant.name
    )
    memberships: Mapped[list[OfficeMembership]] = relationship(lazy="selectin", cascade="all, delete-orphan")
