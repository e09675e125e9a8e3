"""Talking to passkeys: what a browser is asked, and what it answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask_security import WebauthnUtil
from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import base64url_to_bytes, parse_authentication_credential_json
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from helpexchange.accounts.models import Account, Passkey
from helpexchange.accounts.rules import PasskeyRefusedError
from helpexchange.accounts.secret_words import kept

HANDLE_LENGTH = 32


class AnyDevice(WebauthnUtil):
    """Takes the phone or computer one has as well as a stick; the device must know and check its owner.

    A passkey replaces password and second step, so the device always asks for finger, face or number, and it
    keeps the account itself, so that nobody has to type an address.
    """

    def authenticator_selection(self, user: Any, usage: str) -> AuthenticatorSelectionCriteria:  # noqa: ARG002
        """Allow every kind of device."""
        return AuthenticatorSelectionCriteria(
            authenticator_attachment=None,
            resident_key=ResidentKeyRequirement.REQUIRED,
            require_resident_key=True,
            user_verification=UserVerificationRequirement.REQUIRED,
        )

    def user_verification(self, user: Any, usage: list[str]) -> UserVerificationRequirement:  # noqa: ARG002
        """Let the device check its owner."""
        return UserVerificationRequirement.REQUIRED


@dataclass(frozen=True, slots=True)
class Site:
    """Where passkeys are made and used: they work on no other address.

    Attributes:
        host: such as help.example.org.
        origin: such as https://help.example.org.
    """

    host: str
    origin: str
    name: str


@dataclass(frozen=True, slots=True)
class NewKey:
    """What a device made."""

    credential_id: bytes
    public_key: bytes
    sign_count: int


def ask_for_new(site: Site, account: Account, known: Sequence[Passkey], *, challenge: bytes) -> str:
    """Return the question for `navigator.credentials.create`, as JSON."""
    options = generate_registration_options(
        rp_id=site.host, rp_name=site.name, user_name=account.email, user_display_name=account.name,
        user_id=kept(str(account.id), kind="passkey").encode()[:HANDLE_LENGTH], challenge=challenge,
        authenticator_selection=_HELPER.authenticator_selection(account, "first"),
        exclude_credentials=[PublicKeyCredentialDescriptor(id=each.credential_id) for each in known],
    )  # fmt: skip
    return options_to_json(options)


def ask_for_known(site: Site, *, challenge: bytes) -> str:
    """Return the question for `navigator.credentials.get`, as JSON; it names nobody."""
    options = generate_authentication_options(
        rp_id=site.host, challenge=challenge, user_verification=_HELPER.user_verification(None, ["first"])
    )
    return options_to_json(options)


def checked_new(site: Site, answer: str, *, challenge: bytes) -> NewKey:
    """Return what a device made.

    Raises:
        PasskeyRefusedError: it does not fit what was asked.
    """
    try:
        made = verify_registration_response(
            credential=answer, expected_challenge=challenge, expected_rp_id=site.host,
            expected_origin=site.origin, require_user_verification=True,
        )  # fmt: skip
    except (WebAuthnException, ValueError) as error:
        raise PasskeyRefusedError from error
    return NewKey(made.credential_id, made.credential_public_key, made.sign_count)


def credential_of(answer: str) -> bytes:
    """Return which passkey a browser shows.

    Raises:
        PasskeyRefusedError: the answer is none.
    """
    try:
        return base64url_to_bytes(parse_authentication_credential_json(answer).id)
    except (WebAuthnException, ValueError) as error:
        raise PasskeyRefusedError from error


def checked_known(site: Site, answer: str, *, challenge: bytes, key: Passkey) -> int:
    """Return the new count of a passkey that signed the challenge.

    Raises:
        PasskeyRefusedError: it did not, or the passkey was copied.
    """
    try:
        shown = verify_authentication_response(
            credential=answer, expected_challenge=challenge, expected_rp_id=site.host,
            expected_origin=site.origin, credential_public_key=key.public_key,
            credential_current_sign_count=key.sign_count, require_user_verification=True,
        )  # fmt: skip
    except (WebAuthnException, ValueError) as error:
        raise PasskeyRefusedError from error
    return shown.new_sign_count


_HELPER = AnyDevice(None)  # type: ignore[arg-type]  # it keeps nothing of the application
