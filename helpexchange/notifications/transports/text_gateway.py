"""Text messages go out through a gateway that speaks HTTP."""

from __future__ import annotations

import http.client
import json
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from urllib.parse import urlsplit

import phonenumbers

from helpexchange.config import Settings
from helpexchange.notifications.models import OutboxMessage
from helpexchange.notifications.rules import Fault, SendingError

TIMEOUT_S = 15.0


class HttpTextGateway:
    """A gateway for text messages: one JSON POST a message.

    The body is `{"to": "+49…", "text": "…", "reference": "message-12"}`. The reference is also the
    Idempotency-Key, so that a gateway that did not answer in time, and is asked twice, sends a message once.
    The gateway reports to `/messages/text-reports`, with the same token.
    """

    def __init__(self, settings: Settings, *, timeout_s: float = TIMEOUT_S) -> None:
        self._settings = settings
        self._timeout_s = timeout_s

    def send(self, message: OutboxMessage) -> None:
        """Hand the text message over."""
        number = international(message.address, self._settings.phone_country)
        reference = f"message-{message.id}"
        body = json.dumps({"to": number, "text": message.text, "reference": reference}).encode()
        status = self._post(body, reference)
        if HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
            return
        if status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND):
            raise SendingError(Fault.SERVICE_REFUSED, code=status, is_down=True)
        is_final = HTTPStatus.BAD_REQUEST <= status < HTTPStatus.INTERNAL_SERVER_ERROR
        if is_final and status not in (HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_MANY_REQUESTS):
            raise SendingError(Fault.CONTENT_REFUSED, code=status, is_final=True)
        raise SendingError(Fault.SERVICE_BUSY, code=status)

    def close(self) -> None:
        """Do nothing: every message has a connection of its own."""

    def _post(self, body: bytes, reference: str) -> int:
        headers = {
            "Authorization": f"Bearer {self._settings.text_gateway_token}",
            "Content-Type": "application/json",
            "Idempotency-Key": reference,
        }
        try:
            with _connection(self._settings.text_gateway_url, self._timeout_s) as (connection, path):
                connection.request("POST", path, body=body, headers=headers)
                return connection.getresponse().status
        except (ConnectionRefusedError, socket.gaierror) as error:
            raise SendingError(Fault.NO_ANSWER, is_down=True, is_blameless=True) from error
        except (OSError, http.client.HTTPException) as error:
            raise SendingError(Fault.NO_ANSWER) from error


@contextmanager
def _connection(url: str, timeout_s: float) -> Iterator[tuple[http.client.HTTPConnection, str]]:
    """Yield a connection to the host of an address, and the path on it; redirects are not followed."""
    parts = urlsplit(url)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    connection = kind(parts.hostname or "", parts.port, timeout=timeout_s)
    try:
        yield connection, f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
    finally:
        connection.close()


def international(number: str, country: str) -> str:
    """Return a phone number as "+492315550100".

    Raises:
        SendingError: it cannot be one.
    """
    try:
        parsed = phonenumbers.parse(number, country)
    except phonenumbers.NumberParseException as error:
        raise SendingError(Fault.BAD_ADDRESS, is_final=True) from error
    if not phonenumbers.is_possible_number(parsed):
        raise SendingError(Fault.BAD_ADDRESS, is_final=True)
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
