"""How long tokens live, which acts are told to partners, when a delivery is tried again, and refusals."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

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
    REQUEST_UNDONE = "request.undone"
    PROPOSAL_APPROVED = "proposal.approved"
    PROPOSAL_UNDONE = "proposal.undone"
    PROPOSAL_DECLINED = "proposal.declined"
    PROPOSAL_EXPIRED = "proposal.expired"
    PROPOSAL_LAPSED = "proposal.lapsed"
    ENGAGEMENT_BEGUN = "engagement.begun"
    ENGAGEMENT_ENDED = "engagement.ended"
    VISIT_DONE = "visit.done"
    VISIT_CANCELLED = "visit.cancelled"
    VISIT_RESTORED = "visit.restored"
    TRIAL = "trial"


#: The acts of the audit trail that partners are told of.
EVENT_OF_ACT: dict[str, Event] = {
    "open_request": Event.REQUEST_OPENED,
    "undo_clearing": Event.REQUEST_UNDONE,
    "approve_proposal": Event.PROPOSAL_APPROVED,
    "choose_helper": Event.PROPOSAL_APPROVED,
    "undo_decision": Event.PROPOSAL_UNDONE,
    "withdraw_ask": Event.PROPOSAL_UNDONE,
    "decline_ask": Event.PROPOSAL_DECLINED,
    "refuse_helper": Event.PROPOSAL_DECLINED,
    "expire_ask": Event.PROPOSAL_EXPIRED,
    "let_proposal_lapse": Event.PROPOSAL_LAPSED,
    "free_helper": Event.PROPOSAL_LAPSED,
    "begin_engagement": Event.ENGAGEMENT_BEGUN,
    "end_engagement": Event.ENGAGEMENT_ENDED,
    "note_done": Event.VISIT_DONE,
    "cancel_visit": Event.VISIT_CANCELLED,
    "restore_visit": Event.VISIT_RESTORED,
}
#: Whoever was told of the one is told when it is taken back, without having to choose that too.
TAKEN_BACK: dict[Event, Event] = {
    Event.REQUEST_UNDONE: Event.REQUEST_OPENED,
    Event.PROPOSAL_UNDONE: Event.PROPOSAL_APPROVED,
    Event.VISIT_RESTORED: Event.VISIT_CANCELLED,
}
#: What was taken back or lapsed, by the words in the details of these acts that partners had been told of.
_APPROVED = frozenset({"approved", "offered", "accepted", "confirmed"})
TOLD_BEFORE: dict[str, frozenset[str]] = {
    "undo_clearing": frozenset({"open"}),
    "undo_decision": _APPROVED,
    "let_proposal_lapse": _APPROVED,
    "free_helper": _APPROVED,
}
#: What one can choose; a trial is sent whenever it is asked for.
CHOSEN = tuple(event for event in Event if event is not Event.TRIAL and event not in TAKEN_BACK)


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


class NotSentAgainError(ConflictRefusal):
    """A message that still waits, to a webhook that rests, or to a program that was shut out."""

    code = "not_sent_again"
    words = _(
        "This message cannot be sent again now: it still waits, the webhook rests, or the token has ended."
    )


class BadWebhookAddressError(Refusal):
    """An address to which nothing may be sent."""

    code = "bad_webhook_address"
    words = _("Write an address in the public internet that begins with https://.")


def event_of(act: str, details: Mapping[str, Any]) -> Event | None:
    """Return what partners are told of an act.

    None is nothing, as when a rejection is taken back, or when a proposal lapses that nobody had approved.
    """
    was_told = act not in TOLD_BEFORE or details.get("was") in TOLD_BEFORE[act]
    return EVENT_OF_ACT.get(act) if was_told else None


def is_wished(event: Event, chosen: Collection[str]) -> bool:
    """Return whether a webhook for `chosen` events is told of this one."""
    return TAKEN_BACK.get(event, event).value in chosen


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
