"""The network lead sees who has read which record of a person in need, and when."""

from __future__ import annotations

from typing import Any

from flask import render_template, request, url_for

from helpexchange.accounts.roles import Permission
from helpexchange.core.audience import audience
from helpexchange.core.viewer import Viewer, current_viewer
from helpexchange.people import labels
from helpexchange.people.forms import ReadingSearch
from helpexchange.people.models import RecordReading
from helpexchange.people.pages import blueprint
from helpexchange.people.queries import parts_of, readers, readings_page

TYPED = 100


@blueprint.get("/access-log")
@audience(Permission.SEE_ACCESS_LOG)
def access_log() -> str:
    """Show who has read what, the latest first; the filters stand in the address."""
    return _page(current_viewer(), typed="")


@blueprint.post("/access-log")
@audience(Permission.SEE_ACCESS_LOG)
def find_readings() -> str:
    """Show who has read about somebody: a name never stands in an address."""
    return _page(current_viewer(), typed=request.form.get("typed", "").strip()[:TYPED])


def _page(viewer: Viewer, *, typed: str) -> str:
    search = ReadingSearch.of(request.args)
    number = request.args.get("page", 1, type=int) if not typed else 1
    page = readings_page(viewer, wish=search.wish, number=number, typed=typed)
    parts = parts_of(viewer, sorted({each.person_id for each in page.items}))
    return render_template(
        "people/access_log.html", search=search, typed=typed,
        page=page.map(lambda each: _line(each, parts[each.person_id].name)),
        reader_choices=readers(viewer),
    )  # fmt: skip


def _line(reading: RecordReading, name: str) -> dict[str, Any]:
    return {
        "at": reading.read_at,
        "reader": reading.reader,
        "name": name or labels.nobody_named(),
        "person_url": url_for("people.show_person", person_id=reading.person_id),
        "page": labels.READ_ON[reading.page],
    }
