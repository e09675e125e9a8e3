"""A request as pages show it: a card, its facts, its history."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import url_for

from helpexchange.audit_trail.models import AuditEntry
from helpexchange.audit_trail.queries import history, history_of_own
from helpexchange.core.clock import now
from helpexchange.core.events import announce
from helpexchange.core.viewer import Viewer
from helpexchange.core.week import times_in_words
from helpexchange.help_requests import labels
from helpexchange.help_requests.models import HelpRequest, PersonInNeed
from helpexchange.help_requests.queries import OpenRequest
from helpexchange.help_requests.queries.records import OBJECT_TYPE
from helpexchange.people_index.rules import ReadOn, RecordRead
from helpexchange.skills.labels import language_name, skill_name
from helpexchange.skills.symbols import symbol_of


def card_of(found: OpenRequest) -> dict[str, Any]:
    """Return what a card of the board shows."""
    return {
        "id": f"request-{found.id}",
        "icon": symbol_of(found.kind_code),
        "title": skill_name(found.kind_code, found.kind_name),
        "url": url_for("help_requests.show", request_id=found.id),
        "facts": facts_of(found),
    }


def facts_of(found: OpenRequest) -> list[dict[str, str]]:
    """Return everything public about a request, line by line."""
    often = labels.frequency(
        visits_per_week=found.visits_per_week, is_one_off=found.is_one_off, visit_minutes=found.visit_minutes
    )
    lines = [
        ("place", labels.place(found.district_name, found.distance_km, is_remote=found.remote)),
        ("calendar", "; ".join(times_in_words(found.times))),
        ("clock", often),
        ("language", ", ".join(language_name(code) for code in found.languages)),
        ("people", labels.helpers_needed(found.helpers_needed)),
        ("info", labels.waiting(found.submitted_at, now()) if found.still_waits else ""),
    ]
    return [{"icon": icon, "text": text} for icon, text in lines if text]


def events_of(viewer: Viewer, record: HelpRequest, *, is_own: bool) -> list[dict[str, Any]]:
    """Return the history of a request in words, newest first."""
    read = history_of_own if is_own else history
    entries = read(viewer, object_type=OBJECT_TYPE, object_ids=[record.id])
    return history_in_words(viewer, record, entries)


def history_in_words(
    viewer: Viewer, record: HelpRequest, entries: Sequence[AuditEntry]
) -> list[dict[str, Any]]:
    """Return what happened to a request, newest first; the first thing is always that somebody asked."""
    events = [event_of(viewer, entry) for entry in entries]
    if not any(entry.act == "submit_request" for entry in entries):  # it came with a file
        events.append({"at": record.submitted_at, "text": labels.asked(), "note": ""})
    return events


def event_of(viewer: Viewer, entry: AuditEntry) -> dict[str, Any]:
    """Return one thing that happened, for the timeline."""
    words = labels.act_in_words(entry, viewer)
    return {"at": entry.at, "text": words, "note": labels.reason_in_words(entry)}


def announce_reading(person: PersonInNeed | None, page: ReadOn, viewer: Viewer) -> None:
    """Say that the viewer, who works for an office, reads the record of a person in need."""
    if person is not None and person.known_id is not None:
        announce(RecordRead(known_id=person.known_id, page=page, by=viewer))
