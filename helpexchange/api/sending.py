"""Sending a message to the address of a partner, and to no other: signed, quickly, never into the own house.

Whoever may name an address could otherwise let this server ask machines that only it can reach. So each name
is looked up once, every address it has must be public, and the connection goes to just that one; redirects
are not followed.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import http.client
import ipaddress
import socket
import ssl
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import SplitResult, urlsplit

from helpexchange.accounts.secret_words import kept
from helpexchange.api.rules import BadWebhookAddressError

#: So long may one answer of the network take, and so long everything together: who drips words is hung up on.
TIMEOUT_S, LONGEST_S = 5.0, 10.0
SECURE_PORT, PLAIN_PORT = 443, 80
SECRET_PREFIX = "whsec_"  # noqa: S105  # how secrets begin, none itself
FIRST_STATUS_OF_FAILURE = HTTPStatus.MULTIPLE_CHOICES

#: Returns the addresses of a name.
LookUp = Callable[[str, int], list[str]]


class DeliveryError(Exception):
    """A message did not arrive; `fault` is a word of `labels.FAULTS`, or the status that was answered."""

    def __init__(self, fault: str) -> None:
        self.fault = fault
        super().__init__(fault)


@dataclass(frozen=True, slots=True)
class Target:
    """Where to connect to: the parts of the address, and the one machine that was looked up for it."""

    parts: SplitResult
    address: str
    port: int


def secret_of(salt: str) -> str:
    """Return the secret of a webhook as partners are given it (Standard Webhooks)."""
    key = hashlib.sha256(kept(salt, kind="webhook").encode()).digest()
    return SECRET_PREFIX + base64.b64encode(key).decode()


def signature(secret: str, *, message_id: str, timestamp: int, body: str) -> str:
    """Return the signature over id, time and body."""
    key = base64.b64decode(secret.removeprefix(SECRET_PREFIX))
    signed = f"{message_id}.{timestamp}.{body}".encode()
    return "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()


def check_address(url: str, *, allows_loopback: bool = False) -> SplitResult:
    """Return the parts of an address to which something may be sent, as far as can be seen from it.

    Raises:
        BadWebhookAddressError: it is not https, has a password in it, or names a machine that is not public.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise BadWebhookAddressError from None
    is_own = allows_loopback and _is_loopback(host)
    is_fine = parts.scheme == "https" or (parts.scheme == "http" and is_own)
    if not is_fine or not host or parts.username or parts.password or port == 0 or not url.isascii():
        raise BadWebhookAddressError
    if any(character.isspace() or not character.isprintable() for character in url):
        raise BadWebhookAddressError
    if not is_own and not _may_be_public(host):
        raise BadWebhookAddressError
    return parts


def target_of(url: str, *, allows_loopback: bool = False, look_up: LookUp | None = None) -> Target:
    """Look up an address; every machine that its name stands for must be public.

    Raises:
        DeliveryError: it is none, is not known, or stands for a machine that is not public.
    """
    try:
        parts = check_address(url, allows_loopback=allows_loopback)
    except BadWebhookAddressError:
        raise DeliveryError("no_address") from None
    host = parts.hostname or ""
    port = parts.port or (SECURE_PORT if parts.scheme == "https" else PLAIN_PORT)
    try:
        found = (look_up or _addresses)(host, port)
    except OSError:
        raise DeliveryError("no_address") from None
    is_own = allows_loopback and _is_loopback(host)
    if not found or not all(_is_loopback(each) if is_own else is_public(each) for each in found):
        raise DeliveryError("no_address")
    return Target(parts, found[0], port)


def send(target: Target, headers: dict[str, str], body: str) -> None:
    """Send a message; any answer from 200 to 299 says that it has arrived.

    Raises:
        DeliveryError: it has not.
    """
    connection = _Connection(target)
    alarm = threading.Timer(LONGEST_S, connection.hang_up)
    alarm.start()
    path = target.parts.path or "/"
    try:
        connection.request(
            "POST", f"{path}?{target.parts.query}" if target.parts.query else path, body.encode(), headers
        )
        status = connection.getresponse().status
    except ssl.SSLError:
        raise DeliveryError("bad_certificate") from None
    except (OSError, http.client.HTTPException, ValueError):
        raise DeliveryError("not_reached") from None
    finally:
        alarm.cancel()
        connection.close()
    if not HTTPStatus.OK <= status < FIRST_STATUS_OF_FAILURE:
        raise DeliveryError(str(status))


class _Connection(http.client.HTTPConnection):
    """A connection to the machine that was looked up, under the name that was asked for."""

    def __init__(self, target: Target) -> None:
        super().__init__(target.parts.hostname or "", target.port, timeout=TIMEOUT_S)
        self.target = target
        self.default_port = SECURE_PORT if target.parts.scheme == "https" else PLAIN_PORT

    def connect(self) -> None:
        """Connect, with TLS unless it is this machine itself."""
        plain = socket.create_connection((self.target.address, self.target.port), TIMEOUT_S)
        if self.target.parts.scheme == "https":
            context = ssl.create_default_context()
            try:
                self.sock = context.wrap_socket(plain, server_hostname=self.host)
            except BaseException:
                plain.close()
                raise
        else:
            self.sock = plain

    def hang_up(self) -> None:
        """End the call from outside, whatever the other side does."""
        line: socket.socket | None = self.sock
        if line is not None:
            with suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)


def is_public(address: str) -> bool:
    """Return whether an address is of the public internet, also one that hides in an address of IPv6."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv6Address):
        inner = found.ipv4_mapped or found.sixtofour or (found.teredo[1] if found.teredo else None)
        if inner is None and found in ipaddress.ip_network("64:ff9b::/96"):
            inner = ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(str(inner))
    return found.is_global and not found.is_multicast


def _may_be_public(host: str) -> bool:
    """Return whether a name has a dot, or an address of numbers is public; names are looked up later."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return "." in host.strip(".")
    return is_public(host)


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _addresses(host: str, port: int) -> list[str]:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(each[4][0]) for each in found))
