"""What an account needs."""

from __future__ import annotations

from email_validator import EmailNotValidError, validate_email

from helpexchange.core.errors import ConflictRefusal, Refusal
from helpexchange.core.i18n import lazy_text as _

SHORTEST_PASSWORD = 12


class AccountExistsError(ConflictRefusal):
    """There is an account with this address already."""

    code = "account_exists"
    words = _("There is already an account with this e-mail address.")


class BadEmailError(Refusal):
    """The address is none."""

    code = "bad_email"
    words = _("Write the e-mail address in full, such as name@example.org.")


class ShortPasswordError(Refusal):
    """The password is too short."""

    code = "short_password"
    words = _("The password needs %(count)s characters or more.", count=SHORTEST_PASSWORD)


def clean_email(email: str) -> str:
    """Return the address in lower case.

    Raises:
        BadEmailError: it cannot be an address.
    """
    try:
        return validate_email(email, check_deliverability=False, test_environment=True).normalized.lower()
    except EmailNotValidError as error:
        raise BadEmailError from error


def check_password(password: str) -> None:
    """Refuse a password that is easy to guess by its length.

    Raises:
        ShortPasswordError: it has less than `SHORTEST_PASSWORD` characters.
    """
    if len(password) < SHORTEST_PASSWORD:
        raise ShortPasswordError
