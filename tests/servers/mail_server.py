"""A real mail server on this machine, which refuses, hangs up or is away as a test wishes."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP as SMTP_POLICY
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

Answer = Callable[[str], str | None]


class MailBox:
    """Keeps the mails that the server has taken.

    Attributes:
        mails: in the order in which they came.
        answer: given the receiver's address, returns what the server says instead of taking the mail.
    """

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.answer: Answer = lambda _address: None

    async def handle_RCPT(  # noqa: N802  # named by the library
        self, _server: object, _session: object, envelope: Any, address: str, _options: list[str]
    ) -> str:
        """Take or refuse a receiver."""
        said = self.answer(address)
        if said is None:
            envelope.rcpt_tos.append(address)
        return said or "250 OK"

    async def handle_DATA(self, _server: object, _session: object, envelope: Any) -> str:  # noqa: N802
        """Take the mail."""
        mail = message_from_bytes(envelope.content, policy=SMTP_POLICY)
        self.mails.append(mail)
        return "250 Message accepted for delivery"

    def receivers(self) -> list[str]:
        """Return the addresses of all mails, in order."""
        return [mail["To"].addresses[0].addr_spec for mail in self.mails]

    def doubles(self) -> int:
        """Return how many mails came although a mail with the same Message-ID had come before."""
        return sum(count - 1 for count in Counter(mail["Message-ID"] for mail in self.mails).values())


@contextmanager
def mail_server(box: MailBox, port: int = 0, *, password: str = "") -> Iterator[int]:
    """Run a mail server that puts what it gets into `box`, and yield its port.

    Args:
        password: what senders must say, whatever name they have; empty asks for none.
    """
    secure: dict[str, Any] = {}
    if password:
        secure = {"authenticator": _doorman(password), "auth_required": True, "auth_require_tls": False}
    server = Controller(box, hostname="127.0.0.1", port=port or free_port(), **secure)
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
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
