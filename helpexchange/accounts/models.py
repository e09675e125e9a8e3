"""Tables of accounts, the roles granted to them and the offices they work for."""

from __future__ import annotations

from datetime import datetime

from flask_security.core import RoleMixin, UserMixin
from sqlalchemy import BigInteger, ForeignKey, Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from helpexchange.accounts.roles import Role
from helpexchange.accounts.rules import LinkPurpose, Way
from helpexchange.core.database import Base, words
from helpexchange.offices.models import Office
from helpexchange.people_index.models import Findable
from helpexchange.people_index.rules import FoundBy, Source


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

    office: Mapped[Office] = relationship()


class Account(Findable, Base, UserMixin):
    """Somebody who can sign in.

    `email` is stored in lower case and confirmed: accounts are made by whoever opens a mailed link, or by
    those who run the installation. Changing `fs_uniquifier` ends all sessions. `totp_secret` is sealed by the
    secret of the installation; `totp_counter` is the last time step whose code was used.
    """

    __tablename__ = "accounts"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    password: Mapped[str | None] = mapped_column(String(255))
    active: Mapped[bool] = mapped_column(default=True)
    fs_uniquifier: Mapped[str] = mapped_column(String(64), unique=True)
    language: Mapped[str | None] = mapped_column(String(2))
    reads_easy: Mapped[bool] = mapped_column(default=False)
    totp_secret: Mapped[str | None] = mapped_column(Text)
    totp_counter: Mapped[int | None]
    created_at: Mapped[datetime]

    roles: Mapped[list[RoleGrant]] = relationship(  # type: ignore[assignment]  # invariant list in UserMixin
        lazy="selectin", cascade="all, delete-orphan", order_by=RoleGrant.name
    )
    memberships: Mapped[list[OfficeMembership]] = relationship(lazy="selectin", cascade="all, delete-orphan")

    def found_by(self) -> FoundBy:
        """Return what the account says of the person; the last word of the name sorts it."""
        first_name, _space, last_name = self.name.rpartition(" ")
        return FoundBy(
            source=Source.ACCOUNT, first_name=first_name, last_name=last_name, email=self.email or ""
        )


class AccountSession(Base):
    """A browser in which somebody is signed in.

    The browser's cookie holds a token, of which `token_hash` is kept. `proved_at` is when the person last
    showed who they are; `has_second_step` that it was not by the first step alone.
    """

    __tablename__ = "account_sessions"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), index=True)
    token_hash: Mapped[str] = mapped_column(String(100), unique=True)
    browser: Mapped[str] = mapped_column(String(60), default="")
    system: Mapped[str] = mapped_column(String(60), default="")
    way: Mapped[Way] = mapped_column(words(Way))
    has_second_step: Mapped[bool] = mapped_column(default=False)
    is_kept: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    proved_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class MailedLink(Base):
    """A link, and for signing in also a code, that was mailed to prove an address.

    `account_id` is empty where nobody is known by the address: then nothing was mailed, but everything else
    is done as if, so that no answer tells the difference. `name` and `language` wait for an account.
    """

    __tablename__ = "mailed_links"
    __table_args__ = (Index(None, "account_id", "purpose"), Index(None, "expires_at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    purpose: Mapped[LinkPurpose] = mapped_column(words(LinkPurpose))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"))
    email: Mapped[str] = mapped_column(String(254))
    name: Mapped[str] = mapped_column(String(200), default="")
    language: Mapped[str | None] = mapped_column(String(2))
    token_hash: Mapped[str] = mapped_column(String(100), unique=True)
    code_hash: Mapped[str] = mapped_column(String(100), default="")
    tries: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class RecoveryCode(Base):
    """A code on paper that replaces the second step once."""

    __tablename__ = "recovery_codes"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), index=True)
    code_hash: Mapped[str] = mapped_column(String(100), unique=True)
    used_at: Mapped[datetime | None]


class Passkey(Base):
    """A key in somebody's phone, computer or stick that signs them in without a password."""

    __tablename__ = "passkeys"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), index=True)
    credential_id: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    sign_count: Mapped[int] = mapped_column(BigInteger, default=0)
    name: Mapped[str] = mapped_column(String(60))
    created_at: Mapped[datetime]
    last_used_at: Mapped[datetime | None]


class Invitation(Base):
    """Somebody is asked to make an account, with the roles that it will have.

    `office_id` is the office that invites; a coordinator will work for it. It is open until `accepted_at` or
    `withdrawn_at`, and can be accepted until `expires_at`.
    """

    __tablename__ = "invitations"
    __table_args__ = (Index(None, "office_id", "created_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int | None] = mapped_column(ForeignKey("offices.id"))
    email: Mapped[str] = mapped_column(String(254))
    name: Mapped[str] = mapped_column(String(200))
    language: Mapped[str | None] = mapped_column(String(2))
    role: Mapped[Role] = mapped_column(words(Role))
    token_hash: Mapped[str] = mapped_column(String(100), unique=True)
    invited_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id", ondelete="SET NULL"))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id", ondelete="SET NULL"))
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
