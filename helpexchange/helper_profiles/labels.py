"""Helpers in words: states, kinds, reasons, how far, and what was done."""

from __future__ import annotations

from datetime import date, timedelta

from helpexchange.audit_trail.models import AuditEntry
from helpexchange.core.i18n import Text, day_text, distance_text, gettext, lazy_text_in, ngettext
from helpexchange.core.i18n import lazy_text as _
from helpexchange.helper_profiles.rules import HelperDeclineReason, HelperKind, HelperState, InterviewWay
from helpexchange.notifications.rules import Channel

KINDS: dict[HelperKind, Text] = {
    HelperKind.VOLUNTEER: lazy_text_in("one helper", "volunteer"),
    HelperKind.PEER_SUPPORTER: lazy_text_in("one helper", "peer supporter"),
    HelperKind.STUDENT: lazy_text_in("one helper", "student"),
}

WHO_THEY_ARE: dict[HelperKind, Text] = {
    HelperKind.VOLUNTEER: _("I help in my free time (volunteer)"),
    HelperKind.PEER_SUPPORTER: _("I have been through something similar myself (peer supporter)"),
    HelperKind.STUDENT: _("I help through my school (student)"),
}

STATES: dict[HelperState, Text] = {
    HelperState.APPLIED: _("has applied"),
    HelperState.CONTACTED: _("contacted"),
    HelperState.CHECKED: _("checked"),
    HelperState.ACTIVE: _("active"),
    HelperState.PAUSED: _("pauses"),
    HelperState.LEFT: _("has left"),
    HelperState.DECLINED: _("not taken"),
}

COLOURS: dict[HelperState, str | None] = {
    HelperState.APPLIED: "yellow",
    HelperState.CONTACTED: "purple",
    HelperState.CHECKED: None,
    HelperState.ACTIVE: "green",
    HelperState.PAUSED: "grey",
    HelperState.LEFT: "grey",
    HelperState.DECLINED: "red",
}

#: What a state means for the helper.
WHAT_NEXT: dict[HelperState, Text] = {
    HelperState.APPLIED: _("Your office calls or writes to you within a few days."),
    HelperState.CONTACTED: _("Your office has spoken with you. Next it looks at the certificates it needs."),
    HelperState.CHECKED: _("Everything has been looked at. Your office makes you active soon."),
    HelperState.ACTIVE: _("Your office asks you when somebody near you needs what you offer."),
    HelperState.PAUSED: _("You have a pause. Tell your office when you would like to help again."),
    HelperState.LEFT: _("You no longer help here. Thank you for all you did!"),
    HelperState.DECLINED: _("We could not take your offer. Call your office if you have questions."),
}

DECLINE_REASONS: dict[HelperDeclineReason, Text] = {
    HelperDeclineReason.NOT_REACHED: _("we could not reach the person"),
    HelperDeclineReason.NO_FITTING_TASK: _("no task that fits"),
    HelperDeclineReason.CHECK_NOT_PASSED: _("a certificate is missing"),
    HelperDeclineReason.CHANGED_MIND: _("has changed their mind"),
    HelperDeclineReason.APPLIED_TWICE: _("has applied twice"),
}


#: The same, as the helper is told.
KIND_REASONS: dict[HelperDeclineReason, Text] = {
    HelperDeclineReason.NOT_REACHED: _("We tried to reach you several times and could not."),
    HelperDeclineReason.NO_FITTING_TASK: _("At the moment nobody here needs what you offer."),
    HelperDeclineReason.CHECK_NOT_PASSED: _("A document that we must see is missing."),
    HelperDeclineReason.CHANGED_MIND: _("You told us that you have changed your mind."),
    HelperDeclineReason.APPLIED_TWICE: _(
        "You are in our files already, so one of your two offers was too many."
    ),
}

WAYS: dict[InterviewWay, Text] = {
    InterviewWay.OFFICE: _("in the office"),
    InterviewWay.PHONE: _("by phone: the office calls you"),
    InterviewWay.HOME: _("at your home"),
}

CHANNELS: dict[Channel, Text] = {
    Channel.MAIL: _("by e-mail"),
    Channel.TEXT: _("by text message"),
    Channel.LETTER: _("by letter"),
    Channel.CALL: _("by a phone call"),
}


QUEUES: dict[str, Text] = {
    "new": _("To call"),
    "interview": _("To interview"),
    "check": _("To check"),
    "ready": _("To make active"),
    "expiring": _("Checks that expire"),
}

EMPTY_QUEUES: dict[str, Text] = {
    "new": _("Everybody has been called"),
    "interview": _("Nobody waits for an interview"),
    "check": _("Nothing to check"),
    "ready": _("Nobody waits to become active"),
    "expiring": _("No check expires within 60 days"),
}


def days_away(starts_on: date, back_on: date) -> str:
    """Return days away in words; `back_on` is the first day back."""
    last = back_on - timedelta(days=1)
    if last == starts_on:
        return day_text(starts_on)
    return str(gettext("%(first)s to %(last)s", first=day_text(starts_on), last=day_text(last)))


def time_per_week(minutes: int | None) -> str:
    """Return how much time somebody gives in a week."""
    if minutes is None:
        return str(gettext("as much time as is needed"))
    return str(ngettext("about one hour a week", "about %(num)s hours a week", minutes // 60))


def reach(max_distance_m: float | None) -> str:
    """Return how far somebody goes."""
    if max_distance_m is None:
        return str(gettext("anywhere in the town"))
    return str(gettext("up to %(distance)s", distance=distance_text(max_distance_m)))


def people_at_once(max_requests: int) -> str:
    """Return how many people somebody helps at the same time."""
    return str(ngettext("one person at a time", "up to %(num)s people at a time", max_requests))


def act_in_words(entry: AuditEntry) -> str:
    """Return one entry of a helper's history."""
    who = entry.actor or str(gettext("The person"))
    acts: dict[str, Text] = {**_steps_of_office(who), **_acts_of_helper(who)}
    return str(acts.get(entry.act, f"{who}: {entry.act.replace('_', ' ')}"))


def _steps_of_office(who: str) -> dict[str, Text]:
    return {
        "apply_as_helper": _("%(who)s: offered help", who=who),
        "contact_helper": _("%(who)s: spoke with the helper", who=who),
        "miss_helper": _("%(who)s: called and reached nobody", who=who),
        "check_helper": _("%(who)s: looked at the certificates", who=who),
        "activate_helper": _("%(who)s: made the helper active", who=who),
        "decline_helper": _("%(who)s: declined the offer", who=who),
        "undo_helper_step": _("%(who)s: took the last step back", who=who),
        "note_check": _("%(who)s: noted a check", who=who),
        "change_contact": _("%(who)s: changed how the person is reached", who=who),
        "undo_note_check": _("%(who)s: took the noted check back", who=who),
        "remind_of_check": _("%(who)s: reminded of a check that expires", who=who),
        "note_expired_check": _("%(who)s: a check has expired", who=who),
        "send_new_link": _("%(who)s: sent a new link; the old ones ended", who=who),
        "cancel_interview": _("%(who)s: cancelled the interview", who=who),
    }


def _acts_of_helper(who: str) -> dict[str, Text]:
    return {
        "renew_link": _("%(who)s: asked for a fresh link", who=who),
        "book_interview": _("%(who)s: booked an interview", who=who),
        "change_times": _("%(who)s: changed the weekly times", who=who),
        "change_reach": _("%(who)s: changed how much they help", who=who),
        "add_absence": _("%(who)s: entered days away", who=who),
        "remove_absence": _("%(who)s: removed days away", who=who),
        "give_photo": _("%(who)s: gave a photo", who=who),
        "remove_photo": _("%(who)s: removed the photo", who=who),
        "pause_helper": _("%(who)s: began a pause", who=who),
        "resume_helper": _("%(who)s: ended the pause", who=who),
        "change_settings": _("%(who)s: changed how to be asked", who=who),
        "change_about": _("%(who)s: changed what the office should know", who=who),
        "leave": _("%(who)s: stopped helping", who=who),
        "undo_leave": _("%(who)s: came back after stopping", who=who),
        "confirm_interest": _("%(who)s: still likes to help", who=who),
        "ask_interest": _("%(who)s: asked whether the helper still likes to help", who=who),
        "open_feed": _("%(who)s: opened an address for the calendar", who=who),
        "renew_feed": _("%(who)s: renewed the address of the calendar", who=who),
        "close_feed": _("%(who)s: closed the address of the calendar", who=who),
        "open_own_page": _("%(who)s: opened the helper's page to act for them", who=who),
    }
