"""What was done about a person, in words."""

from __future__ import annotations

from typing import Any

from helpexchange.asking import labels as ask_labels
from helpexchange.audit_trail.models import AuditEntry
from helpexchange.core.i18n import gettext
from helpexchange.core.viewer import Viewer
from helpexchange.engagements import labels as engagement_labels
from helpexchange.follow_up import labels as follow_up_labels
from helpexchange.help_requests import labels as request_labels
from helpexchange.help_requests.queries.records import OBJECT_TYPE as REQUEST
from helpexchange.helper_profiles import labels as helper_labels
from helpexchange.helper_profiles.queries.records import OBJECT_TYPE as HELPER
from helpexchange.hours_and_costs import labels as hours_labels
from helpexchange.people.labels import WHAT_CHANGED
from helpexchange.representatives.labels import acting_name


def event_of(viewer: Viewer, entry: AuditEntry) -> dict[str, Any]:
    """Return one thing that happened, for the timeline."""
    if entry.object_type == REQUEST:
        note = request_labels.reason_in_words(entry)
        return {"at": entry.at, "text": request_labels.act_in_words(entry, viewer), "note": note}
    if entry.object_type == HELPER:
        return {"at": entry.at, "text": helper_labels.act_in_words(entry), "note": _what_changed(entry)}
    return {"at": entry.at, "text": act_in_words(entry, viewer), "note": _what_changed(entry)}


def _what_changed(entry: AuditEntry) -> str:
    """Return what was changed about how somebody is reached: which, never what it was."""
    changed = entry.details.get("changed", ()) if entry.act == "change_contact" else ()
    return ", ".join(str(WHAT_CHANGED[word]) for word in changed if word in WHAT_CHANGED)


def act_in_words(entry: AuditEntry, viewer: Viewer) -> str:
    """Return an act about somebody as a whole."""
    who = entry.actor or str(gettext("The person"))
    if entry.account_id is not None and entry.account_id == viewer.account_id:
        who = str(gettext("You"))
    elif "representation_id" in entry.details and entry.act not in _acts_of_representing(who):
        who = acting_name(entry.actor)
    return acts(who).get(entry.act) or f"{who}: {entry.act.replace('_', ' ')}"


def acts(who: str) -> dict[str, str]:
    """Return the words of all acts that are about no request, helper or match."""
    return {
        **_acts_about_people(who), **_acts_of_accounts(who), **_acts_of_offices(who),
        **_acts_of_messages(who), **engagement_labels.acts(who), **follow_up_labels.acts(who),
        **ask_labels.acts(who), **hours_labels.acts(who), **_acts_of_programs(who),
    }  # fmt: skip


def _acts_about_people(who: str) -> dict[str, str]:
    return {
        "add_note": gettext("%(who)s: wrote a note", who=who),
        "correct_note": gettext("%(who)s: corrected a note", who=who),
        "change_contact": gettext("%(who)s: changed how the person is reached", who=who),
        "merge_people": gettext("%(who)s: merged this person with a second entry", who=who),
        "undo_merge": gettext("%(who)s: undid the merging of two entries", who=who),
        "note_different_people": gettext("%(who)s: noted that two entries are two people", who=who),
        "note_consent": gettext("%(who)s: noted a consent", who=who),
        "end_consent": gettext("%(who)s: took a consent back", who=who),
        "export_data": gettext("%(who)s: downloaded the person's data", who=who),
        "forget_merges": gettext("Old merges can no longer be undone"),
        "forget_person": gettext("%(who)s: deleted the person's data", who=who),
        **_acts_of_representing(who),
        "stop_messages": gettext("%(who)s: wants no more messages of a kind", who=who),
        "allow_messages": gettext("%(who)s: wants messages of a kind again", who=who),
    }


def _acts_of_representing(who: str) -> dict[str, str]:
    return {
        "ask_representation": gettext("%(who)s: asked to act for this person", who=who),
        "record_representation": gettext("%(who)s: noted who acts for this person", who=who),
        "confirm_representation": gettext("%(who)s: said yes to somebody who acts for this person", who=who),
        "refuse_representation": gettext("%(who)s: said no to somebody who wished to act", who=who),
        "end_representation": gettext("%(who)s: ended that somebody acts for this person", who=who),
        "undo_representation_end": gettext("%(who)s: took back that nobody acts any more", who=who),
        "extend_representation": gettext("%(who)s: changed until when somebody acts", who=who),
        "note_own_contact": gettext("%(who)s: noted how the person is reached", who=who),
        "renew_acting_link": gettext("%(who)s: asked for a fresh link to act for this person", who=who),
        "forget_contacts": gettext("%(who)s: deleted numbers of former representatives", who=who),
        "remind_of_representation": gettext("The office is reminded to ask the person"),
    }


def _acts_of_accounts(who: str) -> dict[str, str]:
    return {
        "accept_invitation": gettext("%(who)s: accepted an invitation", who=who),
        "add_passkey": gettext("%(who)s: added a passkey", who=who),
        "ask_link": gettext("%(who)s: asked for a link by e-mail", who=who),
        "ask_new_address": gettext("%(who)s: asked to change the e-mail address", who=who),
        "change_address": gettext("%(who)s: changed the e-mail address", who=who),
        "change_rights": gettext("%(who)s: changed roles or offices", who=who),
        "close_account": gettext("%(who)s: closed the account", who=who),
        "reopen_account": gettext("%(who)s: opened the account again", who=who),
        "change_name": gettext("%(who)s: changed the name", who=who),
        "confirm_address": gettext("%(who)s: confirmed the e-mail address", who=who),
        "create_account": gettext("%(who)s: made an account", who=who),
        "invite": gettext("%(who)s: invited somebody", who=who),
        "make_recovery_codes": gettext("%(who)s: made codes on paper", who=who),
        "prove_again": gettext("%(who)s: signed in once more for something important", who=who),
        "remove_passkey": gettext("%(who)s: removed a passkey", who=who),
        "send_invitation_again": gettext("%(who)s: sent an invitation again", who=who),
        "set_password": gettext("%(who)s: set a password", who=who),
        "sign_in": gettext("%(who)s: signed in", who=who),
        "sign_out": gettext("%(who)s: signed out", who=who),
        "sign_out_everywhere": gettext("%(who)s: signed out everywhere", who=who),
        "start_second_step": gettext("%(who)s: began to use a second step", who=who),
        "stop_second_step": gettext("%(who)s: stopped using the second step", who=who),
        "use_recovery_code": gettext("%(who)s: used a code on paper", who=who),
        "withdraw_invitation": gettext("%(who)s: withdrew an invitation", who=who),
    }


def _acts_of_programs(who: str) -> dict[str, str]:
    return {
        "make_token": gettext("%(who)s: made a token for a program", who=who),
        "revoke_token": gettext("%(who)s: took a token back", who=who),
        "add_webhook": gettext("%(who)s: let a partner be told", who=who),
        "remove_webhook": gettext("%(who)s: a partner is told no more", who=who),
        "pause_webhook": gettext("%(who)s: paused messages to a partner", who=who),
        "resume_webhook": gettext("%(who)s: started messages to a partner again", who=who),
        "send_again": gettext("%(who)s: sent a message to a partner once more", who=who),
        "send_trial": gettext("%(who)s: tried out messages to a partner", who=who),
    }


def _acts_of_offices(who: str) -> dict[str, str]:
    return {
        "add_district": gettext("%(who)s: added a district", who=who),
        "add_skills": gettext("%(who)s: added kinds of help", who=who),
        "drop_call": gettext("%(who)s: threw a half-noted call away", who=who),
        "edit_office": gettext("%(who)s: changed an office", who=who),
        "forget_codes": gettext("%(who)s: deleted old codes", who=who),
        "forget_calls": gettext("%(who)s: deleted old half-noted calls", who=who),
        "import_folder": gettext("%(who)s: loaded files", who=who),
        "keep_call": gettext("%(who)s: began to note a call", who=who),
        "list_experience": gettext("%(who)s: added a lived experience to the list", who=who),
        "load_demo_town": gettext("%(who)s: made the demo town", who=who),
        "load_places": gettext("%(who)s: loaded places and postcodes", who=who),
        "open_office": gettext("%(who)s: opened an office", who=who),
        "unlist_experience": gettext("%(who)s: took a lived experience off the list", who=who),
    }


def _acts_of_messages(who: str) -> dict[str, str]:
    return {
        "cancel_message": gettext("%(who)s: cancelled a message", who=who),
        "finish_call": gettext("%(who)s: told it on the phone", who=who),
        "give_up_message": gettext("%(who)s: a message could not be sent", who=who),
        "mark_letters_sent": gettext("%(who)s: put letters in the post", who=who),
        "miss_call": gettext("%(who)s: called and reached nobody", who=who),
        "note_delivery": gettext("%(who)s: a text message has arrived", who=who),
        "print_letters": gettext("%(who)s: printed letters", who=who),
        "send_otherwise": gettext("%(who)s: told it in another way", who=who),
        "retry_message": gettext("%(who)s: let a message be sent again", who=who),
        "stop_message": gettext("%(who)s: cancelled a call", who=who),
        "undo_letters_sent": gettext("%(who)s: took letters back from the post", who=who),
    }
