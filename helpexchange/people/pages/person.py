"""One page per person: who they are, what they ask and offer, notes, history, messages."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import Any

from flask import flash, redirect, render_template, url_for

from helpexchange.accounts.roles import NAMES, Permission, Role
from helpexchange.core.audience import audience
from helpexchange.core.clock import now
from helpexchange.core.errors import NotFoundRefusal
from helpexchange.core.events import announce
from helpexchange.core.i18n import gettext as _
from helpexchange.core.viewer import Viewer, current_viewer
from helpexchange.help_requests.labels import COLOURS as REQUEST_COLOURS
from helpexchange.help_requests.labels import STATES as REQUEST_STATES
from helpexchange.help_requests.labels import WAYS_TO_TELL
from helpexchange.helper_profiles.labels import COLOURS as HELPER_COLOURS
from helpexchange.helper_profiles.labels import KINDS
from helpexchange.helper_profiles.labels import STATES as HELPER_STATES
from helpexchange.notifications.labels import history_lines
from helpexchange.people import actions, history_words, labels
from helpexchange.people.forms import NoteForm
from helpexchange.people.models import PersonNote
from helpexchange.people.pages import blueprint
from helpexchange.people.pages.merging import twins_of
from helpexchange.people.pages.representing import rows_of
from helpexchange.people.queries import (
    Records,
    history_of_person,
    known_person,
    merged_into,
    messages_of_person,
    note_of_office,
    notes_about,
    records_of,
)
from helpexchange.people.rules import NoteIsOldError, may_correct
from helpexchange.people_index.rules import ReadOn, RecordRead
from helpexchange.representatives.queries import representations_of
from helpexchange.skills.labels import skill_name

UNPROCESSABLE = 422


@blueprint.route("/people/<int:person_id>", methods=["GET", "POST"])
@audience(Permission.SEE_PEOPLE)
def show_person(person_id: int) -> Any:
    """Show everything an office has of a person, and take a note."""
    viewer = current_viewer()
    try:
        records = records_of(viewer, known_person(viewer, person_id))
    except NotFoundRefusal:
        into = merged_into(viewer, person_id)
        if into is None:
            raise
        return redirect(url_for("people.show_person", person_id=into))
    form = NoteForm(data={"reference": f"N-{secrets.token_hex(8)}"})
    if form.validate_on_submit():
        actions.add_note(
            person_id=person_id, text=form.text.data, reference=form.reference.data, by=viewer, now=now()
        )
        flash(_("The note is written down."), "success")
        return redirect(url_for("people.show_person", person_id=person_id))
    if records.people:
        announce(RecordRead(known_id=person_id, page=ReadOn.PERSON, by=viewer))
    return _page(viewer, records, form), UNPROCESSABLE if form.errors else 200


@blueprint.route("/people/notes/<int:note_id>", methods=["GET", "POST"])
@audience(Permission.CHANGE_PEOPLE)
def correct_note(note_id: int) -> Any:
    """Correct an own note of the last day."""
    viewer = current_viewer()
    note = note_of_office(viewer, note_id)
    if note.account_id != viewer.account_id:
        raise NotFoundRefusal
    if not _may_correct(viewer, note):
        raise NoteIsOldError
    form = NoteForm(data={"text": note.text, "reference": note.reference})
    if not form.validate_on_submit():
        page = render_template("people/correct_note.html", form=form, note=note)
        return page, UNPROCESSABLE if form.errors else 200
    actions.correct_note(note_id=note_id, text=form.text.data, by=viewer, now=now())
    flash(_("The note is corrected."), "success")
    return redirect(url_for("people.show_person", person_id=note.person_id))


def _page(viewer: Viewer, records: Records, form: NoteForm) -> str:
    entries = history_of_person(viewer, records)
    acting = representations_of(viewer, [person.id for person in records.people])
    return render_template(
        "people/person.html", form=form, records=records, name=records.name or labels.nobody_named(),
        contacts=_contacts(records), requests=_requests(records), helps=_helps(records),
        notes=[_note(viewer, note) for note in notes_about(viewer, records.known.id)],
        events=[history_words.event_of(viewer, entry) for entry in entries],
        messages=history_lines(messages_of_person(viewer, records, acting)),
        may_note=viewer.may(Permission.CHANGE_PEOPLE),
        twins=twins_of(viewer, records.known.id), representatives=rows_of(acting),
    )  # fmt: skip


def _may_correct(viewer: Viewer, note: PersonNote) -> bool:
    return viewer.may(Permission.CHANGE_PEOPLE) and may_correct(
        author_id=note.account_id, written_at=note.written_at, by_id=viewer.account_id, now=now()
    )


def _note(viewer: Viewer, note: PersonNote) -> dict[str, Any]:
    return {
        "id": note.id,
        "text": note.text,
        "author": note.author,
        "at": note.written_at,
        "corrected_at": note.corrected_at,
        "may_correct": _may_correct(viewer, note),
    }


def _contacts(records: Records) -> list[dict[str, Any]]:
    """Return how to reach the person, one summary for each record that has its own."""
    found = []
    for person in records.people:
        lines = [
            _reach(_("Phone"), person.phone), _reach(_("E-mail"), person.email),
            (_("Address"), _address(person)), (_("Is told things by"), WAYS_TO_TELL[person.channel]),
            (_("Asked by"), person.asked_by),
        ]  # fmt: skip
        url = url_for("people.change_contact", person_id=records.known.id, asker_id=person.id)
        found.append({"title": _("Asks for help"), "lines": _lines(lines), "url": url})
    for helper in records.helpers:
        lines = [
            _reach(_("Phone"), helper.phone), _reach(_("E-mail"), helper.email),
            (_("Address"), _address(helper)),
            (_("Is told things by"), WAYS_TO_TELL[helper.channel]),
        ]  # fmt: skip
        url = url_for("people.change_contact_of_helper", person_id=records.known.id, helper_id=helper.id)
        found.append({"title": _("Helps"), "lines": _lines(lines), "url": url})
    for account in records.accounts:
        roles = ", ".join(str(NAMES[Role(grant.name)]) for grant in account.roles)
        lines = [_reach(_("E-mail"), account.email), (_("Roles"), roles)]
        found.append({"title": _("Account"), "lines": _lines(lines)})
    return found


def _reach(key: str, value: str) -> tuple[str, Any, bool]:
    """Return a line whose value calls, or writes."""
    return key, value, True


def _lines(lines: Sequence[tuple[Any, ...]]) -> list[dict[str, Any]]:
    return [
        {"key": key, "value": value, "is_contact": any(is_contact)}
        for key, value, *is_contact in lines
        if value
    ]


def _address(record: Any) -> str:
    place = f"{record.postal_code} {record.town}".strip()
    return ", ".join(filter(None, [record.street, place]))


def _requests(records: Records) -> list[dict[str, Any]]:
    return [
        {
            "title": skill_name(each.kind_code, each.kind.name),
            "at": each.submitted_at,
            "url": url_for("help_requests.show", request_id=each.id),
            "state": REQUEST_STATES[each.state],
            "colour": REQUEST_COLOURS.get(each.state),
        }
        for each in records.requests
    ]


def _helps(records: Records) -> list[dict[str, Any]]:
    return [
        {
            "title": KINDS[each.kind],
            "at": each.created_at,
            "url": url_for("helper_profiles.show_helper", helper_id=each.id),
            "state": HELPER_STATES[each.state],
            "colour": HELPER_COLOURS[each.state],
        }
        for each in records.helpers
    ]
