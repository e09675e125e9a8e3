"""Letters as a PDF that screen readers can read too (PDF/UA), for window envelopes (DIN 5008, form B)."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from flask import current_app
from flask_babel import force_locale, gettext

from helpexchange.core.clock import local_date
from helpexchange.core.i18n import day_text
from helpexchange.core.logs import get_logger
from helpexchange.notifications.models import LetterBatch, OutboxMessage
from helpexchange.offices.models import Office

SOURCE = Path(__file__).parent / "templates" / "notifications" / "letter.typ"

log = get_logger(__name__)


def pdf_of(batch: LetterBatch, letters: Sequence[OutboxMessage], office: Office | None) -> bytes:
    """Return the letters of a print as one PDF; made again it says the same.

    Args:
        letters: at least one; each begins on a sheet of its own.
        office: whose address and number they bear; None for the whole town.
    """
    settings = current_app.extensions["settings"]
    data = {
        "title": gettext("Letters of %(day)s", day=day_text(local_date(batch.made_at, settings.time_zone))),
        "author": office.name if office else settings.service_name,
        "language": settings.default_language,
        "letters": [_letter(each, batch, office) for each in letters],
    }
    return compiled(SOURCE, data)


def _letter(message: OutboxMessage, batch: LetterBatch, office: Office | None) -> dict[str, Any]:
    settings = current_app.extensions["settings"]
    name = office.name if office else settings.service_name
    where = [office.street, f"{office.postal_code} {office.town}".strip()] if office else []
    paragraphs = [part.strip().splitlines() for part in message.text.split("\n\n") if part.strip()]
    with force_locale("en_GB" if message.language == "en" else message.language):
        return {
            "language": message.language,
            "sender_line": " · ".join(filter(None, [name, *where])),
            "address": message.address.splitlines() or [message.name],
            "contact": _contact(name, where, office),
            "date": day_text(local_date(batch.made_at, settings.time_zone)),
            "subject": message.subject,
            "paragraphs": paragraphs,
        }


def _contact(name: str, where: Sequence[str], office: Office | None) -> list[list[str]]:
    """Return the lines about the office, in groups: who and where, how to reach it, when."""
    if office is None:
        return [[name]]
    reach = [
        gettext("Phone: %(number)s", number=office.phone) if office.phone else "",
        office.email,
    ]
    groups = [[name, *where], reach, office.opening_hours.splitlines()]
    return [lines for lines in ([line for line in group if line] for group in groups) if lines]


def compiled(source: Path, data: Mapping[str, Any]) -> bytes:
    """Return the PDF that a template makes of `data`; what no machine can read aloud is still printed."""
    import typst

    fonts = Path(current_app.root_path) / "static" / "build"
    given: dict[str, Any] = {
        "input": source,
        "sys_inputs": {"data": json.dumps(data, ensure_ascii=False)},
        "font_paths": [fonts],
        "format": "pdf",
    }
    try:
        made = typst.compile(**given, pdf_standards=["ua-1"])
    except typst.TypstError as error:  # such as a letter of an alphabet that no font here knows
        log.warning("letters_without_pdf_ua", code=type(error).__name__)
        made = typst.compile(**given)
    if not isinstance(made, bytes):
        raise TypeError("typst has made more than one file")
    return made
