"""People in words: what they are to the office, where things stand, what was done."""

from __future__ import annotations

from helpexchange.core.i18n import Text, gettext, lazy_text_in, ngettext
from helpexchange.core.i18n import lazy_text as _
from helpexchange.help_requests.rules import RequestState
from helpexchange.helper_profiles.labels import COLOURS as HELPER_COLOURS
from helpexchange.helper_profiles.labels import KINDS
from helpexchange.helper_profiles.labels import STATES as HELPER_STATES
from helpexchange.helper_profiles.rules import HelperState
from helpexchange.people.queries import Parts
from helpexchange.people.rules import Order, Part, Standing
from helpexchange.people_index.rules import ReadOn, WordKind

PARTS: dict[Part, Text] = {
    Part.ASKS: _("asks for help"),
    Part.HELPS: _("helps"),
    Part.BOTH: _("asks and helps"),
    Part.ACCOUNT: _("has an account"),
}

STANDINGS: dict[Standing, Text] = {
    Standing.WAITING: _("waits for help"),
    Standing.BEING_HELPED: _("has a helper"),
    Standing.ARRIVING: lazy_text_in("one helper", "new as a helper"),
    Standing.ACTIVE: lazy_text_in("one helper", "active as a helper"),
    Standing.PAUSED: lazy_text_in("one helper", "pauses as a helper"),
    Standing.NOTHING_OPEN: _("nothing is open"),
}

ORDERS: dict[Order, Text] = {
    Order.NAME: _("Last name"),
    Order.NEWEST: _("Newest first"),
}

WAITING = frozenset({RequestState.SUBMITTED, RequestState.OPEN})
HELPED = frozenset({RequestState.PROPOSED, RequestState.AGREED})


def tags_of(parts: Parts) -> list[dict[str, str | None]]:
    """Return what somebody is to the office, as tags: words and a colour."""
    tags: list[dict[str, str | None]] = []
    if parts.asks:
        states = [each.state for each in parts.asks]
        waiting = sum(state in WAITING for state in states)
        if waiting:
            words = ngettext("%(num)s request waits", "%(num)s requests wait", waiting)
            tags.append({"text": words, "colour": "yellow"})
        elif any(state in HELPED for state in states):
            tags.append({"text": str(STANDINGS[Standing.BEING_HELPED]), "colour": "green"})
        else:
            tags.append({"text": str(gettext("has asked before")), "colour": "grey"})
    for each in parts.helps[-1:]:
        words = f"{KINDS[each.kind]}: {HELPER_STATES[each.state]}"
        tags.append({"text": words, "colour": HELPER_COLOURS[HelperState(each.state)]})
    if parts.accounts and not parts.asks and not parts.helps:
        tags.append({"text": str(gettext("account")), "colour": "purple"})
    return tags


def nobody_named() -> str:
    """Return the words for somebody without a name."""
    return str(gettext("without a name"))


IN_COMMON: dict[WordKind, Text] = {
    WordKind.PHONE: _("the same phone number"),
    WordKind.MAIL: _("the same e-mail address"),
    WordKind.WHOLE: _("the same name and postcode"),
}

READ_ON: dict[ReadOn, Text] = {
    ReadOn.PERSON: _("page of the person"),
    ReadOn.REQUEST: _("page of a request"),
    ReadOn.BY_PHONE: _("request by phone"),
    ReadOn.ACTING: _("page of whoever acts for the person"),
    ReadOn.API: _("by a program"),
}

#: What is new in how somebody is reached.
WHAT_CHANGED: dict[str, Text] = {
    "phone": _("phone number"),
    "email": _("e-mail address"),
    "address": _("postal address"),
    "channel": _("how we tell things"),
}
