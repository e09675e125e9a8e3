"""The second step of signing in: a code of an app, or one from paper."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, update

from helpexchange.accounts import queries
from helpexchange.accounts.actions.mailing import send
from helpexchange.accounts.messages import to_account
from helpexchange.accounts.models import Account, RecoveryCode
from helpexchange.accounts.rules import (
    RECOVERY_CODES,
    SecondStepNeededError,
    WrongCodeError,
    needs_second_step,
)
from helpexchange.accounts.secret_words import kept, new_recovery_code, typed_code
from helpexchange.accounts.totp import code_clock
from helpexchange.audit_trail.actions import record
from helpexchange.core.database import db
from helpexchange.core.viewer import Viewer


def begin_second_step(*, service_name: str) -> str:
    """Return a new sealed secret for an app; it is kept only when a first code has come back."""
    return code_clock(service_name).generate_totp_secret()


def start_second_step(
    *, sealed: str, code: str, session_id: int, service_name: str, by: Viewer, now: datetime
) -> Sequence[str]:
    """Switch the second step on with the first code of the app, and return the recovery codes.

    Raises:
        WrongCodeError: the code does not fit.
    """
    account = queries.account_of(by)
    typed = typed_code(code)
    counter = code_clock(service_name).matched_counter(typed, sealed, moment=now, last_counter=None)
    if counter is None:
        raise WrongCodeError
    account.totp_secret, account.totp_counter = sealed, counter
    queries.own_session(by, session_id).has_second_step = True
    _record("start_second_step", account, by=by, now=now)
    send(to_account(account), "second_step_on", {"name": account.name}, by=by, now=now)
    return make_recovery_codes(by=by, now=now)


def make_recovery_codes(*, by: Viewer, now: datetime) -> Sequence[str]:
    """Make new recovery codes, void the old ones, and return the new; they are shown once."""
    account = queries.account_of(by)
    codes = [new_recovery_code() for _number in range(RECOVERY_CODES)]
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account.id))
    db.session.add_all(RecoveryCode(account_id=account.id, code_hash=_kept(account, code)) for code in codes)
    _record("make_recovery_codes", account, by=by, now=now)
    return codes


def check_second_step(*, account: Account, code: str, service_name: str, now: datetime) -> None:
    """Check a code of the app, or use up a recovery code.

    Raises:
        WrongCodeError: it is neither, or was used before.
    """
    typed = typed_code(code)
    if typed.isdigit() and account.totp_secret:
        counter = code_clock(service_name).matched_counter(
            typed, account.totp_secret, moment=now, last_counter=account.totp_counter
        )
        if counter is None:
            raise WrongCodeError
        account.totp_counter = counter
        return
    unused = update(RecoveryCode).where(
        RecoveryCode.account_id == account.id, RecoveryCode.used_at.is_(None),
        RecoveryCode.code_hash == _kept(account, typed),
    )  # fmt: skip
    if db.session.scalar(unused.values(used_at=now).returning(RecoveryCode.id)) is None:
        raise WrongCodeError
    _record("use_recovery_code", account, by=queries.viewer_of(account), now=now)


def stop_second_step(*, by: Viewer, now: datetime) -> None:
    """Switch the second step off.

    Raises:
        SecondStepNeededError: the viewer's role needs it.
    """
    account = queries.account_of(by)
    if needs_second_step(grant.name for grant in account.roles):
        raise SecondStepNeededError
    account.totp_secret = account.totp_counter = None
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account.id))
    _record("stop_second_step", account, by=by, now=now)
    send(to_account(account), "second_step_off", {"name": account.name}, by=by, now=now)


def _kept(account: Account, code: str) -> str:
    return kept(f"{account.id} {code.replace('-', '')}", kind="recovery")


def _record(act: str, account: Account, *, by: Viewer, now: datetime) -> None:
    record(act=act, object_type="account", object_id=account.id, office_id=None, by=by, now=now)
