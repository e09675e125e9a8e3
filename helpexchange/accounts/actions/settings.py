"""Making one's own account, and changing name and password."""

from __future__ import annotations

from datetime import datetime

from flask_security import hash_password

from helpexchange.accounts.actions.creating import create_account
from helpexchange.accounts.actions.mailing import send
from helpexchange.accounts.actions.sessions import end_all_sessions
from helpexchange.accounts.messages import to_account
from helpexchange.accounts.models import Account, MailedLink
from helpexchange.accounts.passwords import as_hashed
from helpexchange.accounts.rules import check_password
from helpexchange.audit_trail.actions import record
from helpexchange.consents.actions import note_consent
from helpexchange.consents.rules import Agreement
from helpexchange.core.viewer import Viewer


def register(
    *, link: MailedLink, password: str | None, consent: Agreement | None = None, by: Viewer, now: datetime
) -> Account:
    """Make the account of somebody whose address is confirmed; roles come with what they do later.

    Raises:
        ShortPasswordError, EasyPasswordError, AccountExistsError: it cannot be made so.
    """
    account = create_account(
        email=link.email, name=link.name, password=password, roles=(), language=link.language, by=by, now=now
    )
    if consent is not None:
        note_consent(whose=("account", account.id), agreement=consent, office_id=None, by=by, now=now)
    return account


def set_password(*, account: Account, password: str, by: Viewer, now: datetime) -> None:
    """Give an account a new password, sign it out everywhere, and tell the person.

    Raises:
        ShortPasswordError, EasyPasswordError: it is easy to guess.
    """
    check_password(password, about=(account.name, account.email))
    account.password = hash_password(as_hashed(password))
    record(act="set_password", object_type="account", object_id=account.id, office_id=None, by=by, now=now)
    end_all_sessions(account=account, by=by, now=now)
    send(to_account(account), "password_changed", {"name": account.name}, by=by, now=now)


def change_name(
    *, account: Account, name: str, language: str, reads_easy: bool = False, by: Viewer, now: datetime
) -> None:
    """Change how a person is called, and the language they are written to."""
    account.name, account.language, account.reads_easy = name, language, reads_easy
    record(act="change_name", object_type="account", object_id=account.id, office_id=None, by=by, now=now)
