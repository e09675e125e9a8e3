"""Links that were mailed, an invitation and a passkey, so that each of their pages can be opened."""

from datetime import timedelta

from flask import Flask

from helpexchange.accounts.models import AccountSession, Invitation, MailedLink, Passkey
from helpexchange.accounts.roles import Role
from helpexchange.accounts.rules import LinkPurpose, Way
from tests.cast import Cast, DbSession
from tests.fakes import FakeClock
from tests.page_client import kept_in

LANDINGS = {
    "accounts.sign_in_by_link.token": LinkPurpose.SIGN_IN,
    "accounts.reset_password.token": LinkPurpose.RESET,
    "accounts.confirm_registration.token": LinkPurpose.REGISTER,
    "accounts.confirm_address.token": LinkPurpose.NEW_ADDRESS,
}


def account_examples(app: Flask, cast: Cast, session: DbSession) -> dict[str, list[object]]:
    """Enter what the pages of accounts need, and return the examples of their addresses."""
    now = FakeClock().now()
    for purpose in LANDINGS.values():
        session.add(
            MailedLink(
                purpose=purpose, account_id=cast.volunteer.id, email="other@example.org", name="Ada Muster",
                token_hash=kept_in(app, purpose, "link"), created_at=now, expires_at=now + timedelta(hours=1),
            )
        )  # fmt: skip
    invitation = Invitation(
        office_id=cast.hoerde.id, email="ada@example.org", name="Ada Muster", role=Role.VOLUNTEER,
        token_hash=kept_in(app, "invited", "invitation"), created_at=now, sent_at=now,
        expires_at=now + timedelta(days=14),
    )  # fmt: skip
    passkey = Passkey(
        account_id=cast.coordinator_hoerde.id, credential_id=b"1", public_key=b"2", name="Telefon",
        created_at=now,
    )  # fmt: skip
    entry = AccountSession(
        account_id=cast.coordinator_hoerde.id, token_hash="of a phone", way=Way.PASSWORD, created_at=now,
        proved_at=now, last_seen_at=now,
    )  # fmt: skip
    session.add_all([invitation, passkey, entry])
    session.commit()
    tokens: dict[str, list[object]] = {name: [purpose.value] for name, purpose in LANDINGS.items()}
    return {
        **tokens,
        "accounts.accept.token": ["invited"],
        "invitation_id": [invitation.id],
        "passkey_id": [passkey.id],
        "session_id": [entry.id],
    }
