"""Helpers in words: states, kinds, reasons, how far, and what was done."""

from __future__ import annotations

from helpexchange.audit_trail.models import AuditEntry
from helpexchange.core.i18n import Text, distance_text, gettext, lazy_text_in, ngettext
from helpexchange.core.i18n import lazy_text as _
from helpexchange.helper_profiles.rules import HelperDeclineReason, HelperKind, HelperState

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
    HelperState.ACTIVE: _("Your office calls you when somebody near you needs what you offer."),
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
    acts = {
        "apply_as_helper": gettext("%(who)s: offered help", who=who),
        "contact_helper": gettext("%(who)s: spoke with the helper", who=who),
        "check_helper": gettext("%(who)s: looked at the certificates", who=who),
        "activate_helper": gettext("%(who)s: made the helper active", who=who),
        "decline_helper": gettext("%(who)s: declined the offer", who=who),
        "undo_helper_step": gettext("%(who)s: took the last step back", who=who),
    }
    return str(acts.get(entry.act) or f"{who}: {entry.act.replace('_', ' ')}")
