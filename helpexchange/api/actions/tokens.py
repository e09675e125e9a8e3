"""Tokens: made and shown once, taken back at any time."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import delete, or_, update

from helpexchange.accounts.roles import Permission
from helpexchange.accounts.scopes import FOR_INTEGRATIONS, scopes_for
from helpexchange.accounts.secret_words import kept, new_token
from helpexchange.api import queries
from helpexchange.api.models import ApiToken
from helpexchange.api.rules import KEEP_ENDED, MOST_TOKENS, PREFIX, TooManyTokensError, check_scopes
from helpexchange.audit_trail.actions import record
from helpexchange.core.database import db
from helpexchange.core.errors import NotAllowedRefusal
from helpexchange.core.viewer import Viewer
from helpexchange.offices.queries import office_by_id

OBJECT_TYPE = "api_token"
#: What is hashed begins with this word, so that a token is good for nothing else.
KIND = "api_token"


def make_token(
    *, name: str, scopes: Collection[str], days: int, office_id: int | None = None, by: Viewer, now: datetime
) -> tuple[ApiToken, str]:
    """Make a token of the viewer's own or, with an office, of a partner's program; return it and its text.

    Raises:
        NotAllowedRefusal: the viewer has no account, or does not look after integrations.
        NotFoundRefusal: there is no such office.
        TooManyTokensError: the viewer has enough of them.
        NoScopeError, ScopeNotYoursError: it is for nothing, or for more than its owner may do.
    """
    if not by.is_signed_in or by.token_id is not None:
        raise NotAllowedRefusal
    if office_id is not None:
        if not by.may(Permission.MANAGE_INTEGRATIONS):
            raise NotAllowedRefusal
        office_by_id(by, office_id)
    elif queries.open_token_count(by, now=now) >= MOST_TOKENS:
        raise TooManyTokensError
    allowed = check_scopes(scopes, FOR_INTEGRATIONS if office_id is not None else scopes_for(by))
    text = PREFIX + new_token()
    token = ApiToken(
        token_hash=kept(text, kind=KIND), name=name, office_id=office_id, scopes=allowed, created_at=now,
        account_id=by.account_id if office_id is None else None, expires_at=now + timedelta(days=days),
    )  # fmt: skip
    db.session.add(token)
    db.session.flush()
    _record("make_token", token, by=by, now=now)
    return token, text


def revoke_token(*, token_id: int, by: Viewer, now: datetime) -> ApiToken:
    """Take a token back; done twice does no harm.

    Raises:
        NotFoundRefusal: it is neither the viewer's own nor one they look after.
    """
    token = queries.token_to_manage(by, token_id)
    if token.revoked_at is None:
        token.revoked_at = now
        _record("revoke_token", token, by=by, now=now)
    return token


def note_used(*, token_id: int, by: Viewer, now: datetime) -> None:  # noqa: ARG001  # every act is somebody's
    """Note that a program has come with a token: no act, so nothing of it stands in the trail."""
    db.session.execute(update(ApiToken).where(ApiToken.id == token_id).values(last_used_at=now))


def forget_tokens(*, by: Viewer, now: datetime) -> int:  # noqa: ARG001  # the job is named in the log
    """Forget the tokens that ended long ago, with all that hangs on them."""
    long_ago = now - KEEP_ENDED
    ended = or_(ApiToken.revoked_at < long_ago, ApiToken.expires_at < long_ago)
    gone = db.session.execute(delete(ApiToken).where(ended))
    return int(gone.rowcount)  # type: ignore[attr-defined]  # a DELETE has it


def _record(act: str, token: ApiToken, *, by: Viewer, now: datetime) -> None:
    record(
        act=act, object_type=OBJECT_TYPE, object_id=token.id, office_id=token.office_id, by=by, now=now,
        scopes=list(token.scopes),
    )  # fmt: skip
