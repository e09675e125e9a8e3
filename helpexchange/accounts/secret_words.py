"""Tokens and codes that are mailed: how they are made, and how they are kept so that nobody can read them."""

from __future__ import annotations

import secrets

from flask_security.utils import get_hmac

from helpexchange.accounts.rules import CODE_DIGITS

#: Letters and digits of recovery codes: none that look alike.
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"


def new_token() -> str:
    """Return a token that cannot be guessed, for links and sessions."""
    return secrets.token_urlsafe(32)


def new_code() -> str:
    """Return a code that a person types, of `CODE_DIGITS` digits."""
    return f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}}"


def new_recovery_code() -> str:
    """Return a code to write down: three groups of four letters or digits."""
    return "-".join("".join(secrets.choice(ALPHABET) for _place in range(4)) for _group in range(3))


def kept(word: str, *, kind: str) -> str:
    """Return what is stored of a token or code: its HMAC under the secret of the installation.

    Args:
        kind: what it is for, so that a word of one kind is none of another.
    """
    return get_hmac(f"{kind} {word}").decode()


def typed_code(text: str | None) -> str:
    """Return a code as it was made, however it was typed."""
    return "".join((text or "").split()).lower()
