"""Codes of an authenticator app (TOTP, RFC 6238): Flask-Security's class, told the time by our clock."""

from __future__ import annotations

from datetime import datetime

import segno
from flask_security.totp import Totp
from passlib.exc import TokenError  # type: ignore[import-untyped]

from helpexchange.accounts.secret_words import kept

#: A code may be so many seconds early or late.
WINDOW_S = 30


class CodeClock(Totp):
    """Makes secrets, sealed by the secret of the installation, and checks codes."""

    def matched_counter(
        self, code: str, sealed: str, *, moment: datetime, last_counter: int | None
    ) -> int | None:
        """Return the time step of a right code that was not used before, or None."""
        try:
            match = self._totp.verify(code, sealed, time=moment, window=WINDOW_S, last_counter=last_counter)
        except (TokenError, ValueError, TypeError):
            return None
        return int(match.counter)


def code_clock(service_name: str) -> CodeClock:
    """Return the maker and checker of codes; `service_name` is what the app shows."""
    return CodeClock(secrets={"1": kept("totp", kind="seal")}, issuer=service_name.replace(":", " "))


def picture(uri: str) -> str:
    """Return a square code for the app's camera as a data address."""
    return str(segno.make(uri, error="m").svg_data_uri(scale=5, border=2, light="white"))
