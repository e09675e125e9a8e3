"""What was done about a person, in words."""

from __future__ import annotations

from typing import Any

from helpexchange.audit_trail.models import AuditEntry
from helpexchange.core.i18n import gettext
from helpexchange.core.viewer import Viewer
from helpexchange.help_requests import labels as request_labels
from helpexchange.help_requests.queries.records import OBJECT_TYPE as REQUEST
from helpexchange.helper_profiles import labels as helper_labels
from helpexchange.helper_profiles.queries.records import OBJECT_TYPE as HELPER


def event_of(viewer: Viewer, entry: AuditEntry) -> dict[str, Any]:
    """Return one thing that happened, for the timeline."""
    if entry.object_type == REQUEST:
        note = request_labels.reason_in_words(entry)
        return {"at": entry.at, "text": request_labels.act_in_words(entry, viewer), "note": note}
    if entry.object_type == HELPER:
        return {"at": entry.at, "text": helper_labels.act_in_words(entry), "note": ""}
    return {"at": entry.at, "text": act_in_words(entry, viewer), "note": ""}


def act_in_words(entry: AuditEntry, viewer: Viewer) -> str:
    """Return an act about somebody as a whole."""
    who = entry.actor or str(gettext("The person"))
    if entry.account_id is not None and entry.account_id == viewer.account_id:
        who = str(gettext("You"))
    return acts_about_people(who).get(entry.act) or f"{who}: {entry.act.replace('_', ' ')}"


def acts_about_people(who: str) -> dict[str, str]:
    """Return the words of acts about people as a whole."""
    return {
        "add_note": gettext("%(who)s: wrote a note", who=who),
        "correct_note": gettext("%(who)s: corrected a note", who=who),
        "merge_people": gettext("%(who)s: merged this person with a second entry", who=who),
        "undo_merge": gettext("%(who)s: undid the merging of two entries", who=who),
        "note_different_people": gettext("%(who)s: noted that two entries are two people", who=who),
        "forget_merges": gettext("Old merges can no longer be undone"),
        "forget_person": gettext("%(who)s: deleted the person's data", who=who),
        "stop_messages": gettext("%(who)s: wants no more messages of a kind", who=who),
        "allow_messages": gettext("%(who)s: wants messages of a kind again", who=who),
    }
