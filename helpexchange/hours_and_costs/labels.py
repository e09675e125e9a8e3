"""Words for the codes of hours and costs, in the reader's language."""

from __future__ import annotations

from typing import Any

from flask_babel import format_date

from helpexchange.audit_trail.models import AuditEntry
from helpexchange.core.i18n import Text, gettext, number_text
from helpexchange.core.i18n import lazy_text as _
from helpexchange.hours_and_costs.rules import CostState, FileKind, HourKind, Means, Month

MINUTES_AN_HOUR = 60

HOUR_KINDS: dict[HourKind, Text] = {
    HourKind.MEETING: _("Meeting with the office or other helpers"),
    HourKind.TRAINING: _("Course or training"),
    HourKind.EVENT: _("Help at an event"),
    HourKind.OTHER: _("Something else"),
}

MEANS: dict[Means, Text] = {
    Means.TICKET: _("Ticket for bus or train"),
    Means.KM: _("Own car, by kilometre"),
}

STATES: dict[CostState, tuple[Text, str]] = {
    CostState.CLAIMED: (_("The office looks at it"), "yellow"),
    CostState.SENT_BACK: (_("Sent back: please correct"), "red"),
    CostState.APPROVED: (_("Approved"), "green"),
    CostState.PAID: (_("Paid"), "green"),
    CostState.WITHDRAWN: (_("Taken back"), "grey"),
}

#: The same as the office says it, also in files for accounting.
OFFICE_STATES: dict[CostState, Text] = {
    CostState.CLAIMED: _("To be decided"),
    CostState.SENT_BACK: _("Sent back"),
    CostState.APPROVED: _("Approved"),
    CostState.PAID: _("Paid"),
    CostState.WITHDRAWN: _("Taken back"),
}

FILE_KINDS: dict[FileKind, Text] = {
    FileKind.XLSX: _("Spreadsheet (XLSX)"),
    FileKind.CSV: _("Text with columns (CSV)"),
}


def hours_text(minutes: int) -> str:
    """Return minutes as hours and minutes, never broken between lines: "1 h 15 min"."""
    hours, rest = divmod(minutes, MINUTES_AN_HOUR)
    if not hours:
        words = gettext("%(minutes)s min", minutes=rest)
    elif not rest:
        words = gettext("%(hours)s h", hours=number_text(hours))
    else:
        words = gettext("%(hours)s h %(minutes)s min", hours=number_text(hours), minutes=rest)
    return str(words).replace(" ", "\u00a0")


def month_text(month: Month) -> str:
    """Return a month in words: "November 2026"."""
    return str(format_date(month.first, "LLLL yyyy"))


def way_text(means: Means, km: int | None) -> str:
    """Return how somebody travelled: "Own car, by kilometre: 12 km"."""
    return str(MEANS[means]) if km is None else f"{MEANS[means]}: {number_text(km)} km"


def event_of(entry: AuditEntry) -> dict[str, Any]:
    """Return one thing that happened to a cost, for the timeline."""
    who = entry.actor or str(gettext("The helper"))
    text = acts(who).get(entry.act, f"{who}: {entry.act.replace('_', ' ')}")
    return {"at": entry.at, "text": text, "note": ""}


def acts(who: str) -> dict[str, str]:
    """Return the words of all acts about hours, costs, certificates and months."""
    return {
        "approve_cost": gettext("%(who)s: approved travel costs", who=who),
        "change_cost_settings": gettext("%(who)s: changed what is refunded", who=who),
        "claim_cost": gettext("%(who)s: entered travel costs", who=who),
        "close_month": gettext("%(who)s: closed a month", who=who),
        "correct_cost": gettext("%(who)s: corrected travel costs", who=who),
        "correct_hours": gettext("%(who)s: corrected hours", who=who),
        "export_costs": gettext("%(who)s: made a file for accounting", who=who),
        "issue_certificate": gettext("%(who)s: certified hours", who=who),
        "log_hours": gettext("%(who)s: entered hours", who=who),
        "pay_cost": gettext("%(who)s: marked travel costs as paid", who=who),
        "remove_hours": gettext("%(who)s: removed hours", who=who),
        "remove_receipt": gettext("%(who)s: removed a receipt", who=who),
        "reopen_month": gettext("%(who)s: opened a closed month again", who=who),
        "revoke_certificate": gettext("%(who)s: took a certificate back", who=who),
        "send_cost_back": gettext("%(who)s: sent travel costs back", who=who),
        "take_decision_back": gettext("%(who)s: took a decision about travel costs back", who=who),
        "withdraw_cost": gettext("%(who)s: took travel costs back", who=who),
    }
