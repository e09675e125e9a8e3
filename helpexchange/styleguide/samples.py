"""Invented content for the components of the style guide, with long German words on purpose."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from helpexchange.core.paging import Page

FIRST_AT = datetime(2026, 11, 3, 9, 30, tzinfo=UTC)
SECOND_AT = datetime(2026, 11, 4, 14, 5, tzinfo=UTC)
PAGE_COUNT = 12
PER_PAGE = 20

CARDS: list[dict[str, Any]] = [
    {
        "id": "request-1",
        "title": "Einkaufsbegleitung und Rezeptabholung",
        "url": "#request-1",
        "text": "Once a week, with a walking frame. The shop is five minutes away.",
        "facts": [
            {"icon": "place", "text": "Dortmund-Hörde"},
            {"icon": "clock", "text": "Tuesday afternoon"},
            {"icon": "language", "text": "German, Turkish"},
        ],
        "is_on_map": True,
    },
    {
        "id": "request-2",
        "title": "Company for a walk",
        "url": "#request-2",
        "facts": [{"icon": "place", "text": "Innenstadt-Nord"}, {"icon": "clock", "text": "any morning"}],
        "is_on_map": True,
    },
    {
        "id": "request-3",
        "title": "Donaudampfschifffahrtsgesellschaftskapitänsmütze reparieren",
        "text": "A title of one long word must break and not push the page aside.",
        "facts": [{"icon": "place", "text": "Aplerbeck"}],
        "is_on_map": True,
    },
]

REASONS = [
    {"icon": "place", "text": "1.2 km away"},
    {"icon": "language", "text": "speaks Turkish"},
    {"icon": "calendar", "text": "free Tuesday afternoon"},
    {"icon": "rested", "text": "has not been asked for 5 weeks"},
    {"icon": "warning", "text": "check expires in 3 weeks", "is_caution": True},
]


def proposal(*, number: int, is_decided: bool = False) -> dict[str, Any]:
    """Return the content of one proposal card."""
    actions = [
        {"label": "Approve", "url": "#"},
        {"label": "Lock", "url": "#", "style": "secondary"},
        {"label": "Reject", "url": "#", "style": "secondary"},
    ]
    return {
        "id": f"proposal-{number}",
        "helper": "Ayşe",
        "request": "Wohnungsgeberbescheinigung ausfüllen" if number > 1 else "Shopping for Karl",
        "status": "Approved" if is_decided else "Proposed",
        "status_colour": "green" if is_decided else "yellow",
        "is_decided": is_decided,
        "time": "Tuesday 3 November, 14:00 to 16:00",
        "distance": "1.2 km",
        "reasons": REASONS,
        "actions": [] if is_decided else actions,
        "choice": str(number),
        "is_on_map": True,
    }


COLUMNS = [
    {"key": "name", "label": "District", "is_sortable": True},
    {"key": "office", "label": "Office"},
    {"key": "open", "label": "Open requests", "is_number": True, "is_sortable": True},
    {"key": "helpers", "label": "Active helpers", "is_number": True, "is_sortable": True},
]

LINES = [
    {"name": "Aplerbeck", "office": "Seniorenbüro Aplerbeck", "open": 18, "helpers": 41},
    {"name": "Hörde", "office": "Seniorenbüro Hörde", "open": 27, "helpers": 36},
    {"name": "Innenstadt-Nord", "office": "Seniorenbüro Innenstadt-Nord", "open": 1234, "helpers": 22},
]

BARS = [{"label": line["name"], "value": value} for line, value in zip(LINES, (18, 27, 40), strict=True)]

ROWS = [
    {"title": "Run of 3 November", "url": "#", "text": "Hörde, 27 requests, 19 proposals"},
    {"title": "Nachbarschaftshilfekoordinierungsstellenbesprechung", "text": "without a link"},
]

SUMMARY = [
    {"key": "Kind of help", "value": "Shopping", "url": "#", "action": "Change"},
    {"key": "Barrierefreiheitsanforderungen", "value": "Ground floor, no steps", "url": "#"},
    {"key": "Asked by", "value": "phone"},
]

HISTORY = [
    {"at": FIRST_AT, "text": "Maria Nowak approved the proposal.", "note": "Both know each other."},
    {"at": SECOND_AT, "text": "Ayşe was asked by text message."},
]

MESSAGES: list[dict[str, Any]] = [
    {
        "id": 1, "icon": "mail", "channel": "E-mail", "at": SECOND_AT, "state": "sent", "colour": "green",
        "subject": "Ihre Anfrage ist angekommen", "language": "de", "fault": "",
        "text": "Guten Tag Erika,\n\nIhre Anfrage ist da.\nWir rufen Sie bis Donnerstag an.",
    },
    {
        "id": 2, "icon": "tablet", "channel": "Text message", "at": FIRST_AT, "state": "not sent",
        "colour": "red", "subject": "Your code", "language": "en", "text": "",
        "fault": "The address or number is not accepted. (400)",
    },
]  # fmt: skip

POINTS = [
    {"id": "request-1", "kind": "request", "lat": 51.489, "lon": 7.502, "label": "Shopping, Hörde"},
    {"id": "request-2", "kind": "request", "lat": 51.527, "lon": 7.468, "label": "Walk, Innenstadt-Nord"},
    {"id": "request-3", "kind": "request", "lat": 51.527, "lon": 7.468, "label": "Repair, Innenstadt-Nord"},
    {"id": "helper-1", "kind": "helper", "lat": 51.501, "lon": 7.489, "label": "Ayşe, Hörde"},
    {"id": "office-1", "kind": "office", "lat": 51.491, "lon": 7.515, "label": "Seniorenbüro Hörde"},
]

OUTLINES = {
    "type": "FeatureCollection",
    "features": [
        {
            "type": "Feature",
            "properties": {"name": name},
            "geometry": {"type": "Polygon", "coordinates": [corners]},
        }
        for name, corners in (
            ("Hörde", [[7.45, 51.46], [7.56, 51.46], [7.55, 51.51], [7.46, 51.512], [7.45, 51.46]]),
            ("Innenstadt-Nord", [[7.43, 51.512], [7.5, 51.513], [7.5, 51.54], [7.44, 51.55], [7.43, 51.512]]),
        )
    ],
}


def middle_page() -> Page[int]:
    """Return a page in the middle of many, for the pagination."""
    return Page(list(range(PER_PAGE)), 6, PER_PAGE, PAGE_COUNT * PER_PAGE - 3)


ICONS = (
    "arrow", "calendar", "check", "clock", "cross", "document", "exchange", "gap", "heart", "help",
    "home", "info", "language", "list", "lock", "mail", "map", "people", "person", "phone", "place", "rested",
    "search", "shield", "skill", "walk", "warning",
)  # fmt: skip
