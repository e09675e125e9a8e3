"""What became of a visit, noted by either side or the office."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template

from helpexchange.core.clock import now
from helpexchange.core.i18n import gettext as _
from helpexchange.engagements import actions
from helpexchange.engagements.forms import CancelForm, DoneForm, MissedForm, minutes_in
from helpexchange.engagements.models import Visit
from helpexchange.engagements.pages.cards import visit_card
from helpexchange.engagements.pages.mine import ALL, Mine, page_for
from helpexchange.engagements.rules import CancelReason, Missing, Outcome

UNPROCESSABLE = 422


@page_for(ALL, "/visits/<int:visit_id>/cancel", "GET", "POST")
def cancel(mine: Mine, visit_id: int) -> Any:
    """Ask why a visit cannot take place, and call it off."""
    visit, form = mine.visit(visit_id), CancelForm()
    if not form.validate_on_submit():
        return _question("engagements/cancel.html", mine, visit, form)
    actions.cancel_visit(
        visit=visit, side=mine.side, reason=CancelReason(form.reason.data), by=mine.by, now=now()
    )
    flash(_("The visit is called off. We have told the other side."), "success")
    return redirect(mine.after(visit))


@page_for(ALL, "/visits/<int:visit_id>/restore", "POST")
def restore(mine: Mine, visit_id: int) -> Any:
    """Let a visit take place after all."""
    visit = mine.visit(visit_id)
    actions.restore_visit(visit=visit, side=mine.side, by=mine.by, now=now())
    flash(_("The visit takes place after all. We have told the other side."), "success")
    return redirect(mine.after(visit))


@page_for(ALL, "/visits/<int:visit_id>/missed", "GET", "POST")
def missed(mine: Mine, visit_id: int) -> Any:
    """Ask who was missing, and note that a visit did not take place."""
    visit, form = mine.visit(visit_id), MissedForm()
    if not form.validate_on_submit():
        return _question("engagements/missed.html", mine, visit, form)
    actions.note_missed(
        visit=visit, side=mine.side, missing=Missing(form.missing.data), note=form.note.data,
        by=mine.by, now=now(),
    )  # fmt: skip
    flash(_("Noted. Your office sees it."), "success")
    return redirect(mine.after(visit))


@page_for(ALL, "/visits/<int:visit_id>/done", "GET", "POST")
def done(mine: Mine, visit_id: int) -> Any:
    """Ask how long a visit took, and note it."""
    visit = mine.visit(visit_id)
    minutes = visit.minutes_spent or (visit.end_min - visit.start_min)
    form = DoneForm(data={"minutes": str(minutes), "note": visit.note})
    if not form.validate_on_submit():
        return _question("engagements/done.html", mine, visit, form)
    outcome = actions.note_done(
        visit=visit, side=mine.side, minutes=minutes_in(form.minutes.data) or 0, note=form.note.data,
        by=mine.by, now=now(),
    )  # fmt: skip
    words = _("Noted. Thank you!") if outcome is Outcome.DONE else _("This was noted before. Thank you!")
    flash(words, "success")
    return redirect(mine.after(visit))


def _question(template: str, mine: Mine, visit: Visit, form: Any) -> tuple[str, int]:
    page = render_template(
        template, mine=mine, card=visit_card(mine, visit, now=now()), form=form, back=mine.after(visit)
    )
    return page, UNPROCESSABLE if form.errors else 200
