"""An office's letters: print those that wait, then say that they are in the post."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import Response, abort, flash, redirect, render_template, url_for

from helpexchange.core.audience import audience
from helpexchange.core.clock import now
from helpexchange.core.errors import NotFoundRefusal
from helpexchange.core.i18n import gettext as _
from helpexchange.core.viewer import Viewer, current_viewer
from helpexchange.notifications import actions, queries
from helpexchange.notifications.forms import PrintForm
from helpexchange.notifications.letters import pdf_of
from helpexchange.notifications.pages.blueprint import blueprint
from helpexchange.notifications.rules import SEND_LETTERS
from helpexchange.offices.queries import office_by_id, offices

#: For so long a print that is in the post stands on the page, with a button that takes that back.
SHOWN_FOR = timedelta(days=7)


@blueprint.get("/messages/letters")
@audience(SEND_LETTERS)
def letters() -> str:
    """Show how many letters wait to be printed, and the prints that are not in the post yet."""
    viewer = current_viewer()
    names = {office.id: office.name for office in offices(viewer)}
    prints: list[dict[str, Any]] = [
        {"batch": batch, "count": count, "office": names.get(batch.office_id or 0, "")}
        for batch, count in queries.letter_batches(viewer, sent_since=now() - SHOWN_FOR)
    ]
    return render_template(
        "notifications/letters.html",
        waiting=[
            {"office_id": office_id, "office": names.get(office_id or 0, ""), "count": count}
            for office_id, count in queries.letter_counts(viewer)
        ],
        to_post=[each for each in prints if each["batch"].sent_at is None],
        posted=[each for each in prints if each["batch"].sent_at is not None],
    )


@blueprint.post("/messages/letters/print")
@audience(SEND_LETTERS)
def print_letters() -> Any:
    """Give the letters that wait as one PDF to print, and note that they are in the post."""
    form = PrintForm()
    if not form.validate_on_submit():
        abort(400)
    batch = actions.post_letters(office_id=form.office_id.data, by=current_viewer(), now=now())
    if batch is None:
        flash(_("No letter waits. Perhaps somebody has just printed them: look below."), "info")
        return _back()
    return redirect(url_for("notifications.print_pdf", batch_id=batch.id))


@blueprint.get("/messages/letters/prints/<int:batch_id>")
@audience(SEND_LETTERS)
def show_print(batch_id: int) -> str:
    """Show a print: open it, print it, then say that it is in the post."""
    viewer = current_viewer()
    batch = queries.letter_batch(viewer, batch_id)
    found = queries.letters_of_batch(viewer, batch)
    return render_template(
        "notifications/print.html", batch=batch, letters=found, office=_name(viewer, batch)
    )


@blueprint.get("/messages/letters/prints/<int:batch_id>/letters.pdf")
@audience(SEND_LETTERS)
def print_pdf(batch_id: int) -> Response:
    """Give the letters of a print as one PDF, as often as it is asked for."""
    viewer = current_viewer()
    batch = queries.letter_batch(viewer, batch_id)
    found = queries.letters_of_batch(viewer, batch)
    if not found:
        raise NotFoundRefusal
    office = office_by_id(viewer, batch.office_id) if batch.office_id else None
    response = Response(pdf_of(batch, found, office), mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="letters-{batch.id}.pdf"'
    return response


@blueprint.post("/messages/letters/prints/<int:batch_id>/sent")
@audience(SEND_LETTERS)
def mark_print_sent(batch_id: int) -> Any:
    """Note that the letters of a print are in the post."""
    actions.mark_sent(batch_id=batch_id, by=current_viewer(), now=now())
    flash(_("The letters are marked as posted."), "success")
    return _back()


@blueprint.post("/messages/letters/prints/<int:batch_id>/undo")
@audience(SEND_LETTERS)
def undo_print_sent(batch_id: int) -> Any:
    """Take that back."""
    actions.undo_sent(batch_id=batch_id, by=current_viewer(), now=now())
    flash(_("The letters are not marked as posted any more."), "success")
    return _back()


def _name(viewer: Viewer, batch: Any) -> str:
    return office_by_id(viewer, batch.office_id).name if batch.office_id else ""


def _back() -> Any:
    return redirect(url_for("notifications.letters"))
