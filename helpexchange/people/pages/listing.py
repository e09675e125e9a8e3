"""Everybody an office knows, as one list: filters in the address, what is typed of a name never."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import render_template, request, url_for

from helpexchange.accounts.roles import Permission
from helpexchange.core.audience import audience
from helpexchange.core.paging import Page
from helpexchange.core.viewer import Viewer, current_viewer
from helpexchange.offices.queries import districts
from helpexchange.people import labels
from helpexchange.people.forms import PeopleSearch
from helpexchange.people.pages import blueprint
from helpexchange.people.queries import Found, find_people, parts_of, people_page
from helpexchange.skills.labels import SPOKEN_LANGUAGES, language_name

TYPED = 100


@blueprint.get("/people")
@audience(Permission.SEE_PEOPLE)
def people() -> str:
    """Show whom the viewer's offices know, page by page."""
    viewer, search = current_viewer(), PeopleSearch.of(request.args)
    page = _everybody(viewer, search, request.args.get("page", 1, type=int))
    return _page(viewer, search, page=page, found=None, typed="")


@blueprint.post("/people")
@audience(Permission.SEE_PEOPLE)
def find() -> str:
    """Show who fits what was typed: a part of the page for scripts, else the whole page."""
    viewer, search = current_viewer(), PeopleSearch.of(request.args)
    typed = request.form.get("typed", "").strip()[:TYPED]
    hits = find_people(viewer, typed=typed, wish=search.wish) if typed else None
    found = _found(viewer, hits) if hits is not None else {}
    page = None if typed else _everybody(viewer, search, 1)  # an empty box shows everybody, as before
    words = {"found": found if typed else None, "page": page, "typed": typed}
    if request.form.get("part"):
        return render_template("people/_found.html", search=search, **words)
    return _page(viewer, search, **words)


def _everybody(viewer: Viewer, search: PeopleSearch, number: int) -> Page[dict[str, Any]]:
    page = people_page(viewer, wish=search.wish, number=number)
    return Page(_lines(viewer, page.items), page.number, page.per_page, page.total)


def _found(viewer: Viewer, hits: Found) -> dict[str, Any]:
    lines = {line["id"]: line for line in _lines(viewer, [*hits.people, *hits.nearly])}
    return {
        "people": [lines[each] for each in hits.people],
        "nearly": [lines[each] for each in hits.nearly],
        "total": hits.total,
    }


def _page(viewer: Viewer, search: PeopleSearch, **words: Any) -> str:
    spoken = sorted(((code, language_name(code)) for code in SPOKEN_LANGUAGES), key=lambda pair: pair[1])
    return render_template(
        "people/people.html", search=search, language_choices=spoken,
        part_choices=[(part.value, text) for part, text in labels.PARTS.items()],
        standing_choices=[(standing.value, text) for standing, text in labels.STANDINGS.items()],
        order_choices=[(order.value, text) for order, text in labels.ORDERS.items()],
        district_choices=[(area.code, area.name) for area in districts(viewer)], **words,
    )  # fmt: skip


def _lines(viewer: Viewer, ids: Sequence[int]) -> list[dict[str, Any]]:
    """Return a line of the list for each of these people."""
    return [
        {
            "id": known_id,
            "name": parts.name or labels.nobody_named(),
            "phone": parts.first("phone"),
            "place": parts.first("postal_code", "town"),
            "email": "" if parts.first("phone") else parts.first("email"),
            "tags": labels.tags_of(parts),
            "url": url_for("people.show_person", person_id=known_id),
        }
        for known_id, parts in parts_of(viewer, ids).items()
    ]
