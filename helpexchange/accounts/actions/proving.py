"""Proving who one is: by password, by a mailed link, by a mailed code."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import cache

from flask_security import hash_password, verify_password
from sqlalchemy import update

from helpexchange.accounts import queries
from helpexchange.accounts.models import Account, MailedLink
from helpexchange.accounts.passwords import as_hashed
from helpexchange.accounts.rules import LinkPurpose, LinkSpentError, WrongCodeError
from helpexchange.accounts.secret_words import kept, typed_code
from helpexchange.core.database import db

#: Hashed once a process, to be compared with where nobody is known.
NOBODYS_PASSWORD = "a password that nobody has"  # noqa: S105  # of nobody


@cache
def _nobodys_hash() -> str:
    return hash_password(NOBODYS_PASSWORD)


def check_sign_in(*, email: str, password: str) -> Account | None:
    """Return the account that may sign in with this password, or None.

    One password is compared whoever asks: an unknown address takes as long as a wrong password.
    """
    account = queries.account_by_email(email)
    known = account.password if account and account.active else None
    is_right = verify_password(as_hashed(password), known or _nobodys_hash())
    return account if is_right and known else None


def redeem(*, token: str, purposes: Sequence[LinkPurpose], now: datetime) -> MailedLink:
    """Use a mailed link up and return it; of two clicks at once one wins.

    Raises:
        LinkSpentError: it is used, too old, for something else, or never was.
    """
    found = queries.open_link(kept(token, kind="link"), purposes, now)
    if found is None or not _use_up(found, now):
        raise LinkSpentError
    return found


def redeem_code(*, link_id: int, code: str, now: datetime) -> Account:
    """Use a mailed code up and return its account; a wrong one is counted.

    Raises:
        WrongCodeError: it is wrong, used, too old, or was tried too often.
    """
    found = queries.link_with_code(link_id, now)
    if found is None:
        raise WrongCodeError
    found.tries += 1
    db.session.flush()
    is_right = found.code_hash == kept(typed_code(code), kind="code") and found.purpose is LinkPurpose.SIGN_IN
    account = queries.account_by_id(found.account_id or 0)
    if not is_right or account is None or not _use_up(found, now):
        raise WrongCodeError
    return account


def _use_up(link: MailedLink, now: datetime) -> bool:
    unused = update(MailedLink).where(MailedLink.id == link.id, MailedLink.used_at.is_(None))
    return db.session.scalar(unused.values(used_at=now).returning(MailedLink.id)) is not None
