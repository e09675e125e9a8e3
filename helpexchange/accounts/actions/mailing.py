"""Mailing links and codes, without ever saying whether an address is known."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from helpexchange.accounts import queries
from helpexchange.accounts.messages import FOLDER, Letterbox, to_account, to_address
from helpexchange.accounts.models import Account, MailedLink
from helpexchange.accounts.rules import LIFETIMES, LINK_MINUTES, LinkPurpose, clean_email
from helpexchange.accounts.secret_words import kept, new_code, new_token
from helpexchange.audit_trail.actions import record
from helpexchange.core.database import db
from helpexchange.core.viewer import Viewer
from helpexchange.notifications.actions import tell
from helpexchange.notifications.messages import write
from helpexchange.notifications.rules import Channel

#: Makes the address of a page from a token.
LinkTo = Callable[[str], str]


def ask_sign_in(*, email: str, link: LinkTo, by: Viewer, now: datetime) -> MailedLink:
    """Mail a code and a link to sign in; without an account, do the same and mail nothing."""
    return _ask_known(LinkPurpose.SIGN_IN, "sign_in", email=email, link=link, by=by, now=now)


def ask_reset(*, email: str, link: LinkTo, by: Viewer, now: datetime) -> MailedLink:
    """Mail a link to set a new password; without an account, do the same and mail nothing."""
    return _ask_known(LinkPurpose.RESET, "reset", email=email, link=link, by=by, now=now)


def ask_registration(
    *, email: str, name: str, language: str | None, link: LinkTo, sign_in_url: str, by: Viewer, now: datetime
) -> MailedLink:
    """Mail a link to make an account; whoever has one already is mailed how to sign in."""
    email = clean_email(email)
    account = queries.account_by_email(email)
    token = new_token()
    entry = add_link(
        LinkPurpose.REGISTER,
        account=account,
        email=email,
        token=token,
        now=now,
        name=name,
        language=language,
    )
    if account:
        entry.used_at = now  # this address needs no second account
        send(to_account(account), "has_account", {"name": account.name, "link": sign_in_url}, by=by, now=now)
    else:
        box = to_address("mailed_link", entry.id, name=name, email=email, language=language)
        send(box, "register", {"name": name, "link": link(token)}, by=by, now=now)
    return entry


def _ask_known(
    purpose: LinkPurpose, message: str, *, email: str, link: LinkTo, by: Viewer, now: datetime
) -> MailedLink:
    email = clean_email(email)
    account = queries.account_by_email(email)
    account = account if account and account.active else None
    token, code = new_token(), new_code()
    entry = add_link(purpose, account=account, email=email, token=token, now=now, code=code)
    words = {
        "name": account.name if account else "", "code": code, "link": link(token), "minutes": LINK_MINUTES,
    }  # fmt: skip
    if account:
        send(to_account(account), message, words, by=by, now=now)
    else:  # the work of writing, so that the answer takes as long
        write(f"{FOLDER}/{message}", channel=Channel.MAIL, language=None, words=words)
    return entry


def add_link(
    purpose: LinkPurpose, *, account: Account | None, email: str, token: str, now: datetime,
    code: str = "", name: str = "", language: str | None = None,
) -> MailedLink:  # fmt: skip
    """Write down a link before it is mailed."""
    entry = MailedLink(
        purpose=purpose, account_id=account.id if account else None, email=email, name=name,
        language=language, token_hash=kept(token, kind="link"),
        code_hash=kept(code, kind="code") if code else "",
        created_at=now, expires_at=now + LIFETIMES[purpose],
    )  # fmt: skip
    db.session.add(entry)
    db.session.flush()
    record(
        act="ask_link", object_type="mailed_link", object_id=entry.id, office_id=None, by=Viewer(), now=now,
        purpose=purpose,
    )  # fmt: skip
    return entry


def send(box: Letterbox, message: str, words: Mapping[str, object], *, by: Viewer, now: datetime) -> None:
    """Put a message into the outbox; codes and links cannot wait, and nobody else may read them."""
    secret = bool({"code", "link"} & set(words))
    tell(
        to=box.to, message=f"{FOLDER}/{message}", words=words, about=box.about, by=by, now=now,
        is_urgent=secret, is_secret=secret,
    )  # fmt: skip
