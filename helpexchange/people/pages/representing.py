"""Who acts for a person: the office notes it, hears the person's word, ends it, and takes an end back."""

from __future__ import annotations

import dataclasses
import secrets
from collections.abc import Sequence
from datetime import date
from typing import Any

from flask import flash, redirect, render_template, url_for

from helpexchange.accounts.roles import Permission
from helpexchange.core.audience import audience
from helpexchange.core.clock import now, today, town_day
from helpexchange.core.errors import NotFoundRefusal
from helpexchange.core.events import announce
from helpexchange.core.i18n import day_text
from helpexchange.core.i18n import gettext as _
from helpexchange.core.viewer import Viewer, current_viewer
from helpexchange.help_requests.actions import note_own_contact
from helpexchange.help_requests.models import PersonInNeed
from helpexchange.people.pages import blueprint
from helpexchange.people.queries import Records, known_person, records_of, represented_person
from helpexchange.people_index.rules import ReadOn, RecordRead
from helpexchange.representatives import actions, labels
from helpexchange.representatives.forms import EndRepresentationForm, RepresentativeForm, UntilForm, WordForm
from helpexchange.representatives.models import Representation
from helpexchange.representatives.rules import (
    EndedBy,
    EndReason,
    Relation,
    RepresentationDecidedError,
    RepresentationState,
    is_in_force,
    may_undo,
)

UNPROCESSABLE = 422


@blueprint.route("/people/<int:person_id>/representatives/new", methods=["GET", "POST"])
@audience(Permission.CHANGE_PEOPLE)
def note_representative(person_id: int) -> Any:
    """Note who acts for a person, with the word that the person has given to the office."""
    viewer = current_viewer()
    records = records_of(viewer, known_person(viewer, person_id))
    if not records.people:
        raise NotFoundRefusal
    person = records.people[0]
    form = RepresentativeForm(data={"reference": f"V-{secrets.token_hex(8)}", **_asker(person)})
    form.offer()
    if not person.asked_by:
        form.leave_out_contact()
    if form.validate_on_submit() and form.fits(Relation(form.relation.data)):
        who = form.who()
        if person.asked_by and person.asked_by == who.name:  # whose number stood with the person until now
            who = dataclasses.replace(who, account_id=person.account_id)
            phone, email = form.their_phone.data, form.their_email.data
            note_own_contact(person_id=person.id, phone=phone, email=email, by=viewer, now=now())
        actions.record_representation(
            person_id=person.id, office_id=_office_of(viewer, records), who=who, word=form.word(),
            reference=form.reference.data, by=viewer, now=now(),
        )  # fmt: skip
        flash(_("It is noted. Both are told."), "success")
        return _to_person(person_id)
    _announce_reading(viewer, person_id)
    page = render_template(
        "people/representative.html", form=form, name=records.name, person_id=person_id,
    )  # fmt: skip
    return page, UNPROCESSABLE if form.errors else 200


@blueprint.route("/representations/<int:representation_id>", methods=["GET", "POST"])
@audience(Permission.CHANGE_PEOPLE)
def hear_word(representation_id: int) -> Any:
    """Ask whether somebody may act for a person: the words to say, and the person's yes."""
    viewer = current_viewer()
    representation, person = represented_person(viewer, representation_id)
    if representation.state is not RepresentationState.WAITING:
        return _decided(person.known_id)
    form = WordForm()
    form.offer(representation.relation)
    if form.validate_on_submit() and form.fits(representation.relation):
        actions.confirm_representation(representation=representation, word=form.word(), by=viewer, now=now())
        flash(_("It is noted. Both are told."), "success")
        return _to_person(person.known_id)
    _announce_reading(viewer, person.known_id)
    return _page("hear_word", representation, person, form)


@blueprint.post("/representations/<int:representation_id>/refuse")
@audience(Permission.CHANGE_PEOPLE)
def refuse_representative(representation_id: int) -> Any:
    """Note that the person does not want it."""
    viewer = current_viewer()
    representation, person = represented_person(viewer, representation_id)
    if representation.state is RepresentationState.WAITING:
        _end(representation, EndReason.REFUSED, viewer)
    elif representation.end_reason is not EndReason.REFUSED:
        return _decided(person.known_id)
    flash(_("It is noted: nobody acts for this person by this. Both are told in a few minutes."), "success")
    return _to_person(person.known_id)


@blueprint.route("/representations/<int:representation_id>/end", methods=["GET", "POST"])
@audience(Permission.CHANGE_PEOPLE)
def end_representative(representation_id: int) -> Any:
    """Say what follows, ask why, and end a representation."""
    viewer = current_viewer()
    representation, person = represented_person(viewer, representation_id)
    form = EndRepresentationForm()
    if form.validate_on_submit():
        _end(representation, form.chosen(), viewer)
        flash(
            _("It is over. Both are told in a few minutes. Until midnight you can take this back."), "success"
        )
        return _to_person(person.known_id)
    _announce_reading(viewer, person.known_id)
    return _page("end_representative", representation, person, form)


@blueprint.route("/representations/<int:representation_id>/until", methods=["GET", "POST"])
@audience(Permission.CHANGE_PEOPLE)
def extend_representative(representation_id: int) -> Any:
    """Ask for another last day, because the person wishes it to go on."""
    viewer = current_viewer()
    representation, person = represented_person(viewer, representation_id)
    form = UntilForm(data={"until": representation.until.isoformat() if representation.until else ""})
    if form.validate_on_submit():
        actions.extend_representation(
            representation=representation, until=form.until.day, by=viewer, now=now()
        )
        flash(_("It is noted. Both are told."), "success")
        return _to_person(person.known_id)
    _announce_reading(viewer, person.known_id)
    return _page("extend_representative", representation, person, form)


@blueprint.post("/representations/<int:representation_id>/undo")
@audience(Permission.CHANGE_PEOPLE)
def undo_end(representation_id: int) -> Any:
    """Take an end back that was a mistake."""
    viewer = current_viewer()
    representation, person = represented_person(viewer, representation_id)
    actions.undo_end(representation=representation, by=viewer, now=now())
    flash(_("It stands again as before."), "success")
    return _to_person(person.known_id)


def _decided(known_id: int | None) -> Any:
    """Say that somebody was faster, and show how it stands now."""
    flash(str(RepresentationDecidedError.words), "error")
    return _to_person(known_id)


def rows_of(representations: Sequence[Representation]) -> list[dict[str, Any]]:
    """Return who acts, wishes to act, or has acted for a person, for the person's page."""
    return [_row(each, today()) for each in representations if each.name]


def _row(representation: Representation, day: date) -> dict[str, Any]:
    state = representation.state
    if state is RepresentationState.IN_FORCE and not is_in_force(state, representation.until, day):
        state = RepresentationState.RUN_OUT
    ended_on = town_day(representation.ended_at) if representation.ended_at else None
    return {
        "record": representation,
        "relation": labels.relation_of(representation),
        "state": labels.STATES[state],
        "colour": labels.COLOURS[state],
        "facts": _facts(representation),
        "is_waiting": state is RepresentationState.WAITING,
        "may_end": state is RepresentationState.IN_FORCE,
        "may_undo": may_undo(representation.ended_by, ended_on, day),
    }


def _facts(representation: Representation) -> list[str]:
    """Return what an office wants to know, line by line."""
    here, lines = representation, []
    lines.append(", ".join(filter(None, [here.phone, here.email])))
    if here.word_given is not None and here.began_at is not None:
        given, day = labels.WORDS_GIVEN[here.word_given], day_text(town_day(here.began_at), "medium")
        lines.append(_("Since %(day)s: %(given)s", day=day, given=given))
        lines.append(_("Told about requests: %(who)s", who=labels.TOLD[here.told]))
    if here.court_order_seen_on is not None:
        lines.append(_("Court order seen on %(day)s", day=day_text(here.court_order_seen_on, "medium")))
    if here.until is not None:
        lines.append(_("Last day: %(day)s", day=day_text(here.until, "medium")))
    if here.end_reason is not None:
        lines.append(str(labels.REASONS[here.end_reason]))
    return [line for line in lines if line]


def _end(representation: Representation, reason: EndReason, by: Viewer) -> None:
    actions.end_representation(
        representation=representation, ended_by=EndedBy.OFFICE, reason=reason, by=by, now=now()
    )


def _asker(person: PersonInNeed) -> dict[str, str]:
    """Return who asked for the person on the phone, whose number stands with the person until now."""
    if not person.asked_by:
        return {}
    return {"name": person.asked_by, "phone": person.phone, "email": person.email}


def _office_of(viewer: Viewer, records: Records) -> int:
    """Return the office that answers: that of the person's newest request."""
    return next(each.office_id for each in records.requests if viewer.sees_office(each.office_id))


def _announce_reading(viewer: Viewer, known_id: int | None) -> None:
    if known_id is not None:
        announce(RecordRead(known_id=known_id, page=ReadOn.PERSON, by=viewer))


def _to_person(known_id: int | None) -> Any:
    return redirect(url_for("people.show_person", person_id=known_id, _anchor="representatives"))


def _page(template: str, representation: Representation, person: PersonInNeed, form: Any) -> Any:
    page = render_template(
        f"people/{template}.html", form=form, representation=representation, person=person,
        relation=labels.relation_of(representation),
    )  # fmt: skip
    return page, UNPROCESSABLE if form.errors else 200
