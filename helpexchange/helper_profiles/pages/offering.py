"""Offering help, one question a page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import abort, redirect, render_template, request, url_for
from flask_wtf import FlaskForm

from helpexchange.core.audience import PUBLIC, audience
from helpexchange.core.clock import now
from helpexchange.core.flow import Flow
from helpexchange.core.forms import ContactForm
from helpexchange.core.i18n import current_language, day_text
from helpexchange.core.i18n import gettext as _
from helpexchange.core.viewer import current_viewer
from helpexchange.core.week import times_in_words
from helpexchange.helper_profiles.actions import apply_as_helper
from helpexchange.helper_profiles.forms import (
    AboutForm,
    AwayForm,
    ConsentForm,
    HelpForm,
    KindForm,
    LanguagesForm,
    ReachForm,
    WeekForm,
    answers_of,
)
from helpexchange.helper_profiles.labels import KINDS, people_at_once, reach, time_per_week
from helpexchange.helper_profiles.pages import blueprint
from helpexchange.helper_profiles.pages.reach_picture import reach_picture
from helpexchange.helper_profiles.queries import helper_by_reference
from helpexchange.offices.queries import districts
from helpexchange.places.forms import PostcodeForm, place_form, place_in_words, served_places, settle_place
from helpexchange.skills.labels import SPOKEN_LANGUAGES, explain, language_name, skill_name
from helpexchange.skills.queries import skills
from helpexchange.skills.symbols import symbol_of

FLOW = Flow(
    "offer",
    prefix="H",
    endpoint="helper_profiles.offer",
    steps=("help", "languages", "where", "place", "reach", "when", "away", "kind", "about", "who"),
    last="check",
    uncounted=("place",),
)
#: Key among the answers for the request that made somebody come; it is no question.
WANTED = "wanted"


@blueprint.route("/offer", methods=["GET", "POST"], defaults={"step": "help"})
@blueprint.route("/offer/<step>", methods=["GET", "POST"])
@audience(PUBLIC)
def offer(step: str) -> Any:
    """Ask one question, keep its answer, and go on to the next."""
    if step == FLOW.last:
        return _check()
    if step not in FORMS:
        abort(404)
    if not FLOW.may_show(step):
        return FLOW.to_first_missing()
    if request.args.get("request", type=int):
        _note_wanted()
    form = FORMS[step]()
    if form.validate_on_submit() and not (step == "when" and form.must_show()):
        _keep(step, form)
        return FLOW.go_on(step)
    words: dict[str, Any] = {"symbol_of": symbol_of}
    if step == "help":
        words = {**words, "wanted_name": _wanted_name(form), "explain": explain(skills(current_viewer()))}
    if step == "reach":
        words["picture"] = _picture()
    return FLOW.page(step, form, f"helper_profiles/offer_{step}.html", **words)


@blueprint.get("/offer/done")
@audience(PUBLIC)
def offer_done() -> Any:
    """Say thank you, and what happens next."""
    reference = FLOW.sent_reference()
    helper = helper_by_reference(current_viewer(), reference) if reference else None
    if helper is None or helper.district is None:
        return redirect(url_for("helper_profiles.offer", step="help"))
    return render_template("helper_profiles/offer_done.html", helper=helper, office=helper.office)


def _check() -> Any:
    """Show all answers, and send them once the person agrees."""
    if FLOW.sent_reference() and not FLOW.answers():
        return redirect(url_for("helper_profiles.offer_done"))
    if FLOW.first_missing():
        return FLOW.to_first_missing()
    form = ConsentForm()
    if form.validate_on_submit():
        answers = answers_of(FLOW.answers(), agreed_in=current_language())
        apply_as_helper(answers=answers, reference=FLOW.reference(), by=current_viewer(), now=now())
        FLOW.finish()
        return redirect(url_for("helper_profiles.offer_done"))
    return FLOW.page(FLOW.last, form, "helper_profiles/offer_check.html", lines=_lines(FLOW.answers()))


def _note_wanted() -> None:
    code = request.args.get("wanted", "")
    FLOW.keep(WANTED, {"wanted_request_id": request.args.get("request", type=int), "wanted_code": code})


def _wanted_name(form: HelpForm) -> str:
    code = FLOW.answer(WANTED).get("wanted_code", "")
    return str(dict(form.skill_codes.choices).get(code, ""))


def _keep(step: str, form: FlaskForm) -> None:
    answer = {name: value for name, value in form.data.items() if name != "csrf_token"}
    if step == "help":
        FLOW.reference()
    if step == "when":
        answer["spoken_language"] = current_language()
    if step == "where":
        settle_place(FLOW, form)
    FLOW.keep(step, answer)


def _help_form() -> FlaskForm:
    wanted = FLOW.answer(WANTED).get("wanted_code")
    form = HelpForm(data={"skill_codes": [wanted] if wanted else [], **FLOW.answer("help")})
    form.offer(skills(current_viewer()))
    return form


def _languages_form() -> FlaskForm:
    form = LanguagesForm(data={"languages": [current_language()], **FLOW.answer("languages")})
    form.offer(SPOKEN_LANGUAGES)
    return form


def _picture() -> dict[str, Any] | None:
    """Return the picture of distances around the place that was given before."""
    kept = FLOW.answers()
    place = next((each for each in served_places(kept["postal_code"]) if each.id == kept["place_id"]), None)
    return reach_picture(place.latitude, place.longitude, districts(current_viewer())) if place else None


def _reach_form() -> FlaskForm:
    form = ReachForm(data=FLOW.answer("reach"))
    form.offer()
    return form


FORMS: dict[str, Callable[[], Any]] = {
    "help": _help_form,
    "languages": _languages_form,
    "where": lambda: PostcodeForm(data=FLOW.answer("where")),
    "place": lambda: place_form(FLOW),
    "reach": _reach_form,
    "when": lambda: WeekForm(data=FLOW.answer("when")),
    "away": lambda: AwayForm(data=FLOW.answer("away")),
    "about": lambda: AboutForm(data=FLOW.answer("about")),
    "kind": lambda: KindForm(data=FLOW.answer("kind")),
    "who": lambda: ContactForm(data=FLOW.answer("who")),
}


def _lines(answers: dict[str, Any]) -> list[tuple[str, str]]:
    """Return each question's word and its answer in words, in order."""
    told = answers_of(answers)
    names = {skill.code: skill_name(skill.code, skill.name) for skill in skills(current_viewer())}
    minutes = time_per_week(told.minutes_per_week)
    place = next(place for place in served_places(told.postal_code) if place.id == told.place_id)
    return [
        ("help", ", ".join(names[code] for code in told.skill_codes)),
        ("languages", ", ".join(language_name(code) for code in told.languages)),
        ("where", f"{told.postal_code} {place_in_words(place)}"),
        ("reach", ", ".join([reach(told.max_distance_m), people_at_once(told.max_requests), minutes])),
        ("when", "; ".join(times_in_words(told.times))),
        ("away", " – ".join(day_text(day) for day in told.away) if told.away else str(_("none"))),
        ("kind", str(KINDS[told.kind])),
        ("about", " · ".join(filter(None, [told.wishes, told.about_me])) or str(_("nothing"))),
        ("who", ", ".join(filter(None, [f"{told.first_name} {told.last_name}", told.phone, told.email]))),
    ]
