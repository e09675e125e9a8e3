"""The one list of calls: whom to call, why, the words to say, what was tried, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from flask import abort, current_app, flash, redirect, render_template, request, url_for

from helpexchange.accounts.roles import Permission
from helpexchange.core.audience import audience
from helpexchange.core.clock import now, today
from helpexchange.core.errors import NotFoundRefusal
from helpexchange.core.i18n import clock_text
from helpexchange.core.i18n import gettext as _
from helpexchange.core.paging import some_of
from helpexchange.core.viewer import current_viewer
from helpexchange.core.way_back import way_back
from helpexchange.match_runs.rules import FixAnswer
from helpexchange.notifications.rules import Later, QuietHours, call_again_at
from helpexchange.start_pages import actions
from helpexchange.start_pages.actions.calls import UNDO_FOR
from helpexchange.start_pages.forms import NoteCallForm
from helpexchange.start_pages.pages import blueprint
from helpexchange.start_pages.pages.call_lines import answer_of, details_of, line_of
from helpexchange.start_pages.queries import Call, calls_of_day, check_sees
from helpexchange.start_pages.rules import SPOKEN, CallKey, Outcome

UNPROCESSABLE, BAD_REQUEST = 422, 400
PER_PAGE = 20


@blueprint.get("/calls")
@audience(Permission.SEND_LETTERS)
def calls() -> str:
    """Show whom the viewer's offices have to call, the late first, and who was reached today."""
    return _list()


@blueprint.get("/messages/calls")
@audience(Permission.SEND_LETTERS)
def old_calls() -> Any:
    """Lead from an address that this list had before."""
    return redirect(url_for("start_pages.calls"))


@blueprint.post("/calls/<call_key>/note")
@audience(Permission.SEND_LETTERS)
def note_call(call_key: str) -> Any:
    """Note what came of a call."""
    form, key = NoteCallForm(), _read(call_key)
    fits = form.validate_on_submit() and form.check_day(today())
    if form.outcome.errors or form.version.errors:
        abort(BAD_REQUEST)
    if not fits:
        return _list(form, key), UNPROCESSABLE
    outcome = Outcome(form.outcome.data)
    again_at = None if outcome in SPOKEN else _again_at(outcome, form)
    answer = FixAnswer(outcome.value) if outcome in (Outcome.YES, Outcome.NO) else None
    actions.note_call(
        key=key, is_reached=again_at is None, again_at=again_at, seen_version=form.version.data,
        note=form.note.data, answer=answer, by=current_viewer(), now=now(),
    )  # fmt: skip
    done, tried = _("Noted: you have spoken."), _("Noted: not reached. The call is on the list for later.")
    flash(tried if again_at else done, "success")
    return redirect(way_back(url_for("start_pages.calls")))


@blueprint.post("/calls/<call_key>/reopen")
@audience(Permission.SEND_LETTERS)
def reopen_call(call_key: str) -> Any:
    """Put a call back on the list."""
    actions.reopen_call(key=_read(call_key), by=current_viewer(), now=now())
    flash(_("The call is on the list again."), "success")
    return redirect(way_back(url_for("start_pages.calls")))


def quiet_until() -> str:
    """Return until what time of the clock nobody is to be called; empty when now is no quiet time."""
    hours = _quiet_hours()
    if hours is None or not hours.cover(now(), current_app.extensions["settings"].time_zone):
        return ""
    return clock_text(hours.end)


def _read(text: str) -> CallKey:
    """Return the key in an address, if the viewer may know of what it names.

    Raises:
        NotFoundRefusal: they may not, or there is no such thing.
    """
    key = CallKey.read(text)
    if key is None:
        raise NotFoundRefusal
    check_sees(current_viewer(), key)
    return key


def _again_at(outcome: Outcome, form: NoteCallForm) -> datetime:
    zone = current_app.extensions["settings"].time_zone
    return call_again_at(
        Later(outcome.value), now=now(), time_zone=zone, day=form.day.day, quiet=_quiet_hours()
    )


def _quiet_hours() -> QuietHours | None:
    return QuietHours.read(current_app.extensions["settings"].quiet_hours)


def _list(form: NoteCallForm | None = None, key: CallKey | None = None) -> str:
    viewer, is_mine = current_viewer(), request.args.get("owner") == "me"
    found = calls_of_day(viewer, now=now(), made_since=now() - UNDO_FOR)
    page, later = (
        some_of(_mine(each, is_mine), number=request.args.get(name, 1, type=int), per_page=PER_PAGE)
        for name, each in (("page", found.now), ("later", found.later))
    )
    details = details_of(viewer, page.items, later=later.items)
    lines = page.map(lambda call: _with_errors(line_of(viewer, call, details), form, key))
    later_lines = later.map(lambda call: line_of(viewer, call, details))
    return render_template(
        "start_pages/calls.html", page=lines, later=later_lines, made=found.made,
        answer_of=answer_of, is_mine=is_mine, all_count=len(found.now), quiet_until=quiet_until(),
        mine_count=len(_mine(found.now, is_mine=True)), form=form,
        errors=[error for line in lines.items for error in line["errors"]],
    )  # fmt: skip


def _mine(calls: Sequence[Call], is_mine: bool) -> Sequence[Call]:  # noqa: FBT001  # a filter of the page
    account_id = current_viewer().account_id
    return [call for call in calls if not is_mine or call.owner_id == account_id]


def _with_errors(line: Mapping[str, Any], form: NoteCallForm | None, key: CallKey | None) -> dict[str, Any]:
    """Return a line with what was typed into its form, and what is wrong with it."""
    if form is None or line["key"] != str(key):
        return {**line, "typed": {}, "errors": [], "faults": {}}
    faults = {name: form[name].errors[0] for name in ("note", "day") if form[name].errors}
    return {
        **line,
        "typed": {"note": form.note.data, "day": form.day.data or ""},
        "faults": faults,
        "errors": [{"text": text, "href": f"#{name}-{key}"} for name, text in faults.items()],
    }
