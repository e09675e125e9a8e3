"""Who may have been entered twice: side by side, merged, undone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import flash, redirect, render_template, url_for

from helpexchange.accounts.roles import Permission
from helpexchange.config import LANGUAGES
from helpexchange.core.audience import audience
from helpexchange.core.clock import now
from helpexchange.core.errors import NotFoundRefusal
from helpexchange.core.i18n import gettext as _
from helpexchange.core.viewer import Viewer, current_viewer
from helpexchange.core.week import times_in_words
from helpexchange.help_requests.labels import WAYS_TO_TELL
from helpexchange.helper_profiles.models import HelperProfile
from helpexchange.people import actions, labels
from helpexchange.people.forms import MergeForm
from helpexchange.people.pages import blueprint
from helpexchange.people.queries import (
    Parts,
    Records,
    doubles,
    doubles_of,
    helpers_in_common,
    known_person,
    merged_into,
    merges,
    parts_of,
    records_of,
)
from helpexchange.people.rules import CHOICES, CHOICES_OF_HELP, SIDES, UNDO_FOR, AlreadyMergedError, Side
from helpexchange.skills.labels import skill_name

UNPROCESSABLE = 422


@blueprint.get("/people/doubles")
@audience(Permission.CHANGE_PEOPLE)
def entered_twice() -> str:
    """Show pairs of people who may be one, and merges that can be undone."""
    viewer = current_viewer()
    pairs, made = doubles(viewer), merges(viewer, now=now())
    ids = {each for pair in pairs for each in pair[:2]} | {each.kept_id for each in made}
    names = parts_of(viewer, sorted(ids))
    lines = [
        {
            "names": [names[each].name or labels.nobody_named() for each in pair[:2]],
            "facts": [_facts(names[each]) for each in pair[:2]],
            "text": ", ".join(str(labels.IN_COMMON[kind]) for kind in pair.kinds),
            "url": url_for("people.merge", person_id=pair.first_id, other_id=pair.second_id),
        }
        for pair in pairs
    ]  # fmt: skip
    done = [
        {"id": each.id, "name": names[each.kept_id].name, "by": each.merged_by, "at": each.merged_at,
         "until": each.merged_at + UNDO_FOR,
         "url": url_for("people.show_person", person_id=each.kept_id)}
        for each in made
    ]  # fmt: skip
    return render_template("people/doubles.html", pairs=lines, merges=done)


@blueprint.route("/people/<int:person_id>/merge/<int:other_id>", methods=["GET", "POST"])
@audience(Permission.CHANGE_PEOPLE)
def merge(person_id: int, other_id: int) -> Any:
    """Show two people side by side, ask what is kept of each, and make them one."""
    viewer = current_viewer()
    sides = {Side.KEPT: _side(viewer, person_id), Side.GONE: _side(viewer, other_id)}
    form = MergeForm()
    helpers = helpers_in_common(viewer, person_id, other_id)
    form.offer(_shown(sides, helpers))
    if form.validate_on_submit():
        actions.merge_people(
            kept_id=person_id, gone_id=other_id, choices=form.choices(), by=viewer, now=now()
        )
        flash(_("The two are one now. For 30 days this can be undone."), "success")
        return redirect(url_for("people.show_person", person_id=person_id))
    page = render_template(
        "people/merge.html", form=form, sides=list(sides.values()), person_id=person_id, other_id=other_id,
        both_help=bool(helpers),
    )  # fmt: skip
    return page, UNPROCESSABLE if form.errors else 200


@blueprint.post("/people/<int:person_id>/not/<int:other_id>")
@audience(Permission.CHANGE_PEOPLE)
def note_different(person_id: int, other_id: int) -> Any:
    """Note that these are two people, so that they are not shown again."""
    actions.note_different(first_id=person_id, second_id=other_id, by=current_viewer(), now=now())
    flash(_("Noted: these are two people."), "success")
    return redirect(url_for("people.entered_twice"))


@blueprint.post("/people/merges/<int:merge_id>/undo")
@audience(Permission.CHANGE_PEOPLE)
def undo_merge(merge_id: int) -> Any:
    """Make two people of one again."""
    done = actions.undo_merge(merge_id=merge_id, by=current_viewer(), now=now())
    flash(_("These are two people again, as before. What was written since stays with the first."), "success")
    return redirect(url_for("people.show_person", person_id=done.kept_id))


def _shown(
    sides: Mapping[Side, Mapping[str, Any]], helpers: Mapping[Side, HelperProfile]
) -> dict[str, dict[Side, str]]:
    """Return what the two have, choice by choice; of their help only if both help through one office."""
    shown = {name: {side: each["shown"][name] for side, each in sides.items()} for name in CHOICES}
    words = {side: _help_in_words(each) for side, each in helpers.items()}
    for name in CHOICES_OF_HELP:
        shown[name] = {side: words[side][name] if words else "" for side in SIDES}
    return shown


def _help_in_words(helper: HelperProfile) -> dict[str, str]:
    return {
        "times": "; ".join(times_in_words(helper.times)),
        "kinds": ", ".join(skill_name(each.skill_code) for each in helper.skills),
    }


def _facts(parts: Parts) -> str:
    return " · ".join(filter(None, (parts.first("phone"), parts.first("postal_code", "town"))))


def twins_of(viewer: Viewer, known_id: int) -> list[dict[str, Any]]:
    """Return entries that may be the same person, by what they have in common."""
    if not viewer.may(Permission.CHANGE_PEOPLE):
        return []
    found = []
    for pair in doubles_of(viewer, known_id):
        other = pair.second_id if pair.first_id == known_id else pair.first_id
        what = ", ".join(str(labels.IN_COMMON[kind]) for kind in pair.kinds)
        found.append(
            {
                "text": _("Another entry with %(what)s", what=what),
                "url": url_for("people.merge", person_id=known_id, other_id=other),
            }
        )
    return found


def _in_words(contact: dict[str, Any]) -> dict[str, str]:
    """Return what the records of a person say, by the choices of a merge."""
    place = f"{contact.get('postal_code', '')} {contact.get('town', '')}".strip()
    language = LANGUAGES.get(contact.get("language", ""), "")
    return {
        "name": f"{contact.get('first_name', '')} {contact.get('last_name', '')}".strip(),
        "phone": contact.get("phone", ""),
        "email": contact.get("email", ""),
        "address": ", ".join(filter(None, (contact.get("street", ""), place))),
        "told": ", ".join(filter(None, (_way(contact), language))),
    }


def _way(contact: dict[str, Any]) -> str:
    return str(WAYS_TO_TELL[contact["channel"]]) if "channel" in contact else ""


def _side(viewer: Viewer, known_id: int) -> dict[str, Any]:
    try:
        records: Records = records_of(viewer, known_person(viewer, known_id))
    except NotFoundRefusal as refusal:
        if merged_into(viewer, known_id) is None:
            raise
        raise AlreadyMergedError from refusal
    contact = records.contact()
    return {
        "name": records.name or labels.nobody_named(),
        "url": url_for("people.show_person", person_id=known_id),
        "shown": _in_words(contact),
        "requests": len(records.requests),
        "helps": len(records.helpers),
        "accounts": len(records.accounts),
    }
