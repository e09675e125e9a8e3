"""Pretend twins: they put messages into folders, where somebody who tries the service can look."""

from __future__ import annotations

import json
import os
from pathlib import Path

from helpexchange.config import Settings
from helpexchange.notifications.mail_words import written
from helpexchange.notifications.models import OutboxMessage
from helpexchange.notifications.transports.text_gateway import international


class MailFolder:
    """Puts mails into a folder, as files that mail programs open."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._folder = settings.var_dir / "mail"

    def send(self, message: OutboxMessage) -> None:
        """Write the mail to its file."""
        _write(self._folder / f"message-{message.id}.eml", bytes(written(message, self._settings)))

    def close(self) -> None:
        """Do nothing: no file stays open."""


class TextFolder:
    """Puts text messages into a folder: what would be handed to a gateway."""

    def __init__(self, settings: Settings) -> None:
        self._country = settings.phone_country
        self._folder = settings.var_dir / "text-messages"

    def send(self, message: OutboxMessage) -> None:
        """Write the text message to its file."""
        content = {"to": international(message.address, self._country), "text": message.text}
        _write(self._folder / f"message-{message.id}.json", json.dumps(content, ensure_ascii=False).encode())

    def close(self) -> None:
        """Do nothing: no file stays open."""


def _write(file: Path, content: bytes) -> None:
    """Write a file at once or not at all; only its owner reads it, because people's messages are in it."""
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = file.with_suffix(".new")
    draft.touch(mode=0o600)
    draft.write_bytes(content)
    os.replace(draft, file)  # noqa: PTH105  # the name that says what it does
