"""How long tokens live, which acts are told to partners, when a delivery is tried again, and refusals."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum

from helpexchange.core.errors import ConflictRefusal, NotAllowedRefusal, Refusal
from helpexchange.core.i18n import lazy_text as _

#: How a token begins, so that whoever finds one knows what it is.
PREFIX = "hx_"
DAYS = (30, 90, 365)
MOST_TOKENS = 20
#: When a token was used is noted at most so often.
USED_EVERY = timedelta(minutes=5)
#: A token that has ended is listed so long, and then forgotten.
KEEP_ENDED = timedelta(days=90)
#: So long the answer to an Idempotency-Key is remembered.
KEEP_ANSWERS = timedelta(hours=24)
LONGEST_KEY = 255

#: After each failed try a longer pause; a delivery that fails once more than there are pauses is given up.
PAUSES = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=8),
    timedelta(hours=24),
)
#: After so many failed tries in a row nothing more is sent, until an administrator starts it again.
MOST_FAILURES = 20
KEEP_DELIVERIES = timedelta(days=30)
SHOWN_DELIVERIES = 50


class Event(StrEnum):
    """What partners can be told."""

    REQUEST_OPENED = "request.opened"
    PROPOSAL_APPROVED = "proposal.approved"
    ENGAGEMENT_BEGUN = "engagement.begun"
    ENGAGEMENT_ENDED = "engagement.ended"
    VISIT_DONE = "visit.done"
    VISIT_CANCELLED = "visit.cancelled"
    TRIAL = "trial"


#: The acts of the audit trail that partners are told of.
EVENT_OF_ACT: dict[str, Event] = {
    "open_request": Event.REQUEST_OPENED,
    "approve_proposal": Event.PROPOSAL_APPROVED,
    "begin_engagement": Event.ENGAGEMENT_BEGUN,
    "end_engagement": Event.ENGAGEMENT_ENDED,
    "note_done": Event.VISIT_DONE,
    "cancel_visit": Event.VISIT_CANCELLED,
}


#: What one can choose; a trial is sent whenever it is asked for.
CHOSEN = tuple(event for event in Event if event is not Event.TRIAL)


class DeliveryState(StrEnum):
    """Where a delivery stands."""

    WAITING = "waiting"
    DELIVERED = "delivered"
    FAILED = "failed"


class TooManyTokensError(ConflictRefusal):
    """Somebody has tokens enough."""

    code = "too_many_tokens"
    words = _("You have many tokens already. Take one back first.")


class ScopeNotYoursError(NotAllowedRefusal):
    """A token is wished for more than its owner may do."""

    code = "scope_not_yours"
    words = _("A token cannot be made for this.")


class NoScopeError(Refusal):
    """A token that is good for nothing."""

    code = "no_scope"
    words = _("Choose what the token is for.")


class KeyUsedError(Refusal):
    """The same Idempotency-Key came with something else."""

    code = "idempotency_key_reused"
    status = 422
    words = _("This Idempotency-Key has been used for something else.")


class BadKeyError(Refusal):
    """An Idempotency-Key that is none."""

    code = "bad_idempotency_key"
    words = _("An Idempotency-Key has 1 to 255 letters, digits and signs, without spaces.")


class BadWebhookAddressError(Refusal):
    """An address to which nothing may be sent."""

    code = "bad_webhook_address"
    words = _("Write an address in the public internet that begins with https://.")


def is_valid(*, expires_at: datetime, revoked_at: datetime | None, now: datetime) -> bool:
    """Return whether a token still opens anything."""
    return revoked_at is None and now < expires_at


def next_try(attempts: int, now: datetime) -> datetime | None:
    """Return when a delivery that has failed so often is tried again; None gives it up."""
    return now + PAUSES[attempts - 1] if attempts <= len(PAUSES) else None


def check_scopes(wanted: Iterable[str], offered: Iterable[str]) -> list[str]:
    """Return the scopes in the order in which they are offered.

    Raises:
        NoScopeError: there are none.
        ScopeNotYoursError: one is not offered.
    """
    wanted, offered = set(wanted), list(offered)
    if not wanted:
        raise NoScopeError
    if not wanted <= set(offered):
        raise ScopeNotYoursError
    return [str(scope) for scope in offered if scope in wanted]
