"""Mails go out through a mail server."""

from __future__ import annotations

import smtplib
import ssl
from contextlib import suppress
from email.utils import parseaddr
from urllib.parse import unquote, urlsplit

from helpexchange.config import Settings
from helpexchange.notifications.mail_words import written
from helpexchange.notifications.models import OutboxMessage
from helpexchange.notifications.rules import Fault, SendingError

TIMEOUT_S = 15.0
CLOSING = 421  # the server says good-bye
PERMANENT = 500  # SMTP answers from here on: trying again cannot help


class SmtpTransport:
    """A mail server. `smtps` is TLS from the start; `smtp` becomes TLS if the server can.

    A password is sent over TLS only, or to this machine. The server's certificate must be of an authority
    that this machine trusts; OpenSSL's own SSL_CERT_FILE names others.
    """

    def __init__(self, settings: Settings, *, timeout_s: float = TIMEOUT_S) -> None:
        self._settings = settings
        self._timeout_s = timeout_s
        self._server: smtplib.SMTP | None = None

    def close(self) -> None:
        """Hang up."""
        self._hang_up()

    def send(self, message: OutboxMessage) -> None:
        """Hand the mail over; the connection of the one before is used again while it holds."""
        mail = written(message, self._settings)
        sender = parseaddr(self._settings.mail_from)[1]
        server = self._server or self._connect()
        try:
            server.send_message(mail, from_addr=sender, to_addrs=[message.address])
        except smtplib.SMTPException as error:
            raise self._fault(error) from error
        except OSError as error:  # the server went away, or is too slow
            self._hang_up()
            raise SendingError(Fault.NO_ANSWER) from error

    def _connect(self) -> smtplib.SMTP:
        try:
            self._server = _connected(self._settings.smtp_url, timeout_s=self._timeout_s)
        except smtplib.SMTPAuthenticationError as error:
            raise SendingError(
                Fault.SERVICE_REFUSED, code=error.smtp_code, is_down=True, is_blameless=True
            ) from error
        except ssl.SSLCertVerificationError as error:
            raise SendingError(Fault.NOT_TRUSTED, is_down=True, is_blameless=True) from error
        except (smtplib.SMTPException, OSError) as error:
            raise SendingError(Fault.NO_ANSWER, is_down=True, is_blameless=True) from error
        return self._server

    def _fault(self, error: smtplib.SMTPException) -> SendingError:
        """Return an SMTP error in our words; the connection is given up unless it is known to hold."""
        if isinstance(error, smtplib.SMTPRecipientsRefused):
            code = next(iter(error.recipients.values()))[0]
            if code != CLOSING:
                return SendingError(Fault.ADDRESS_REFUSED, code=code, is_final=code >= PERMANENT)
            self._hang_up()
            return SendingError(Fault.SERVICE_BUSY, code=code, is_down=True)
        self._hang_up()
        if isinstance(error, smtplib.SMTPSenderRefused):  # our own sender: no mail can go out
            return SendingError(Fault.SERVICE_REFUSED, code=error.smtp_code, is_down=True)
        if isinstance(error, smtplib.SMTPDataError):
            is_final = error.smtp_code >= PERMANENT
            return SendingError(Fault.CONTENT_REFUSED, code=error.smtp_code, is_final=is_final)
        if isinstance(error, smtplib.SMTPNotSupportedError):
            return SendingError(Fault.BAD_ADDRESS, is_final=True)
        return SendingError(Fault.NO_ANSWER)

    def _hang_up(self) -> None:
        if self._server:
            with suppress(smtplib.SMTPException, OSError):
                self._server.quit()
            self._server.close()
            self._server = None


def _connected(url: str, *, timeout_s: float) -> smtplib.SMTP:
    parts = urlsplit(url)
    host = parts.hostname or ""
    if parts.scheme == "smtps":
        server: smtplib.SMTP = smtplib.SMTP_SSL(host, parts.port or 465, timeout=timeout_s, context=_trust())
    else:
        server = smtplib.SMTP(host, parts.port or 587, timeout=timeout_s)
    try:
        server.ehlo()
        if parts.scheme == "smtp" and server.has_extn("starttls"):
            server.starttls(context=_trust())
            server.ehlo()
        if parts.username:
            _sign_in(server, unquote(parts.username), unquote(parts.password or ""), host)
    except BaseException:
        server.close()
        raise
    return server


def _trust() -> ssl.SSLContext:
    """Return whom this machine trusts; read anew for each connection, and only for those that need it."""
    return ssl.create_default_context()


def _sign_in(server: smtplib.SMTP, user: str, password: str, host: str) -> None:
    is_safe = isinstance(server.sock, ssl.SSLSocket) or host in ("127.0.0.1", "::1", "localhost")
    if not is_safe:
        raise smtplib.SMTPException("the server offers no TLS, so that no password is sent to it")
    server.login(user, password)
