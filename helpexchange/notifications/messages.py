"""The words of a message, from its template, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask import current_app
from flask_babel import force_locale

from helpexchange.config import LANGUAGES
from helpexchange.core.i18n import locale_of
from helpexchange.notifications.rules import Channel


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A message in words; paragraphs of `text` are parted by empty lines."""

    language: str
    subject: str
    text: str


def write(
    message: str,
    *,
    channel: Channel,
    language: str | None,
    words: Mapping[str, object],
    reads_easy: bool = False,
) -> Written:
    """Return the message for this channel and language.

    Args:
        message: "<feature>/messages/<name>", a template of text with the blocks `subject` (no personal data),
            `body` and, for text messages, `short`.
        channel: text messages get the block `short`, all others `body`.
        language: code; None or one we do not speak is the town's.
        reads_easy: True writes German in easy language, as far as the message has it.
        words: what the template names; it also knows `channel` and `service_name`.
    """
    settings = current_app.extensions["settings"]
    spoken = language if language in LANGUAGES else settings.default_language
    with force_locale(locale_of(spoken, reads_easy=reads_easy)):
        template = current_app.jinja_env.get_template(f"{message}.txt")
        named = {"channel": channel.value, "service_name": settings.service_name, **words}
        context = template.new_context(named)
        body = "short" if channel is Channel.TEXT else "body"
        subject, text = ("".join(template.blocks[block](context)).strip() for block in ("subject", body))
    return Written(language=spoken, subject=" ".join(subject.split()), text=text)
