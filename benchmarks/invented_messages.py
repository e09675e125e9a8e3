"""What goes in and out of an invented town: messages, calls to make, and what programs are told."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from benchmarks.invented import OFFICES, finish
from benchmarks.invented_visits import add
from helpexchange.accounts.scopes import FOR_INTEGRATIONS
from helpexchange.accounts.secret_words import kept
from helpexchange.api.actions.tokens import KIND
from helpexchange.api.models import ApiToken, Webhook, WebhookDelivery
from helpexchange.api.rules import PREFIX, DeliveryState, Event
from helpexchange.help_requests.models import CallBack
from helpexchange.notifications.models import OutboxMessage
from helpexchange.notifications.rules import Channel, MessageState

SENT, CALLS_EACH, LETTERS_EACH, FAILED_EACH = 60_000, 30, 20, 5
CALL_BACKS_EACH, CALLED_EACH = 20, 400
DELIVERIES_EACH = 2_000
A_YEAR_MIN = 365 * 24 * 60


def fill_messages(*, now: datetime) -> None:
    """Let people have been told things, calls and letters wait, and partners' programs be told."""
    add(OutboxMessage, _sent(now))
    add(OutboxMessage, _waiting(now))
    add(CallBack, _call_backs(now))
    add(ApiToken, (_token(office, now) for office in range(1, OFFICES + 1)))
    add(Webhook, (_webhook(office, now) for office in range(1, OFFICES + 1)))
    add(WebhookDelivery, _deliveries(now))
    finish(ApiToken, Webhook)


def program_token(office_id: int) -> str:
    """Return the text of the token that the program of an office shows."""
    return f"{PREFIX}benchmark-{office_id}"


def _message(
    request: int, office: int, channel: Channel, state: MessageState, at: datetime
) -> dict[str, Any]:
    return {
        "message": "help_requests/messages/opened", "person_type": "person_in_need", "person_id": request,
        "object_type": "help_request", "object_id": request, "office_id": office, "channel": channel,
        "name": "Erna Invented", "address": "0231 1234567", "language": "de", "subject": "Your request",
        "text": "Good day,\n\nwe look for somebody who can help you.\n\nYour office", "state": state,
        "created_at": at, "due_at": at, "first_due_at": at,
        "sent_at": at if state is MessageState.SENT else None,
        "last_error": "address_refused 550" if state is MessageState.FAILED else "",
    }  # fmt: skip


def _sent(now: datetime) -> Iterator[dict[str, Any]]:
    for number in range(SENT):
        at = now - timedelta(minutes=60 + number * 7919 % A_YEAR_MIN)
        yield _message(number % 30_000 + 1, number % OFFICES + 1, Channel.MAIL, MessageState.SENT, at)


def _waiting(now: datetime) -> Iterator[dict[str, Any]]:
    of = (
        (Channel.CALL, MessageState.WAITING, CALLS_EACH),
        (Channel.LETTER, MessageState.WAITING, LETTERS_EACH),
        (Channel.MAIL, MessageState.FAILED, FAILED_EACH),
    )
    for office in range(1, OFFICES + 1):
        for channel, state, count in of:
            for number in range(count):
                about = 40 * number + office * 3 + 1
                yield _message(about, office, channel, state, now - timedelta(hours=1 + number))


def _call_backs(now: datetime) -> Iterator[dict[str, Any]]:
    for office in range(1, OFFICES + 1):
        for number in range(CALL_BACKS_EACH + CALLED_EACH):
            asked = now - timedelta(hours=number)
            yield {
                "reference": f"call-{office}-{number}", "office_id": office, "request_id": None,
                "name": "Erna Invented", "phone": "0231 1234567", "asked_at": asked, "due_on": asked.date(),
                "done_at": None if number < CALL_BACKS_EACH else asked + timedelta(hours=5),
            }  # fmt: skip


def _token(office: int, now: datetime) -> dict[str, Any]:
    return {
        "id": office, "token_hash": kept(program_token(office), kind=KIND), "name": f"Partner {office}",
        "office_id": office, "scopes": [scope.value for scope in FOR_INTEGRATIONS], "created_at": now,
        "expires_at": now + timedelta(days=90),
    }  # fmt: skip


def _webhook(office: int, now: datetime) -> dict[str, Any]:
    return {
        "id": office, "token_id": office, "url": "https://partner.example.org/told", "salt": "salt",
        "events": [Event.VISIT_DONE.value], "made_at": now,
    }  # fmt: skip


def _deliveries(now: datetime) -> Iterator[dict[str, Any]]:
    for office in range(1, OFFICES + 1):
        for number in range(DELIVERIES_EACH):
            at = now - timedelta(minutes=7 * number)
            yield {
                "webhook_id": office, "message_id": f"told-{office}-{number}", "event": Event.VISIT_DONE,
                "body": "{}", "state": DeliveryState.DELIVERED, "attempts": 1, "made_at": at, "due_at": at,
                "ended_at": at,
            }  # fmt: skip
