"""A real mail server on this machine, which refuses, hangs up or is away as a test wishes."""

import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from email import message_from_bytes
from email.message import EmailMessage
from email.parser import BytesHeaderParser
from email.policy import SMTP as SMTP_POLICY
from email.policy import compat32
from email.utils import parseaddr
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

Answer = Callable[[str], str | None]


class MailBox:
    """Keeps the mails that the server has taken.

    Attributes:
        contents: the mails in the order in which they came; looked into only when somebody asks.
        is_secure: for each whether it came over TLS.
        answer: given the receiver's address, returns what the server says instead of taking the mail.
    """

    def __init__(self) -> None:
        self.contents: list[bytes] = []
        self.is_secure: list[bool] = []
        self.answer: Answer = lambda _address: None

    async def handle_RCPT(  # noqa: N802  # named by the library
        self, _server: object, _session: object, envelope: Any, address: str, _options: list[str]
    ) -> str:
        """Take or refuse a receiver."""
        said = self.answer(address)
        if said is None:
            envelope.rcpt_tos.append(address)
        return said or "250 OK"

    async def handle_DATA(self, server: Any, _session: object, envelope: Any) -> str:  # noqa: N802
        """Take the mail."""
        self.is_secure.append(server.transport.get_extra_info("ssl_object") is not None)
        self.contents.append(envelope.content)
        return "250 Message accepted for delivery"

    # No property: for each connection the library looks at every member of this object, and so at all mails.
    def mails(self) -> list[EmailMessage]:
        """Return the mails in the order in which they came."""
        return [message_from_bytes(content, policy=SMTP_POLICY) for content in self.contents]

    def receivers(self) -> list[str]:
        """Return the addresses of all mails, in order."""
        return [parseaddr(to)[1] for to in self._headers("To")]

    def doubles(self) -> int:
        """Return how many mails came although a mail with the same Message-ID had come before."""
        return len(self.contents) - len(set(self._headers("Message-ID")))

    def _headers(self, name: str) -> list[str]:
        """Return a header of every mail; a thousand mails are not taken apart for one line each."""
        parse = BytesHeaderParser(policy=compat32).parsebytes
        return [str(parse(content)[name]) for content in self.contents]


class Server(Controller):
    """A server that begins to listen without saying anything to itself: over TLS it could not."""

    def _trigger_server(self) -> None:
        with suppress(OSError), socket.create_connection((self.hostname, self.port), 1.0):
            pass


@contextmanager
def mail_server(
    box: MailBox,
    port: int = 0,
    *,
    password: str = "",
    ssl_context: ssl.SSLContext | None = None,
    tls_context: ssl.SSLContext | None = None,
) -> Iterator[int]:
    """Run a mail server that puts what it gets into `box`, and yield its port.

    Args:
        password: what senders must say, whatever name they have; empty asks for none.
        ssl_context: speaks TLS from the start.
        tls_context: offers STARTTLS, and takes nothing without it.
    """
    secure: dict[str, Any] = {"ssl_context": ssl_context, "tls_context": tls_context}
    secure["require_starttls"] = tls_context is not None
    if password:
        # By "TLS" the library means STARTTLS; over TLS from the start it would take no password at all.
        needs_tls = tls_context is not None
        secure |= {
            "authenticator": _doorman(password), "auth_required": True, "auth_require_tls": needs_tls,
        }  # fmt: skip
    server = Server(box, hostname="127.0.0.1", port=port or free_port(), **secure)
    server.start()
    try:
        yield server.port
    finally:
        server.stop()


def _doorman(password: str) -> Callable[..., AuthResult]:
    def let_in(_server: object, _session: object, _envelope: object, _how: str, given: Any) -> AuthResult:
        return AuthResult(success=given.password == password.encode(), handled=False)

    return let_in


def free_port() -> int:
    """Return a port on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
