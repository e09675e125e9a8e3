"""How somebody is reached, changed by their office: as somebody who asks, and as a helper."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for

from helpexchange.accounts.roles import Permission
from helpexchange.core.audience import audience
from helpexchange.core.clock import now
from helpexchange.core.errors import NotFoundRefusal
from helpexchange.core.events import announce
from helpexchange.core.i18n import gettext as _
from helpexchange.core.i18n import ngettext
from helpexchange.core.viewer import current_viewer
from helpexchange.helper_profiles import actions as of_helpers
from helpexchange.people import actions
from helpexchange.people.forms import ReachForm
from helpexchange.people.pages import blueprint
from helpexchange.people.queries import Records, known_person, records_of
from helpexchange.people_index.rules import ReadOn, RecordRead

UNPROCESSABLE = 422


@blueprint.route("/people/<int:person_id>/contact/<int:asker_id>", methods=["GET", "POST"])
@audience(Permission.CHANGE_PEOPLE)
def change_contact(person_id: int, asker_id: int) -> Any:
    """Change how somebody who asks for help is reached, and where they live."""
    viewer = current_viewer()
    records = records_of(viewer, known_person(viewer, person_id))
    person = next((each for each in records.people if each.id == asker_id), None)
    if person is None:
        raise NotFoundRefusal
    form = ReachForm.of(person)
    if not form.validate_on_submit():
        announce(RecordRead(known_id=person_id, page=ReadOn.PERSON, by=viewer))
        return _page(records, form, asked_by=person.asked_by)
    changed, told = actions.change_contact(person=person, contact=form.contact(), by=viewer, now=now())
    _say(changed, told)
    if form.found_place is not None and form.found_place.office_id not in viewer.office_ids:
        words = _("The new place belongs to another office. Hand open requests over to it, if that fits.")
        flash(words, "info")
    return redirect(url_for("people.show_person", person_id=person_id))


@blueprint.route("/people/<int:person_id>/help-contact/<int:helper_id>", methods=["GET", "POST"])
@audience(Permission.CHANGE_PEOPLE)
def change_contact_of_helper(person_id: int, helper_id: int) -> Any:
    """Change how a helper is reached, and where they live."""
    viewer = current_viewer()
    records = records_of(viewer, known_person(viewer, person_id))
    helper = next((each for each in records.helpers if each.id == helper_id), None)
    if helper is None:
        raise NotFoundRefusal
    form = ReachForm.of(helper)
    if not form.validate_on_submit():
        return _page(records, form, is_helper=True)
    changed = of_helpers.change_contact(helper_id=helper.id, contact=form.contact(), by=viewer, now=now())
    _say(changed, 0)
    return redirect(url_for("people.show_person", person_id=person_id))


def _say(changed: list[str], told: int) -> None:
    if not changed:
        flash(_("Nothing was changed."), "info")
        return
    words = [str(_("It is noted."))]
    if told:
        words.append(ngettext("%(num)s helper is told.", "%(num)s helpers are told.", told))
    flash(" ".join(words), "success")


def _page(records: Records, form: ReachForm, *, asked_by: str = "", is_helper: bool = False) -> Any:
    page = render_template(
        "people/contact.html", form=form, person_id=records.known.id, name=records.name, asked_by=asked_by,
        is_helper=is_helper, signs_in_with=[each.email for each in records.accounts if each.email],
    )  # fmt: skip
    return page, UNPROCESSABLE if form.errors else 200
