"""Words for the codes of engagements and visits, in the reader's language."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from helpexchange.audit_trail.models import AuditEntry
from helpexchange.core.i18n import Text, day_text, gettext, minute_text, ngettext
from helpexchange.core.i18n import lazy_text as _
from helpexchange.core.week import TimeOfWeek, times_in_words
from helpexchange.engagements.rules import (
    LAST,
    CancelReason,
    EndReason,
    EngagementState,
    FirstVisit,
    Missing,
    Rhythm,
    SeriesPlan,
    Side,
    VisitState,
)
from helpexchange.representatives.labels import acting_name

STATES: dict[EngagementState, tuple[Text, str]] = {
    EngagementState.AGREED: (_("Agreed"), "yellow"),
    EngagementState.RUNNING: (_("Running"), "green"),
    EngagementState.PAUSED: (_("Pause"), "grey"),
    EngagementState.ENDED: (_("Ended"), "grey"),
}

FIRST_VISITS: dict[FirstVisit, Text] = {
    FirstVisit.ALONE: _("The helper comes alone"),
    FirstVisit.COORDINATOR: _("Somebody of the office comes along"),
    FirstVisit.EXPERIENCED: _("An experienced helper comes along"),
}

VISIT_STATES: dict[VisitState, tuple[Text, str]] = {
    VisitState.PLANNED: (_("Planned"), "yellow"),
    VisitState.DONE: (_("It took place"), "green"),
    VisitState.MISSED: (_("It did not take place"), "red"),
    VisitState.CANCELLED: (_("Called off"), "grey"),
}

CANCEL_REASONS: dict[CancelReason, Text] = {
    CancelReason.ILL: _("ill"),
    CancelReason.NO_TIME: _("another appointment"),
    CancelReason.AWAY: _("away"),
    CancelReason.NOT_NEEDED: _("not needed this time"),
    CancelReason.OTHER: _("another reason"),
    CancelReason.PAUSE: _("pause"),
    CancelReason.NEW_TIME: _("new times"),
    CancelReason.ENDED: _("the visits have ended"),
    CancelReason.HELPER_BUSY: _("the helper has another visit then"),
    CancelReason.DAY_OFF: _("holiday"),
}

MISSING: dict[Missing, Text] = {
    Missing.HELPER: _("the helper"),
    Missing.PERSON: _("the person who gets help"),
    Missing.BOTH: _("both"),
    Missing.NOBODY: _("nobody, something else came up"),
}

END_REASONS: dict[EndReason, Text] = {
    EndReason.GOAL_REACHED: _("What was wanted is reached"),
    EndReason.MOVED: _("One of the two has moved"),
    EndReason.ILLNESS: _("Illness"),
    EndReason.SCHEDULE: _("The times no longer fit"),
    EndReason.DID_NOT_GET_ON: _("They did not get on"),
    EndReason.NO_SHOW: _("Somebody did not come several times"),
    EndReason.DIED: _("One of the two has died"),
    EndReason.OTHER: _("Another reason"),
}

SIDES: dict[Side, Text] = {
    Side.HELPER: _("the helper"),
    Side.PERSON: _("the person who gets help"),
    Side.OFFICE: _("the office"),
}

RHYTHMS: dict[Rhythm, Text] = {
    Rhythm.ONCE: _("once"),
    Rhythm.WEEKLY: _("every week"),
    Rhythm.FORTNIGHTLY: _("every second week"),
    Rhythm.MONTHLY: _("once a month"),
}

WEEKS_OF_MONTH: dict[int, Text] = {
    1: _("on the first such day of the month"),
    2: _("on the second such day of the month"),
    3: _("on the third such day of the month"),
    4: _("on the fourth such day of the month"),
    LAST: _("on the last such day of the month"),
}


def span(start_min: int, end_min: int) -> str:
    """Return the hours of a visit: "14:00 to 15:00"."""
    return str(gettext("%(start)s to %(end)s", start=minute_text(start_min), end=minute_text(end_min)))


def company_words(first_visit: FirstVisit, name: str) -> str:
    """Return who comes along to the first visit; empty when nobody does."""
    if first_visit is FirstVisit.ALONE:
        return ""
    if name:
        return str(gettext("At the first visit %(name)s comes along.", name=name))
    if first_visit is FirstVisit.COORDINATOR:
        return str(gettext("At the first visit somebody of the office comes along."))
    return str(gettext("At the first visit an experienced helper comes along."))


def series_in_words(plan: SeriesPlan) -> str:
    """Return a series as people say it: "Tuesday, 14:00 to 15:00, every week, from 3 November 2026"."""
    times: Sequence[TimeOfWeek] = plan.times
    parts = ["; ".join(times_in_words(times)), str(RHYTHMS[plan.rhythm])]
    if plan.week_of_month is not None:
        parts.append(str(WEEKS_OF_MONTH[plan.week_of_month]))
    if plan.rhythm is Rhythm.ONCE:
        return ", ".join([parts[0], day_text(plan.starts_on)])
    parts.append(str(gettext("from %(day)s", day=day_text(plan.starts_on))))
    if plan.until is not None:
        parts.append(str(gettext("before %(day)s", day=day_text(plan.until))))
    if plan.visit_count is not None:
        parts.append(str(ngettext("%(num)s visit", "%(num)s visits", plan.visit_count)))
    return ", ".join(parts)


def event_of(entry: AuditEntry) -> dict[str, Any]:
    """Return one thing that happened to an engagement, for the timeline."""
    by_helper = entry.details.get("side") == Side.HELPER  # who came by a link has no name in the trail
    who = entry.actor or str(gettext("The helper") if by_helper else gettext("The person"))
    if "representation_id" in entry.details:
        who = acting_name(entry.actor)
    text = acts(who).get(entry.act, f"{who}: {entry.act.replace('_', ' ')}")
    return {"at": entry.at, "text": text, "note": ""}


def acts(who: str) -> dict[str, str]:
    """Return the words of all acts about engagements, visits and calendars, and of what follows them."""
    return {
        "accompany_first_visit": gettext("%(who)s: chose who comes along to the first visit", who=who),
        "answer_about_visits": gettext("%(who)s: answered how visits go", who=who),
        "ask_about_visits": gettext("One side was asked how visits go"),
        "accept_stand_in": gettext("Somebody else said yes to one visit"),
        "ask_stand_in": gettext("%(who)s: asked somebody else for one visit", who=who),
        "begin_engagement": gettext("%(who)s: agreed on visits", who=who),
        "cancel_visit": gettext("%(who)s: called a visit off", who=who),
        "change_times": gettext("%(who)s: changed the times of visits", who=who),
        "close_feed": gettext("%(who)s: closed the address of the calendar", who=who),
        "correct_visit": gettext("%(who)s: corrected what was noted about a visit", who=who),
        "confirm_visit": gettext("%(who)s: confirmed that a visit takes place", who=who),
        "decline_stand_in": gettext("Somebody else said no to one visit"),
        "end_engagement": gettext("%(who)s: ended the visits", who=who),
        "find_stand_ins": gettext("Somebody else was looked for who is free at a visit"),
        "load_school_holidays": gettext("%(who)s: loaded school holidays", who=who),
        "move_visit": gettext("%(who)s: moved a visit to another time", who=who),
        "note_done": gettext("%(who)s: noted that a visit took place", who=who),
        "note_missed": gettext("%(who)s: noted that a visit did not take place", who=who),
        "open_feed": gettext("%(who)s: opened an address for the calendar", who=who),
        "pause_engagement": gettext("%(who)s: let the visits rest", who=who),
        "plan_calls": gettext("%(who)s: put both sides on the list of calls", who=who),
        "plan_check_in": gettext("Both sides stand on the list of calls, two weeks after the first visit"),
        "plan_visits": gettext("More visits were planned"),
        "propose_move": gettext("%(who)s: proposed another time for a visit", who=who),
        "refuse_move": gettext("%(who)s: left a visit at its time", who=who),
        "remind_of_visit": gettext("One side was reminded of a visit"),
        "put_stand_in": gettext("Somebody else comes to one visit"),
        "renew_feed": gettext("%(who)s: renewed the address of the calendar", who=who),
        "rest_engagement": gettext("The pause began"),
        "restore_visit": gettext("%(who)s: let a visit take place after all", who=who),
        "resume_engagement": gettext("%(who)s: let the visits go on", who=who),
        "run_engagement": gettext("The visits began or went on"),
    }
