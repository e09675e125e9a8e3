"""A request by phone: one page for the coordinator, for the keyboard alone, kept while it is typed."""

from __future__ import annotations

import secrets
from typing import Any

from flask import flash, redirect, render_template, request, url_for

from helpexchange.accounts.roles import Permission
from helpexchange.core.audience import audience
from helpexchange.core.clock import now
from helpexchange.core.flow import ALPHABET, REFERENCE_LENGTH
from helpexchange.core.i18n import day_text
from helpexchange.core.i18n import gettext as _
from helpexchange.core.spoken_times import fault_of
from helpexchange.core.viewer import current_viewer
from helpexchange.core.week import times_in_words
from helpexchange.help_requests import actions, labels, queries
from helpexchange.help_requests.forms.by_phone import REFERENCE, USUAL_FREQUENCY, CallNoteForm
from helpexchange.help_requests.models import HelpRequest, PersonInNeed
from helpexchange.help_requests.pages import blueprint
from helpexchange.help_requests.pages.cards import announce_reading
from helpexchange.offices.queries import own_offices
from helpexchange.people_index.rules import ReadOn
from helpexchange.places.queries import every_served_place
from helpexchange.skills.queries import kinds_of_help

UNPROCESSABLE = 422
TYPED = 100


@blueprint.route("/help-requests/by-phone", methods=["GET", "POST"])
@audience(Permission.CLEAR_REQUESTS)
def by_phone() -> Any:
    """Note down what a caller asks for, and save it as a new request."""
    if request.method == "GET":
        return _page(_form(data=_begun()))
    form = _form()
    saved = queries.request_by_reference(current_viewer(), _reference(form.reference.data))
    if saved is not None:  # the button pressed again, or the way back
        return _to_request(saved)
    is_fine = form.validate_on_submit()
    doubles = _doubles(form)
    if is_fine and doubles and not form.is_somebody_else.data:
        words = _("Somebody like this is known already. Take that person, or tick that it is somebody new.")
        form.is_somebody_else.errors = [words]
    if form.errors or not is_fine:
        return _page(form, doubles=doubles), UNPROCESSABLE
    return _save(form)


@blueprint.post("/help-requests/by-phone/callers")
@audience(Permission.CLEAR_REQUESTS)
def find_callers() -> str:
    """Show who may be calling: a part of the page for scripts, else the whole page."""
    typed = request.form.get("caller", "")[:TYPED]
    found = [_known(person) for person in queries.callers(current_viewer(), typed)]
    reference = _reference(request.form.get("reference"))
    words = {"found": found, "typed": typed, "reference": reference}
    if request.form.get("part"):
        return render_template("help_requests/_callers.html", **words)
    draft = queries.call_draft(current_viewer(), reference)
    begun = {**(draft.answers if draft else {}), "reference": reference}
    return _page(_form(data=begun), found=found, typed=typed)


@blueprint.post("/help-requests/by-phone/look")
@audience(Permission.CLEAR_REQUESTS)
def look_at_call() -> str:
    """Keep what was typed so far, and show what was understood of it: a part of the page for scripts."""
    form = _form()
    actions.keep_call(
        reference=_reference(form.reference.data), answers=form.typed(), by=current_viewer(), now=now()
    )
    return render_template("help_requests/_understood.html", form=form, understood=_understood(form),
                           doubles=_doubles(form))  # fmt: skip


@blueprint.post("/help-requests/by-phone/drop")
@audience(Permission.CLEAR_REQUESTS)
def drop_call() -> Any:
    """Throw a half-noted call away."""
    actions.drop_call(reference=request.form.get("reference", ""), by=current_viewer(), now=now())
    flash(_("The half-noted call is gone."), "success")
    return redirect(url_for("help_requests.by_phone"))


def _save(form: CallNoteForm) -> Any:
    viewer, reference = current_viewer(), _reference(form.reference.data)
    made = actions.submit_request(answers=form.answers(), reference=reference, by=viewer, now=now())
    actions.drop_call(reference=reference, by=viewer, now=now())
    day = day_text(made.first_contact_due_on, "full") if made.first_contact_due_on else ""
    said = _("Saved. Say to the caller: “We will call you by %(day)s. Your number is %(number)s.”",
             day=day, number=made.reference)  # fmt: skip
    flash(said, "success")
    return _to_request(made)


def _to_request(made: HelpRequest) -> Any:
    """Go to the request, or to the next call if another office has it."""
    if not current_viewer().sees_office(made.office_id):
        flash(_("The place belongs to another office, which has the request now."), "info")
        return redirect(url_for("help_requests.by_phone"))
    return redirect(url_for("help_requests.show", request_id=made.id))


def _form(data: dict[str, Any] | None = None) -> CallNoteForm:
    form = CallNoteForm(data=data)
    form.offer(kinds_of_help(current_viewer()))
    return form


def _begun() -> dict[str, Any]:
    """Return what is known at the start: of a half-noted call, a known person, a call to be made."""
    viewer, args = current_viewer(), request.args
    draft = queries.call_draft(viewer, args["draft"]) if args.get("draft") else None
    begun: dict[str, Any] = dict(draft.answers) if draft else {}
    begun["reference"] = _reference(args.get("draft"))
    if args.get("person", "").isdecimal():
        person = queries.person_of_office(viewer, int(args["person"]))
        announce_reading(person, ReadOn.BY_PHONE, viewer)
        begun |= _of_person(person)
    if args.get("call", "").isdecimal():
        call = queries.call_back_of_office(viewer, int(args["call"]))
        first, _space, last = call.name.rpartition(" ")
        begun |= {"first_name": first, "last_name": last, "phone": call.phone, "note": call.note}
    return begun


def _of_person(person: PersonInNeed) -> dict[str, Any]:
    known = {
        "first_name": person.first_name, "last_name": person.last_name, "phone": person.phone,
        "email": person.email, "street": person.street, "asked_by": person.asked_by,
        "place": f"{person.postal_code} {person.town}".strip(), "language": person.language or "",
    }  # fmt: skip
    return {"person_id": str(person.id), **{name: value for name, value in known.items() if value}}


def _page(form: CallNoteForm, *, doubles: Any = (), found: Any = None, typed: str = "") -> str:
    viewer = current_viewer()
    reference = form.reference.data or _reference(None)
    drafts = [_draft(draft) for draft in queries.call_drafts(viewer) if draft.reference != reference]
    return render_template(
        "help_requests/by_phone.html", form=form, doubles=doubles, found=found, typed=typed,
        understood=_understood(form), drafts=drafts, offices=own_offices(viewer), reference=reference,
        places=[f"{place.postal_code} {place.name}" for place in every_served_place(viewer)],
    )  # fmt: skip


def _draft(draft: Any) -> dict[str, Any]:
    answers = draft.answers
    name = f"{answers.get('first_name', '')} {answers.get('last_name', '')}".strip()
    return {"reference": draft.reference, "name": name or answers.get("phone"), "at": draft.changed_at}


def _understood(form: CallNoteForm) -> dict[str, Any]:
    """Return what the line of times means, in words, or what is wrong with it."""
    spoken = form.spoken
    if not (form.when.data or "").strip():
        return {}
    fault = fault_of(spoken)
    often = labels.OFTEN[spoken.frequency or USUAL_FREQUENCY]
    words = "" if fault else "; ".join([*times_in_words(spoken.times), str(often)])
    return {"words": words, "fault": fault}


def _doubles(form: CallNoteForm) -> list[dict[str, Any]]:
    """Return people of the office who may be the caller, unless one of them is chosen."""
    if form.person_id.data:
        return []
    postal_code = next((word for word in (form.place.data or "").split() if word[0].isdigit()), "")
    found = queries.doubles(
        current_viewer(), first_name=form.first_name.data or "", last_name=form.last_name.data or "",
        phone=form.phone.data or "", postal_code=postal_code,
    )  # fmt: skip
    return [_known(person) for person in found]


def _known(person: PersonInNeed) -> dict[str, Any]:
    place = f"{person.postal_code} {person.town}".strip()
    return {
        "id": person.id,
        "name": person.name,
        "text": ", ".join(filter(None, [person.phone, person.street, place])),
    }


def _reference(given: str | None) -> str:
    """Return the reference given, if it can be one of ours, or a new one."""
    if given and REFERENCE.fullmatch(given):
        return given
    return "P-" + "".join(secrets.choice(ALPHABET) for _place in range(REFERENCE_LENGTH))
