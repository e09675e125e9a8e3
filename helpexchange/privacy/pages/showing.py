"""What own data and those of an office's people have in common: the page, the file, consent, erasing."""

from __future__ import annotations

from typing import Any

from flask import Response, flash, redirect, render_template
from flask_wtf import FlaskForm

from helpexchange.accounts.pages.parts import question
from helpexchange.consents.actions import end_consents
from helpexchange.consents.models import Consent
from helpexchange.consents.queries import consents_of
from helpexchange.core.clock import now
from helpexchange.core.errors import NotFoundRefusal
from helpexchange.core.i18n import Text
from helpexchange.core.i18n import gettext as _
from helpexchange.core.viewer import current_viewer
from helpexchange.privacy.actions import erase, note_export
from helpexchange.privacy.consent_labels import CHANNELS, CONSEQUENCES, PURPOSES
from helpexchange.privacy.export import zip_of
from helpexchange.privacy.forms import EraseForm
from helpexchange.privacy.labels import TABLES
from helpexchange.privacy.pages.subject import Subject
from helpexchange.privacy.personal_data import PERSONAL
from helpexchange.privacy.queries import tables_of
from helpexchange.privacy.rules import PURPOSE_WORDS, RETENTION_WORDS, Kept, Purpose

UNPROCESSABLE = 422


def data_page(subject: Subject, **words: Any) -> str:
    """Show what is kept, why and how long, what was agreed to, and what can be done."""
    consents = consents_of(current_viewer(), subject.whose)
    return render_template(
        "privacy/my_data.html", subject=subject, kept=_kept(subject),
        consents=[_consent(subject, each) for each in consents], **words,
    )  # fmt: skip


def _kept(subject: Subject) -> list[dict[str, Any]]:
    """Return for each purpose what is kept, and how long."""
    names = dict.fromkeys(name for person in subject.people for name in tables_of(person.kind))
    kept: dict[Purpose, dict[Kept, list[str]]] = {}
    for name in names:
        for purpose in PERSONAL[name].columns:
            kept.setdefault(purpose, {}).setdefault(PERSONAL[name].kept, []).append(str(TABLES[name]))
    return [
        {
            "purpose": PURPOSE_WORDS[purpose],
            "lines": [
                {"what": ", ".join(what), "until": RETENTION_WORDS[rule]}
                for rule, what in kept[purpose].items()
            ],
        }
        for purpose in Purpose
        if purpose in kept
    ]


def _consent(subject: Subject, consent: Consent) -> dict[str, Any]:
    return {
        "record": consent,
        "purpose": PURPOSES[consent.purpose],
        "channel": CHANNELS[consent.channel],
        "end_url": subject.url("end", consent_id=consent.id) if consent.ended_at is None else None,
    }


def download(subject: Subject) -> Response:
    """Give all that is kept about these people as a file."""
    viewer, moment = current_viewer(), now()
    made = zip_of(viewer, subject.people, is_own=subject.is_own, now=moment)
    note_export(
        people=subject.people, office_id=subject.office_id, is_own=subject.is_own, by=viewer, now=moment
    )
    response = Response(made, mimetype="application/zip")
    response.headers["Content-Disposition"] = 'attachment; filename="my-data.zip"'
    return response


def end_page(subject: Subject, consent_id: int) -> Any:
    """Say what follows, and take a consent back."""
    viewer = current_viewer()
    found = next((each for each in consents_of(viewer, subject.whose) if each.id == consent_id), None)
    if found is None:
        raise NotFoundRefusal
    back = (_("Back"), subject.url("data"))
    if found.purpose == "account" and subject.is_own:
        return redirect(subject.url("erase"))
    form = FlaskForm()
    if not form.validate_on_submit():
        lead = [str(CONSEQUENCES[found.purpose]), _("What was done until then stays right.")]
        return question(
            _("Take this consent back?"), form, button=_("Yes, take it back"), lead=lead, back=back,
            is_danger=True,
        )  # fmt: skip
    whose = (found.person_type, found.person_id)
    end_consents(whose=whose, purpose=found.purpose, office_id=subject.office_id, by=viewer, now=now())
    flash(_("The consent has ended."), "success")
    return redirect(subject.url("data"))


def erase_page(subject: Subject, *, then: str, said: Text) -> Any:
    """Say what goes and what stays, and erase."""
    form = EraseForm()
    if not form.validate_on_submit():
        page = render_template("privacy/erase.html", form=form, subject=subject)
        return page, UNPROCESSABLE if form.errors else 200
    erase(
        people=subject.people, office_id=subject.office_id, is_own=subject.is_own, by=current_viewer(),
        now=now(),
    )  # fmt: skip
    flash(str(said), "success")
    return redirect(then)
