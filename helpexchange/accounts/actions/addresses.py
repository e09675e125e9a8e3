"""A change of address, confirmed at both ends."""

from __future__ import annotations

from datetime import datetime

from helpexchange.accounts import queries
from helpexchange.accounts.actions.mailing import LinkTo, add_link, send
from helpexchange.accounts.messages import to_account
from helpexchange.accounts.models import Account, MailedLink
from helpexchange.accounts.rules import LIFETIMES, LinkPurpose, LinkSpentError, clean_email
from helpexchange.accounts.secret_words import new_token
from helpexchange.audit_trail.actions import record
from helpexchange.core.viewer import Viewer

OTHER_END = {
    LinkPurpose.OLD_ADDRESS: LinkPurpose.NEW_ADDRESS,
    LinkPurpose.NEW_ADDRESS: LinkPurpose.OLD_ADDRESS,
}


def ask_new_address(*, email: str, link: LinkTo, by: Viewer, now: datetime) -> None:
    """Mail a link to the old and to the new address; the change is made when both were opened.

    A new address that has an account already gets a mail that says so instead; the page says nothing of it.
    """
    email = clean_email(email)
    account = queries.account_of(by)
    taken = queries.account_by_email(email)
    for purpose, message, address in (
        (LinkPurpose.OLD_ADDRESS, "address_old", account.email),
        (LinkPurpose.NEW_ADDRESS, "address_new", email),
    ):
        token = new_token()
        entry = add_link(purpose, account=account, email=email, token=token, now=now)
        if taken and purpose is LinkPurpose.NEW_ADDRESS:
            entry.used_at = now
            entry.created_at = now - 2 * LIFETIMES[purpose]  # too old to confirm anything
            send(to_account(taken), "address_taken", {"name": taken.name}, by=by, now=now)
        else:
            box = to_account(account, email=address)
            send(box, message, {"name": account.name, "link": link(token)}, by=by, now=now)
    record(act="ask_new_address", object_type="account", object_id=account.id, office_id=None, by=by, now=now)


def confirm_address(*, link: MailedLink, by: Viewer, now: datetime) -> bool:
    """Count one end's confirmation; return whether it was the second, so that the address has changed.

    Raises:
        LinkSpentError: the account is gone, or somebody else has the address by now.
    """
    account = queries.account_by_id(link.account_id or 0)
    if account is None:
        raise LinkSpentError
    since = now - LIFETIMES[link.purpose]
    other = queries.confirmed_link(by, account.id, OTHER_END[link.purpose], link.email, since)
    record(
        act="confirm_address", object_type="account", object_id=account.id, office_id=None,
        by=queries.viewer_of(account), now=now, end=link.purpose,
    )  # fmt: skip
    if other is None:
        return False
    if queries.account_by_email(link.email):
        raise LinkSpentError
    _change(account, link.email, now=now)
    return True


def _change(account: Account, email: str, *, now: datetime) -> None:
    account.email = email
    by = queries.viewer_of(account)
    record(act="change_address", object_type="account", object_id=account.id, office_id=None, by=by, now=now)
