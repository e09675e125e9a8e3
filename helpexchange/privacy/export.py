"""What is known of people as a file to take along: data for programs, and a sheet that everybody can read."""

from __future__ import annotations

import io
import json
import zipfile
from base64 import b64encode
from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from flask import current_app

from helpexchange.accounts.labels import WAYS
from helpexchange.core.i18n import current_language, day_text, minute_text, moment_text, weekday_text
from helpexchange.core.i18n import gettext as _
from helpexchange.core.viewer import Viewer
from helpexchange.helper_profiles.queries import experience_names
from helpexchange.notifications.letters import compiled
from helpexchange.privacy.labels import COLUMNS, OTHER_COLUMNS, TABLES
from helpexchange.privacy.queries import KEPT_SECRET, Rows, known_of
from helpexchange.privacy.rules import Person, PersonKind
from helpexchange.skills.labels import language_name, skill_name

SOURCE = Path(__file__).parent / "templates" / "privacy" / "my_data.typ"
VERSION = 1


def zip_of(viewer: Viewer, people: Sequence[Person], *, is_own: bool, now: datetime) -> bytes:
    """Return the ZIP file with the data of these people: `data.json` and `my-data.pdf`.

    Args:
        is_own: the people were read as the viewer's own; else the viewer's office must know them.
    """
    known = [(person, gathered(viewer, person, is_own=is_own)) for person in people]
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("data.json", as_json(known, now))
        archive.writestr("my-data.pdf", as_pdf(known, now))
    return held.getvalue()


def gathered(viewer: Viewer, person: Person, *, is_own: bool) -> dict[str, Rows]:
    """Return what is known of one person; lived experience by its name instead of its number."""
    known = known_of(viewer, person, is_own=is_own)
    if person.kind is PersonKind.HELPER and "helper_experiences" in known:
        names = experience_names(viewer, person.id)
        known["helper_experiences"] = [{"experience_id": name} for name in names]
    return known


def as_json(known: Sequence[tuple[Person, dict[str, Rows]]], now: datetime) -> str:
    """Return the data for programs."""
    people = [{"kind": str(person.kind), "id": person.id, "data": data} for person, data in known]
    whole = {"format": "helpexchange-personal-data", "version": VERSION, "made_at": now, "people": people}
    return json.dumps(whole, ensure_ascii=False, indent=2, default=_plain)


def _plain(value: Any) -> str:
    if isinstance(value, bytes):
        return b64encode(value).decode()
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def as_pdf(known: Sequence[tuple[Person, dict[str, Rows]]], now: datetime) -> bytes:
    """Return the sheet for people, in the language of the page (PDF/UA)."""
    settings = current_app.extensions["settings"]
    sections = [section for _person, data in known for section in _sections(data)]
    return compiled(
        SOURCE,
        {
            "title": _("What we know of you"),
            "author": settings.service_name,
            "language": current_language(),
            "lead": _("As it stood on %(moment)s. The file data.json holds the same for programs, and in it "
                      "what was done when.", moment=moment_text(now)),
            "empty": _("Nothing is kept about you."),
            "sections": sections,
        },
    )  # fmt: skip


def _sections(known: dict[str, Rows]) -> list[dict[str, Any]]:
    """Return each table with its lines; acts stand in the data for programs only."""
    shown = {name: rows for name, rows in known.items() if name in TABLES and name != "audit_entries"}
    sections = [
        {"title": str(TABLES[name]), "entries": [_lines(name, row) for row in rows]}
        for name, rows in shown.items()
    ]
    return [section for section in sections if any(section["entries"])]


def _lines(table: str, row: dict[str, Any]) -> list[dict[str, str]]:
    lines = []
    for column, value in row.items():
        label = OTHER_COLUMNS.get((table, column), COLUMNS.get(column))
        if label is not None and value not in (None, "", [], {}):
            lines.append({"label": str(label), "value": in_words(column, value)})
    return lines


def in_words(column: str, value: Any) -> str:
    """Return a value as a person reads it."""
    if value == KEPT_SECRET:
        return str(_("is kept, but not shown, so that nobody else can sign in with it"))
    if column in _READ_AS:
        return _READ_AS[column](value)
    if isinstance(value, datetime):
        return moment_text(value)
    if isinstance(value, date):
        return day_text(value)
    if isinstance(value, list | dict):
        return ", ".join(str(each) for each in value)
    return str(value)


_READ_AS: dict[str, Callable[[Any], str]] = {
    "weekday": weekday_text,
    "quiet_days": lambda days: ", ".join(weekday_text(int(day)) for day in days),
    "start_min": minute_text,
    "end_min": minute_text,
    "moved_from_min": minute_text,
    "skill_code": skill_name,
    "kind_code": skill_name,
    "language": language_name,
    "data": lambda _data: str(_("is in data.json, as base64")),
    "way": lambda way: str(WAYS.get(way, way)),
    "visits": lambda visits: "; ".join(
        f"{weekday_text(day)} {minute_text(start)}-{minute_text(end)}" for day, start, end in visits
    ),
}
