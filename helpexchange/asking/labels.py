"""Words for the codes of asks, and what an ask is about, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from helpexchange.asking.models import Ask
from helpexchange.asking.queries import Standing
from helpexchange.asking.rules import AskState, NextBest, NoReason, WhyNot
from helpexchange.core.i18n import Text, gettext, ngettext
from helpexchange.core.i18n import lazy_text as _
from helpexchange.engagements.labels import company_words
from helpexchange.help_requests.labels import frequency, place
from helpexchange.match_runs.labels import listed
from helpexchange.match_runs.models import Proposal
from helpexchange.match_runs.reasons import visit_words
from helpexchange.skills.labels import language_name, skill_name

NEAR_M = 1_000
M_PER_KM = 1_000
DOES_IT_WELL = 3
LONG_UNASKED_DAYS = 14

STATES: dict[AskState, tuple[Text, str | None]] = {
    AskState.PLANNED: (_("Not asked yet"), "yellow"),
    AskState.OPEN: (_("Helper asked"), "yellow"),
    AskState.YES: (_("Helper said yes, person told"), "purple"),
    AskState.AGREED: (_("Agreed"), "green"),
    AskState.NO: (_("Helper said no"), "red"),
    AskState.REFUSED: (_("The person does not wish it"), "red"),
    AskState.EXPIRED: (_("No answer in time"), "grey"),
    AskState.WITHDRAWN: (_("Taken back"), "grey"),
}

NO_REASONS: dict[NoReason, Text] = {
    NoReason.NOT_SAID: _("I would rather not say"),
    NoReason.NO_TIME: _("I have no time then"),
    NoReason.TOO_FAR: _("It is too far for me"),
    NoReason.NOT_MY_KIND: _("This kind of help is not for me"),
    NoReason.TOO_MUCH: _("I have enough to do at the moment"),
    NoReason.KNOW_EACH_OTHER: _("We know each other, and I would rather not"),
}


NEXT_BESTS: dict[NextBest, Text] = {
    NextBest.OFFICE: _("the office decides how it goes on"),
    NextBest.WANTED: _("after a no the next best is asked"),
    NextBest.ASKED: _("the next best is asked"),
    NextBest.NOBODY: _("nobody else can be asked now"),
}

WHY_NOT: dict[WhyNot, Text] = {
    WhyNot.NOT_ACTIVE: _("The helper has a pause or has left."),
    WhyNot.MANY_OPEN: _("The helper has enough questions to answer already."),
    WhyNot.MANY_THIS_WEEK: _("The helper was asked often enough this week."),
}


def kind_of(proposal: Proposal) -> str:
    """Return the kind of help."""
    return skill_name(proposal.request.kind_code, proposal.request.kind.name)


def times_of(proposal: Proposal) -> str:
    """Return when the visits would be."""
    return visit_words(proposal.visits)


def often(proposal: Proposal) -> str:
    """Return how often and how long."""
    request = proposal.request
    return frequency(
        visits_per_week=len(proposal.visits) or request.visits_per_week, is_one_off=request.is_one_off,
        visit_minutes=request.visit_minutes,
    )  # fmt: skip


def facts_of(proposal: Proposal, *, with_place: bool = True) -> list[dict[str, str]]:
    """Return what everybody may know of it, line by line: place, times, how often."""
    request = proposal.request
    where = place(request.district.name if request.district else "", None, is_remote=request.remote)
    where = where if with_place else ""
    lines = [("place", where), ("calendar", times_of(proposal)), ("clock", often(proposal))]
    return [{"icon": icon, "text": text} for icon, text in lines if text]


def why_you(proposal: Proposal, person: str) -> list[str]:
    """Return in words to the helper why they are asked; the way only roughly, as no place is told yet."""
    return list(_why(proposal.facts, proposal.distance_m, person))


def _why(facts: Mapping[str, Any], distance_m: float | None, person: str) -> Iterator[str]:
    relations = facts.get("relations") or ()
    if "knows" in relations:
        yield str(gettext("You know each other."))
    if "wished" in relations and person:
        yield str(gettext("%(person)s has asked for you.", person=person))
    if distance_m is not None and not facts.get("is_remote"):
        if distance_m <= NEAR_M:
            yield str(gettext("It is not far from you."))
        else:
            yield str(gettext("It is some %(km)s km from you.", km=round(distance_m / M_PER_KM)))
    if languages := facts.get("languages"):
        names = listed(language_name(code) for code in languages)
        yield str(gettext("You both speak %(languages)s.", languages=names))
    if any(level >= DOES_IT_WELL for level in (facts.get("skills") or {}).values()):
        yield str(gettext("You know very well how to do this."))
    idle_days = facts.get("idle_days")
    if idle_days is None:
        yield str(gettext("We have never asked you before."))
    elif idle_days >= LONG_UNASKED_DAYS:
        yield str(gettext("We have not asked you for some time."))


def first_visit_words(ask: Ask) -> str:
    """Return who comes along to the first visit; empty when nobody does."""
    return company_words(ask.first_visit, ask.first_visit_with)


def standing_words(standing: Standing) -> list[str]:
    """Return where somebody who waits stands, in plain words."""
    if standing.before:
        count = ngettext(
            "Before you, %(num)d person waits for the same help in your district.",
            "Before you, %(num)d people wait for the same help in your district.",
            standing.before,
        )  # fmt: skip
    else:
        count = gettext("You are the next in your district for this help.")
    return [
        str(gettext("We have not found a helper yet. We go on looking each night.")),
        str(count),
        *_wait(standing),
    ]


def _wait(standing: Standing) -> Iterator[str]:
    wait = standing.wait
    if wait is None:
        return
    yield str(
        ngettext("Others waited for about %(num)d day.", "Others waited for about %(num)d days.", wait.middle)
    )
    if wait.shortest < wait.longest:
        values = {"shortest": wait.shortest, "longest": wait.longest}
        yield str(gettext("For half of them it took %(shortest)s to %(longest)s days.", **values))


def acts(who: str) -> dict[str, str]:
    """Return the words of acts about asks; those that change a proposal stand with the proposals."""
    return {
        "plan_ask": gettext("%(who)s: chose how a helper is asked", who=who),
        "remind_helper": gettext("A helper was reminded to answer"),
        "save_ask_settings": gettext("%(who)s: changed how the office asks", who=who),
        "want_call": gettext("%(who)s: wishes to be called about a question", who=who),
    }
