"""Data of somebody whom an office looks after: for those who phone or write a letter."""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from flask import current_app, flash, redirect, render_template, url_for

from helpexchange.accounts.roles import Permission
from helpexchange.consents.actions import note_consent
from helpexchange.consents.rules import ConsentChannel
from helpexchange.consents.wordings import agreement
from helpexchange.core.audience import audience
from helpexchange.core.clock import now, today
from helpexchange.core.errors import NotFoundRefusal
from helpexchange.core.i18n import current_language, lazy_text
from helpexchange.core.i18n import gettext as _
from helpexchange.core.viewer import current_viewer
from helpexchange.privacy.actions.erasing import PURPOSES
from helpexchange.privacy.forms import PaperForm
from helpexchange.privacy.pages import blueprint, showing
from helpexchange.privacy.pages.subject import Subject
from helpexchange.privacy.queries import offices_of, person_of_office
from helpexchange.privacy.rules import PersonKind

UNPROCESSABLE = 422
ERASED = lazy_text("It is done: what the office knew of this person is erased.")
#: First words of the addresses.
KINDS = {"helpers": PersonKind.HELPER, "people-in-need": PersonKind.PERSON_IN_NEED}


def subject_of(kind: str, person_id: int) -> Subject:
    """Return somebody of the viewer's offices.

    Raises:
        NotFoundRefusal: there is nobody, or they are another office's.
    """
    viewer = current_viewer()
    if kind not in KINDS:
        raise NotFoundRefusal
    person, name = person_of_office(viewer, KINDS[kind], person_id)
    mine = [each for each in sorted(offices_of(viewer, person)) if viewer.sees_office(each)]
    values = {"kind": kind, "person_id": person_id}
    return Subject(people=[person], name=name, office_id=mine[0], route="of_office", values=values)


@blueprint.get("/data/<kind>/<int:person_id>")
@audience(Permission.CLEAR_REQUESTS)
def of_office_data(kind: str, person_id: int) -> str:
    """Show what is kept about somebody, and what can be done for them."""
    subject = subject_of(kind, person_id)
    return showing.data_page(subject, paper_url=subject.url("paper"))


@blueprint.post("/data/<kind>/<int:person_id>/download")
@audience(Permission.CLEAR_REQUESTS)
def of_office_download(kind: str, person_id: int) -> Any:
    """Give somebody's data, to be printed for them."""
    return showing.download(subject_of(kind, person_id))


@blueprint.route("/data/<kind>/<int:person_id>/consents/<int:consent_id>/end", methods=["GET", "POST"])
@audience(Permission.CLEAR_REQUESTS)
def of_office_end(kind: str, person_id: int, consent_id: int) -> Any:
    """Take a consent back for somebody who says so."""
    return showing.end_page(subject_of(kind, person_id), consent_id)


@blueprint.route("/data/<kind>/<int:person_id>/consents/paper", methods=["GET", "POST"])
@audience(Permission.CLEAR_REQUESTS)
def of_office_paper(kind: str, person_id: int) -> Any:
    """Note a consent that was signed on paper."""
    subject, form = subject_of(kind, person_id), PaperForm()
    given = agreement(PURPOSES[KINDS[kind]], language=current_language(), channel=ConsentChannel.PAPER)
    if not form.validate_on_submit() or form.given_on.day is None:
        page = render_template("privacy/paper.html", form=form, subject=subject, words=given.text)
        return page, UNPROCESSABLE if form.errors else 200
    consent = note_consent(
        whose=subject.whose[0], agreement=given, office_id=subject.office_id, by=current_viewer(), now=now()
    )
    if form.given_on.day < today():
        consent.given_at = _noon_of(form.given_on.day)
    flash(_("The consent is noted."), "success")
    return redirect(subject.url("data"))


def _noon_of(day: Any) -> datetime:
    zone = ZoneInfo(current_app.extensions["settings"].time_zone)
    return datetime.combine(day, time(12), tzinfo=zone).astimezone(UTC)


@blueprint.route("/data/<kind>/<int:person_id>/erase", methods=["GET", "POST"])
@audience(Permission.CLEAR_REQUESTS)
def of_office_erase(kind: str, person_id: int) -> Any:
    """Erase what is kept about somebody who asks for it on the phone or by letter."""
    return showing.erase_page(subject_of(kind, person_id), then=url_for("start_pages.home"), said=ERASED)
