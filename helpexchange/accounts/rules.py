"""What an account needs, how long its links and sessions live, and what is refused."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from enum import StrEnum

from email_validator import EmailNotValidError, validate_email

from helpexchange.accounts.passwords import SHORTEST_PASSWORD, is_easy_to_guess
from helpexchange.accounts.roles import Role
from helpexchange.core.errors import ConflictRefusal, NotAllowedRefusal, NotFoundRefusal, Refusal
from helpexchange.core.i18n import lazy_text as _

#: How long a mailed code or link can be used, and how often its code may be tried.
LINK_MINUTES = 15
LONGER_LINK_HOURS = 24
MOST_TRIES = 5
#: Digits of a mailed code.
CODE_DIGITS = 6
INVITATION_DAYS = 14
#: A session ends when it was not used for so long; the second number is for "keep me signed in".
IDLE = timedelta(hours=12)
IDLE_WHEN_KEPT = timedelta(days=60)
#: What is dangerous asks who one is again after this time, and a second step must follow the first within it.
FRESH_FOR = timedelta(minutes=30)
#: "Last seen" is written down at most this often.
SEEN_EVERY = timedelta(hours=1)
#: Spent links and old invitations are kept so long after their end, for questions.
KEEP_LINKS = timedelta(days=1)
KEEP_INVITATIONS = timedelta(days=90)
RECOVERY_CODES = 10
MOST_PASSKEYS = 20

#: Who needs a second step to sign in: they see or decide about other people.
NEED_SECOND_STEP = frozenset({Role.COORDINATOR, Role.NETWORK_LEAD, Role.ADMINISTRATOR})
#: Whom a coordinator invites; an administrator invites everybody.
INVITED_BY_OFFICES = (
    Role.VOLUNTEER,
    Role.PEER_SUPPORTER,
    Role.STUDENT,
    Role.PERSON_IN_NEED,
    Role.REPRESENTATIVE,
)
#: Roles that work for an office and see its records.
WORK_FOR_OFFICES = frozenset({Role.COORDINATOR})


class LinkPurpose(StrEnum):
    """What a mailed link is for."""

    SIGN_IN = "sign_in"
    RESET = "reset"
    REGISTER = "register"
    OLD_ADDRESS = "old_address"
    NEW_ADDRESS = "new_address"


LIFETIMES: dict[LinkPurpose, timedelta] = {
    LinkPurpose.SIGN_IN: timedelta(minutes=LINK_MINUTES),
    LinkPurpose.RESET: timedelta(minutes=LINK_MINUTES),
    LinkPurpose.REGISTER: timedelta(hours=LONGER_LINK_HOURS),
    LinkPurpose.OLD_ADDRESS: timedelta(hours=LONGER_LINK_HOURS),
    LinkPurpose.NEW_ADDRESS: timedelta(hours=LONGER_LINK_HOURS),
}


class Way(StrEnum):
    """How somebody proved who they are."""

    PASSWORD = "password"  # noqa: S105  # a word, no password
    MAIL = "mail"
    PASSKEY = "passkey"
    LINK = "link"
    DEMO = "demo"


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


class EasyPasswordError(Refusal):
    """The password is long enough, and yet one of the first that anybody would try."""

    code = "easy_password"
    words = _("This password is easy to guess. Four words that do not belong together make a good one.")


class LinkSpentError(NotFoundRefusal):
    """The link was used, is too old, or never was."""

    code = "link_spent"
    words = _("This link can no longer be used. It works once, and only for a short time.")


class WrongCodeError(Refusal):
    """The code is not the one that was sent, or it is too old."""

    code = "wrong_code"
    words = _("The code is not right, or it is too old.")


class InvitationOverError(ConflictRefusal):
    """The invitation was accepted or withdrawn in the meantime."""

    code = "invitation_over"
    words = _("This invitation has been accepted or withdrawn in the meantime.")


class NotYoursToInviteError(NotAllowedRefusal):
    """Somebody invites to a role, or for an office, that is not theirs to give."""

    code = "not_yours_to_invite"
    words = _("You can invite helpers and people of your own office only.")


class LastAdministratorError(ConflictRefusal):
    """Without an administrator nobody could let anybody in again."""

    code = "last_administrator"
    words = _("This is the last administrator. Make somebody else one first.")


class OfficeMissingError(Refusal):
    """A coordinator without an office would see nothing."""

    code = "office_missing"
    words = _("Choose the office that this person works for.")


class SecondStepNeededError(NotAllowedRefusal):
    """The role of this account needs the second step."""

    code = "second_step_needed"
    words = _("Your role needs the second step. It cannot be switched off.")


class PasskeyRefusedError(Refusal):
    """The browser's answer does not fit what was asked, or came too late."""

    code = "passkey_refused"
    words = _("That did not work. Please try again.")


def clean_email(email: str) -> str:
    """Return the address in lower case.

    Raises:
        BadEmailError: it cannot be an address.
    """
    try:
        return validate_email(email, check_deliverability=False, test_environment=True).normalized.lower()
    except EmailNotValidError as error:
        raise BadEmailError from error


def check_password(password: str, *, about: Iterable[str] = ()) -> None:
    """Refuse a password that is easy to guess.

    Args:
        about: words that others know of the person, such as name and address.

    Raises:
        ShortPasswordError: it has less than `SHORTEST_PASSWORD` characters.
        EasyPasswordError: little is left of it without common words, rows of keys and what is known.
    """
    if len(password) < SHORTEST_PASSWORD:
        raise ShortPasswordError
    if is_easy_to_guess(password, about=about):
        raise EasyPasswordError


def needs_second_step(roles: Iterable[Role]) -> bool:
    """Return whether somebody with these roles must sign in with two steps."""
    return bool(NEED_SECOND_STEP & set(roles))
