"""Please call me: for whoever does not like forms. No account, no e-mail."""

from __future__ import annotations

import secrets
from typing import Any

from flask import redirect, render_template, request, session, url_for
from flask.blueprints import BlueprintSetupState
from flask_limiter.util import get_remote_address

from helpexchange.config import Settings
from helpexchange.core.audience import PUBLIC, audience
from helpexchange.core.clock import now
from helpexchange.core.flow import ALPHABET, REFERENCE_LENGTH
from helpexchange.core.i18n import easy_to_read
from helpexchange.core.limits import Limit, hashed, limit_posts
from helpexchange.core.phones import phone_key
from helpexchange.core.viewer import current_viewer
from helpexchange.help_requests import actions
from helpexchange.help_requests.forms.own import CallMeForm
from helpexchange.help_requests.pages import blueprint
from helpexchange.help_requests.pages.asking import FLOW
from helpexchange.help_requests.queries import call_back_by_reference

UNPROCESSABLE = 422
BEGUN, SENT = "call_me", "call_me_sent"


def limit_asking(state: BlueprintSetupState) -> None:
    """Answer 429 where very many calls are asked for to one number, or codes sent, which each may cost."""
    app: Any = state.app
    settings: Settings = app.extensions["settings"]
    to_one_number = Limit(settings.call_limit, _number_to_call, only_taken=True)
    limit_posts(app, "help_requests.call_me", Limit(settings.form_limit), to_one_number)
    for endpoint in ("help_requests.prove", "help_requests.prove_again"):
        limit_posts(app, endpoint, Limit(settings.sign_in_limit, only_taken=True))


def _number_to_call() -> str:
    """Return what stands for the number; where none is typed, for the browser's address."""
    return hashed(phone_key(request.form.get("phone", "")) or get_remote_address())


@blueprint.route("/call-me", methods=["GET", "POST"])
@audience(PUBLIC)
@easy_to_read
def call_me() -> Any:
    """Ask for a name and a number, and put them on the office's call list."""
    form = CallMeForm(data=_known())
    reference = session.setdefault(BEGUN, _new_reference())
    if not form.validate_on_submit():
        page = render_template("help_requests/call_me.html", form=form)
        return page, UNPROCESSABLE if form.errors else 200
    place = form.found_place
    if place is None or place.id is None:
        raise LookupError("a valid form has a place")
    actions.ask_for_call(
        name=form.name.data, phone=form.phone.data, note=form.note.data, postal_code=place.postal_code,
        place_id=place.id, reference=reference, by=current_viewer(), now=now(),
    )  # fmt: skip
    session[SENT] = session.pop(BEGUN)
    return redirect(url_for("help_requests.call_me_done"))


@blueprint.get("/call-me/done")
@audience(PUBLIC)
@easy_to_read
def call_me_done() -> Any:
    """Say who calls, and until when."""
    reference = session.get(SENT)
    call = call_back_by_reference(current_viewer(), reference) if reference else None
    if call is None:
        return redirect(url_for("help_requests.call_me"))
    return render_template("help_requests/call_me_done.html", call=call, office=call.office)


def _known() -> dict[str, str]:
    """Return what was told already by somebody who began to ask."""
    answers = FLOW.answers()
    name = (
        answers.get("asked_by") or f"{answers.get('first_name', '')} {answers.get('last_name', '')}".strip()
    )
    return {"name": name, "phone": answers.get("phone", ""), "place": answers.get("postal_code", "")}


def _new_reference() -> str:
    return "C-" + "".join(secrets.choice(ALPHABET) for _place in range(REFERENCE_LENGTH))
