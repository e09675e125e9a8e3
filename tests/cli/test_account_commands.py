"""`helpexchange account create`."""

import pytest
from sqlalchemy import select

from helpexchange.accounts.models import Account
from helpexchange.audit_trail.models import AuditEntry
from tests.cast import Cast, DbSession
from tests.cli.conftest import Command

PASSWORD = "a long enough secret"
ANNA = ("account", "create", "--email", "Anna@Example.org", "--name", "Anna Kern", "--password-stdin")


def test_makes_an_account_with_its_office_and_an_audit_entry(
    command: Command, cast: Cast, db_session: DbSession
) -> None:
    done = command(*ANNA, "--role", "coordinator", "--office", cast.hoerde.code, stdin=PASSWORD + "\n")
    assert done.exit_code == 0, done.output
    account = db_session.scalars(select(Account).where(Account.email == "anna@example.org")).one()
    assert account.verify_and_update_password(PASSWORD)
    assert [member.office_id for member in account.memberships] == [cast.hoerde.id]
    entry = db_session.scalars(
        select(AuditEntry).where(AuditEntry.act == "create_account").order_by(AuditEntry.id)
    ).one()
    assert entry.object_id == account.id
    assert PASSWORD not in str(entry.details)


@pytest.mark.parametrize(
    ("words", "stdin", "said"),
    [
        ((*ANNA, "--role", "king"), PASSWORD, "There is no role king"),
        ((*ANNA, "--role", "coordinator", "--office", "atlantis"), PASSWORD, "There is no office atlantis"),
        ((*ANNA, "--role", "administrator"), "short", "12 characters"),
        (("account", "create", "--email", "anna", "--name", "A", "--role", "partner", "--password-stdin"),
         PASSWORD, "e-mail address in full"),
    ],
)  # fmt: skip
def test_bad_input_is_one_clear_message(
    command: Command, db_session: DbSession, words: tuple[str, ...], stdin: str, said: str
) -> None:
    done = command(*words, stdin=stdin + "\n")
    assert done.exit_code == 2
    assert said in done.output
    assert "Traceback" not in done.output
    assert db_session.scalars(select(Account)).all() == []


def test_same_address_twice_is_refused(command: Command, db_session: DbSession) -> None:
    words = (*ANNA, "--role", "administrator")
    assert command(*words, stdin=PASSWORD + "\n").exit_code == 0
    again = command(*words, stdin=PASSWORD + "\n")
    assert again.exit_code == 2
    assert "already an account" in again.output
    assert len(db_session.scalars(select(Account)).all()) == 1
