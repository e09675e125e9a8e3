"""Help requests in words: states, reasons, how often, since when, and what was done."""

from __future__ import annotations

from datetime import date, datetime

from helpexchange.audit_trail.models import AuditEntry
from helpexchange.core.i18n import Text, day_text, gettext, ngettext
from helpexchange.core.i18n import lazy_text as _
from helpexchange.core.viewer import Viewer
from helpexchange.help_requests.rules import (
    Channel,
    DeclineReason,
    Proof,
    ReferralGoal,
    RequestState,
    WithdrawReason,
)
from helpexchange.notifications.rules import Channel as WayToTell
from helpexchange.representatives.labels import acting_name

STATES: dict[RequestState, Text] = {
    RequestState.DRAFT: _("not sent yet"),
    RequestState.SUBMITTED: _("sent"),
    RequestState.OPEN: _("we are looking"),
    RequestState.REFERRED: _("passed on"),
    RequestState.DECLINED: _("not taken"),
    RequestState.PROPOSED: _("helper found"),
    RequestState.AGREED: _("agreed"),
    RequestState.FINISHED: _("done"),
    RequestState.WITHDRAWN: _("withdrawn"),
    RequestState.EXPIRED: _("ended"),
}

COLOURS: dict[RequestState, str | None] = {
    RequestState.SUBMITTED: "yellow",
    RequestState.PROPOSED: "purple",
    RequestState.AGREED: "green",
    RequestState.FINISHED: "green",
    RequestState.DECLINED: "red",
    RequestState.REFERRED: "purple",
    RequestState.WITHDRAWN: "grey",
    RequestState.EXPIRED: "grey",
    RequestState.DRAFT: "grey",
}

#: What a state means for the person who asked.
WHAT_NEXT: dict[RequestState, Text] = {
    RequestState.DRAFT: _("You have not sent this yet."),
    RequestState.SUBMITTED: _("Your office reads it next. If something is not clear, it calls you."),
    RequestState.OPEN: _("Your office is looking for a helper who fits. It calls you when there is one."),
    RequestState.REFERRED: _("Others can help you better with this. Your office tells you who."),
    RequestState.DECLINED: _("We cannot help with this. Call your office: it knows other ways."),
    RequestState.PROPOSED: _("There is a helper for you. Your office asks the helper and then calls you."),
    RequestState.AGREED: _("A helper has said yes. Your office has told you who comes and when."),
    RequestState.FINISHED: _("The help has been given."),
    RequestState.WITHDRAWN: _("You no longer need this. You can ask again at any time."),
    RequestState.EXPIRED: _("Nobody was found in time. Call your office if you still need help."),
}

#: What a state means for whoever acts for the person.
NEXT_FOR_OTHERS: dict[RequestState, Text] = {
    RequestState.DRAFT: _("This was not sent yet."),
    RequestState.SUBMITTED: _("The office reads it next."),
    RequestState.OPEN: _("The office is looking for a helper who fits."),
    RequestState.REFERRED: _("Others can help better with this. The office says who."),
    RequestState.DECLINED: _("We cannot help with this. Call the office: it knows other ways."),
    RequestState.PROPOSED: _("There is a helper. The office asks the helper and then calls."),
    RequestState.AGREED: _("A helper has said yes. The office has said who comes and when."),
    RequestState.FINISHED: _("The help has been given."),
    RequestState.WITHDRAWN: _("This is no longer needed. You can ask again at any time."),
    RequestState.EXPIRED: _("Nobody was found in time. Call the office if help is still needed."),
}

DECLINE_REASONS: dict[DeclineReason, Text] = {
    DeclineReason.NOT_SMALL_HELP: _("too much for volunteers"),
    DeclineReason.OUTSIDE_TOWN: _("outside our town"),
    DeclineReason.NOT_REACHED: _("we could not reach the person"),
    DeclineReason.ASKED_TWICE: _("asked twice for the same"),
    DeclineReason.NOT_NEEDED: _("no longer needed"),
}

CHANNELS: dict[Channel, Text] = {
    Channel.ONLINE: _("asked online"),
    Channel.PHONE: _("asked by phone"),
    Channel.IMPORT: _("came with a file"),
}

WAYS_TO_TELL: dict[WayToTell, Text] = {
    WayToTell.CALL: _("phone call"),
    WayToTell.TEXT: _("text message"),
    WayToTell.MAIL: _("e-mail"),
    WayToTell.LETTER: _("letter"),
}

PROOFS: dict[Proof, Text] = {
    Proof.NONE: _("not confirmed yet"),
    Proof.MAIL: _("confirmed by a code in an e-mail"),
    Proof.TEXT: _("confirmed by a code in a text message"),
    Proof.ACCOUNT: _("asked with an account"),
    Proof.CALL: _("confirmed on the phone"),
    Proof.OFFICE: _("known to the office"),
}

OFTEN: dict[str, Text] = {
    "once": _("Once"),
    "weekly": _("Once a week"),
    "twice": _("Twice a week"),
    "thrice": _("Three times a week"),
}

REFERRAL_GOALS: dict[ReferralGoal, Text] = {
    ReferralGoal.CARE_SERVICE: _("care service"),
    ReferralGoal.DOCTOR: _("doctor or medical help"),
    ReferralGoal.ADVICE_CENTRE: _("advice centre"),
    ReferralGoal.TRADE: _("a craft business or paid service"),
    ReferralGoal.OTHER_OFFICE: _("another office"),
}


def frequency(*, visits_per_week: int, is_one_off: bool, visit_minutes: int) -> str:
    """Return how often and how long: "once, about 60 minutes"."""
    long = ngettext("about %(num)s minute", "about %(num)s minutes", visit_minutes)
    if is_one_off:
        return str(gettext("once, %(long)s", long=long))
    if visits_per_week == 1:
        return str(gettext("once a week, %(long)s", long=long))
    return str(gettext("%(count)s times a week, %(long)s each", count=visits_per_week, long=long))


def place(district: str, distance_km: int | None, *, is_remote: bool) -> str:
    """Return where help is needed, as roughly as everybody may know it."""
    if is_remote:
        return str(gettext("by phone, from anywhere"))
    if distance_km is None:
        return district
    if distance_km == 0:
        return str(gettext("%(district)s, your district", district=district))
    return str(gettext("%(district)s, about %(km)s km away", district=district, km=distance_km))


def open_in_district(district: str, requests: int) -> str:
    """Return how many requests wait in a district."""
    number = ngettext("%(num)s open request", "%(num)s open requests", requests)
    return f"{district}: {number}"


def helpers_needed(count: int) -> str:
    """Return how many helpers are needed if it is more than one; else nothing."""
    return str(gettext("%(count)s helpers needed", count=count)) if count > 1 else ""


def state_of(state: RequestState) -> dict[str, str | None]:
    """Return a state's name, the colour of its tag, and what it means for the person."""
    return {"name": str(STATES[state]), "colour": COLOURS.get(state), "next": str(WHAT_NEXT[state])}


def asked() -> str:
    """Return the words for how every request begins."""
    return str(gettext("The help request reached the office"))


def attempt(is_reached: bool, who: str) -> str:  # noqa: FBT001  # a column of the list
    """Return what came of a try to call."""
    if is_reached:
        return str(gettext("%(who)s: reached", who=who))
    return str(gettext("%(who)s: not reached", who=who))


def due(due_on: date | None, first_contact_at: datetime | None, today: date) -> str:
    """Return until when the office calls, or that the day has passed; nothing once it has."""
    if due_on is None or first_contact_at is not None:
        return ""
    if due_on < today:
        return str(gettext("late: call was due on %(day)s", day=day_text(due_on, "medium")))
    if due_on == today:
        return str(gettext("call today"))
    return str(gettext("call by %(day)s", day=day_text(due_on, "medium")))


def waiting(since: datetime, now: datetime) -> str:
    """Return how long a request waits, in whole days."""
    days = max(0, (now - since).days)
    if days == 0:
        return str(gettext("new today"))
    return str(ngettext("waits for %(num)s day", "waits for %(num)s days", days))


def act_in_words(entry: AuditEntry, viewer: Viewer) -> str:
    """Return one entry of a request's history; people outside the office read "your office" for its staff."""
    who = _who_acted(entry, viewer)
    return str(_acts(who).get(entry.act) or f"{who}: {entry.act.replace('_', ' ')}")


def _who_acted(entry: AuditEntry, viewer: Viewer) -> str:
    if "representation_id" in entry.details:
        return _who_acted_for(entry, viewer)
    who = entry.actor or str(gettext("The person"))
    if viewer.representation_id is not None:
        is_office = entry.actor and entry.act != "submit_request"
        return str(gettext("The office")) if is_office else who
    is_own = entry.account_id is not None and entry.account_id == viewer.account_id
    if is_own or not (entry.actor or viewer.permissions):  # only the person reads it without permissions
        who = str(gettext("You"))
    elif not viewer.permissions and entry.act != "submit_request" and entry.actor:
        who = str(gettext("Your office"))
    return who


def _who_acted_for(entry: AuditEntry, viewer: Viewer) -> str:
    """Return who has done something for the person, as the reader knows them."""
    name = entry.actor or str(gettext("somebody"))
    if viewer.representation_id == entry.details["representation_id"]:
        return str(gettext("You"))
    if viewer.permissions or viewer.representation_id is not None:
        return acting_name(entry.actor)
    return str(gettext("%(name)s for you", name=name))


def reason_in_words(entry: AuditEntry) -> str:
    """Return the reason of an entry, if it has one."""
    code = str(entry.details.get("reason"))
    if entry.act == "decline_request":
        return str(DECLINE_REASONS[DeclineReason(code)])
    if entry.act == "refer_request":
        return str(REFERRAL_GOALS[ReferralGoal(code)])
    if entry.act == "withdraw_request" and code == WithdrawReason.SOLVED:
        return str(gettext("it is solved"))
    return ""


def _acts(who: str) -> dict[str, str]:
    return {
        "submit_request": gettext("%(who)s: asked for help", who=who),
        "open_request": gettext("%(who)s: opened the request", who=who),
        "decline_request": gettext("%(who)s: declined the request", who=who),
        "refer_request": gettext("%(who)s: passed the request on", who=who),
        "withdraw_request": gettext("%(who)s: withdrew the request", who=who),
        "renew_link": gettext("%(who)s: asked for a fresh link", who=who),
        "send_new_link": gettext("%(who)s: sent a new link; the old ones ended", who=who),
        "undo_clearing": gettext("%(who)s: took the decision back", who=who),
        "send_request_code": gettext("We have sent a code"),
        "prove_request": gettext("%(who)s: confirmed that the request is real", who=who),
        "take_request": gettext("%(who)s: takes care of the request", who=who),
        "give_back_request": gettext("%(who)s: gave the request back to the office", who=who),
        "ask_for_call": gettext("%(who)s: put a call on the list", who=who),
        "try_to_call": gettext("%(who)s: called and reached nobody", who=who),
        "reach_by_phone": gettext("%(who)s: spoke on the phone", who=who),
        "reopen_call": gettext("%(who)s: put the call back on the list", who=who),
        "tell_late": gettext("We told the person that we are late"),
        "move_request": gettext("%(who)s: noted the new place", who=who),
        "change_request": gettext("%(who)s: changed the request", who=who),
        "hand_over_request": gettext("%(who)s: handed the request over to another office", who=who),
        "choose_helper": gettext("%(who)s: chose a helper", who=who),
        "agree_request": gettext("%(who)s: agreed on the help", who=who),
        "reopen_request": gettext("%(who)s: looks for another helper", who=who),
        "finish_request": gettext("%(who)s: noted that the help is finished", who=who),
        "undo_hand_over": gettext("%(who)s: took the request back from the other office", who=who),
    }
