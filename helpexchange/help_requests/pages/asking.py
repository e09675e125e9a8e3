"""Asking for help, one question a page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import abort, redirect, render_template, url_for
from flask_wtf import FlaskForm

from helpexchange.core.audience import PUBLIC, audience
from helpexchange.core.clock import now
from helpexchange.core.flow import SETTLED, Flow
from helpexchange.core.i18n import current_language, easy_to_read, is_easy
from helpexchange.core.viewer import Viewer, current_viewer
from helpexchange.core.week import times_in_words
from helpexchange.help_requests.actions import submit_request
from helpexchange.help_requests.forms import (
    ActingForm,
    ConsentForm,
    KindForm,
    NoteForm,
    OftenForm,
    ReachForm,
    WhenForm,
    WhoForm,
    answers_of,
)
from helpexchange.help_requests.labels import WAYS_TO_TELL, frequency
from helpexchange.help_requests.messages import token_of
from helpexchange.help_requests.pages import blueprint
from helpexchange.help_requests.pages.acting_link import acting_viewer, representation_of_link
from helpexchange.help_requests.pages.proving import may_prove, to_proof
from helpexchange.help_requests.queries import open_call_about, request_by_reference
from helpexchange.notifications.rules import Channel
from helpexchange.places.forms import PostcodeForm, place_form, place_in_words, served_places, settle_place
from helpexchange.representatives.labels import RELATIONS
from helpexchange.representatives.messages import token_of as acting_token
from helpexchange.representatives.models import Representation
from helpexchange.representatives.rules import Relation
from helpexchange.skills.labels import SPOKEN_LANGUAGES, language_name, skill_name
from helpexchange.skills.queries import kind_of_help, kinds_of_help
from helpexchange.skills.symbols import symbol_of

FLOW = Flow(
    "ask",
    prefix="A",
    endpoint="help_requests.ask",
    steps=("kind", "often", "when", "where", "place", "who", "acting", "reach", "note"),
    last="check",
    uncounted=("place", "acting"),
)


@blueprint.route("/ask", methods=["GET", "POST"], defaults={"step": "kind"})
@blueprint.route("/ask/<step>", methods=["GET", "POST"])
@audience(PUBLIC)
@easy_to_read
def ask(step: str) -> Any:
    """Ask one question, keep its answer, and go on to the next."""
    if step == FLOW.last:
        return _check()
    if step not in FORMS:
        abort(404)
    if not FLOW.may_show(step):
        return FLOW.to_first_missing()
    if step == "acting" and not FLOW.answers().get("asked_by"):
        return FLOW.go_on(step)
    form = FORMS[step]()
    if form.validate_on_submit():
        _keep(step, form)
        return FLOW.go_on(step)
    return FLOW.page(step, form, f"help_requests/ask_{step}.html", symbol_of=symbol_of)


@blueprint.get("/ask/done")
@audience(PUBLIC)
@easy_to_read
def ask_done() -> Any:
    """Say thank you, and what happens next."""
    reference = FLOW.sent_reference()
    request = request_by_reference(current_viewer(), reference) if reference else None
    if request is None:
        return redirect(url_for("help_requests.ask", step="kind"))
    acting = request.representation
    # The link of the request is the person's; whoever asks for them gets their own.
    token = acting_token(acting) if acting else token_of(request.reference, request.link_number)
    follow = "help_requests.acting" if acting else "help_requests.my_request"
    return render_template(
        "help_requests/ask_done.html", request_sent=request, follow_url=url_for(follow, token=token),
        waits_for=request.person if acting and acting.began_at is None else None,
        can_prove=may_prove(request), call=open_call_about(current_viewer(), request.id),
    )  # fmt: skip


def _check() -> Any:
    """Show all answers, and send them once the person agrees."""
    if FLOW.sent_reference() and not FLOW.answers():
        return redirect(url_for("help_requests.ask_done"))
    if FLOW.first_missing():
        return FLOW.to_first_missing()
    form = ConsentForm()
    if form.validate_on_submit():
        answers = answers_of(FLOW.answers(), told_in=current_language(), reads_easy=is_easy())
        acting, by = _acting()
        made = submit_request(answers=answers, reference=FLOW.reference(), acting=acting, by=by, now=now())
        FLOW.finish()
        return to_proof(made)
    return FLOW.page(FLOW.last, form, "help_requests/ask_check.html", lines=_lines(FLOW.answers()))


def _acting() -> tuple[Representation | None, Viewer]:
    """Return by whose word the viewer asks for somebody they act for, if they do, and as whom."""
    token = FLOW.answer("acting").get("acting_for")
    if not token:
        return None, current_viewer()
    representation = representation_of_link(token, must_hold=True)
    return representation, acting_viewer(representation)


def _keep(step: str, form: FlaskForm) -> None:
    answer = {name: value for name, value in form.data.items() if name != "csrf_token"}
    if step == "kind":
        FLOW.reference()
    if step == "when":
        answer["said_in"] = current_language()
    if step == "where":
        settle_place(FLOW, form)
    FLOW.keep(step, answer)
    if step == "who":
        _settle_acting(answer)


def _settle_acting(who: dict[str, Any]) -> None:
    """Ask who one is to the person only of those who ask for somebody else; then also how to reach them."""
    before = FLOW.answer("acting")
    if "acting_for" in before:  # who was known is no longer meant
        FLOW.forget("reach")
    if not who.get("asked_by"):
        FLOW.keep("acting", {SETTLED: True})
    elif "relation" not in before:
        FLOW.forget("acting")


def _kind_form() -> FlaskForm:
    form = KindForm(data=FLOW.answer("kind"))
    form.offer(kinds_of_help(current_viewer()))
    return form


def _when_form() -> FlaskForm:
    form = WhenForm(data=FLOW.answer("when"))
    form.offer()
    return form


def _who_form() -> FlaskForm:
    form = WhoForm(data={"language": current_language(), **FLOW.answer("who")})
    form.offer(SPOKEN_LANGUAGES)
    return form


def _reach_form() -> FlaskForm:
    form = ReachForm(data=FLOW.answer("reach"))
    if FLOW.answer("acting").get("relation"):
        form.without_letters()
    return form


THEIRS = ("their_phone", "their_email", "their_street")
FORMS: dict[str, Callable[[], Any]] = {
    "kind": _kind_form,
    "often": lambda: OftenForm(data=FLOW.answer("often")),
    "when": _when_form,
    "where": lambda: PostcodeForm(data=FLOW.answer("where")),
    "place": lambda: place_form(FLOW),
    "who": _who_form,
    "acting": lambda: ActingForm(data=FLOW.answer("acting")),
    "reach": _reach_form,
    "note": lambda: NoteForm(data=FLOW.answer("note")),
}


def _lines(answers: dict[str, Any]) -> list[tuple[str, str]]:
    """Return each question's word and its answer in words, in order."""
    asked = answers_of(answers)
    kind = kind_of_help(current_viewer(), asked.kind_code)
    place = next(place for place in served_places(asked.postal_code) if place.id == asked.place_id)
    channel = answers.get("channel")
    often = frequency(
        visits_per_week=asked.visits_per_week, is_one_off=asked.is_one_off, visit_minutes=kind.visit_minutes
    )
    return [
        ("kind", skill_name(kind.code, kind.name)),
        ("often", often),
        ("when", "; ".join(times_in_words(asked.times))),
        ("where", f"{asked.postal_code} {place_in_words(place)}"),
        ("who", f"{asked.first_name} {asked.last_name}".strip()),
        ("asked_by", _asker(answers)),
        ("language", language_name(asked.language)),
        ("channel", str(WAYS_TO_TELL[Channel(channel)]) if channel else ""),
        ("theirs", ", ".join(filter(None, [answers.get(each) for each in THEIRS]))),
        ("reach", ", ".join(filter(None, [answers.get(each) for each in ("phone", "email", "street")]))),
        ("note", asked.note),
    ]


def _asker(answers: dict[str, Any]) -> str:
    """Return who asks for the person, and who they are to them."""
    relation = answers.get("relation")
    who = [answers.get("asked_by") or "", str(RELATIONS[Relation(relation)]) if relation else ""]
    return ", ".join(filter(None, who))
