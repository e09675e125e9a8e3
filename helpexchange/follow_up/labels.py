"""Words for the codes of what follows an agreement, in the reader's language."""

from __future__ import annotations

from helpexchange.audit_trail.models import AuditEntry
from helpexchange.core.i18n import Text, gettext
from helpexchange.core.i18n import lazy_text as _
from helpexchange.follow_up.rules import Answer, Cause, Urgency
from helpexchange.representatives.labels import acting_name

URGENCIES: dict[Urgency, tuple[Text, str]] = {
    Urgency.URGENT: (_("Urgent"), "red"),
    Urgency.SOON: (_("Soon"), "yellow"),
    Urgency.NOTE: (_("Only to be kept"), "grey"),
}

CAUSES: dict[Cause, Text] = {
    Cause.RAISED: _("A concern"),
    Cause.WRONG: _("Answered: something is wrong"),
    Cause.NOT_HELD: _("Answered: the visit did not take place"),
    Cause.SILENT: _("No visits and no word for two weeks"),
    Cause.HELPER_STOPPED: _("The helper pauses or has left"),
    Cause.DIED: _("Somebody has died: nobody was written to, please call"),
    Cause.MOVE_PROPOSED: _("Another time for a visit is proposed"),
}

ANSWERS: dict[Answer, Text] = {
    Answer.GOOD: _("Yes, all is well"),
    Answer.NOT_HELD: _("The visit did not take place"),
    Answer.WRONG: _("Something is wrong"),
}


def event_of(entry: AuditEntry) -> dict[str, object]:
    """Return one thing that happened to a concern, for the timeline."""
    who = entry.actor or str(gettext("One of the two"))
    if "representation_id" in entry.details:
        who = acting_name(entry.actor)
    return {"at": entry.at, "text": acts(who).get(entry.act, entry.act.replace("_", " ")), "note": ""}


def acts(who: str) -> dict[str, str]:
    """Return the words of all acts about concerns; those about engagements stand with theirs."""
    return {
        "close_concern": gettext("%(who)s: closed the concern", who=who),
        "notice_concern": gettext("This was noticed"),
        "plan_concern": gettext("%(who)s: looks at it again later", who=who),
        "raise_concern": gettext("%(who)s: said that something is wrong", who=who),
        "reopen_concern": gettext("%(who)s: opened the concern again", who=who),
        "set_check_in": gettext("%(who)s: changed what is followed up", who=who),
        "settle_concern": gettext("This is no longer so"),
        "take_concern": gettext("%(who)s: takes care of the concern", who=who),
        "triage_concern": gettext("%(who)s: said how soon it is looked after", who=who),
    }
