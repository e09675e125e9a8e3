"""Every personal column of every table: what it is known for, how long, and what stays when it is forgotten.

A test compares this list with the tables: a column that is in neither list here fails it, so nobody can add
one without saying what for.
"""

from __future__ import annotations

from helpexchange.privacy.ownership import Owner, PersonalTable
from helpexchange.privacy.personal_hours import NOT_PERSONAL_OF_HOURS, PERSONAL_OF_HOURS
from helpexchange.privacy.personal_matches import NOT_PERSONAL_OF_MATCHES, PERSONAL_OF_MATCHES
from helpexchange.privacy.personal_programs import NOT_PERSONAL_OF_PROGRAMS, PERSONAL_OF_PROGRAMS
from helpexchange.privacy.personal_visits import NOT_PERSONAL_OF_VISITS, PERSONAL_OF_VISITS
from helpexchange.privacy.rules import Kept, PersonKind, Purpose

_NAMES = ("first_name", "last_name", "phone", "email")
_KEYS = ("name_key", "phone_key")
_HOME = ("street", "postal_code", "town")
_PLACE = ("postal_code", "latitude", "longitude")
_REQUEST = Kept.SINCE_LAST_REQUEST_ENDED
_HELPER = Kept.SINCE_HELPER_LEFT
_ACCOUNT = Owner("account_id", "accounts")
_KNOWN = Owner("person_id", is_known=True)

PERSONAL: dict[str, PersonalTable] = {
    "accounts": PersonalTable(
        Kept.WITH_ACCOUNT,
        {
            Purpose.CONTACT: ("email", "name", "language", "reads_easy"),
            Purpose.SIGN_IN: ("password", "fs_uniquifier", "totp_secret", "totp_counter"),
        },
        Owner("id", PersonKind.ACCOUNT),
        secrets=("password", "fs_uniquifier", "totp_secret", "totp_counter"),
    ),
    "account_sessions": PersonalTable(
        Kept.WITH_ACCOUNT,
        {Purpose.SIGN_IN: ("token_hash", "browser", "system", "way", "last_seen_at")},
        _ACCOUNT,
        rows_go=True,
        secrets=("token_hash",),
    ),
    "passkeys": PersonalTable(
        Kept.WITH_ACCOUNT,
        {Purpose.SIGN_IN: ("credential_id", "public_key", "sign_count", "name", "last_used_at")},
        _ACCOUNT,
        rows_go=True,
        secrets=("credential_id", "public_key"),
    ),
    "recovery_codes": PersonalTable(
        Kept.WITH_ACCOUNT, {Purpose.SIGN_IN: ("code_hash",)}, _ACCOUNT, rows_go=True, secrets=("code_hash",)
    ),
    "mailed_links": PersonalTable(
        Kept.UNTIL_RUN_OUT,
        {Purpose.CONTACT: ("email", "name", "language"), Purpose.SIGN_IN: ("token_hash", "code_hash")},
        _ACCOUNT,
        rows_go=True,
        secrets=("token_hash", "code_hash"),
    ),
    "invitations": PersonalTable(
        Kept.UNTIL_RUN_OUT,
        {Purpose.CONTACT: ("email", "name", "language"), Purpose.SIGN_IN: ("token_hash",)},
        _ACCOUNT,
        rows_go=True,
        others=("invited_by_id",),
        secrets=("token_hash",),
    ),
    "audit_entries": PersonalTable(
        Kept.SINCE_ACT,
        {Purpose.PROOF: ("actor", "details")},
        Owner("account_id", PersonKind.ACCOUNT),
        stays=("details",),
    ),
    "consents": PersonalTable(
        Kept.SINCE_ACT,
        {Purpose.PROOF: ("recorded_by", "ended_by")},
        Owner("person_id", kind_column="person_type"),
    ),
    "known_people": PersonalTable(
        Kept.WITH_RECORDS, {Purpose.CONTACT: ("sort_key",)}, shared=(Owner("id", is_known=True),)
    ),
    "search_words": PersonalTable(
        Kept.WITH_RECORDS, {Purpose.CONTACT: ("word", "backwards")}, shared=(_KNOWN,)
    ),
    "person_notes": PersonalTable(
        Kept.WITH_RECORDS,
        {Purpose.CONTACT: ("text",), Purpose.PROOF: ("author",)},
        shared=(_KNOWN,),
        others=("author",),
    ),
    "person_merges": PersonalTable(
        Kept.UNTIL_RUN_OUT,
        {Purpose.CONTACT: ("changes",), Purpose.PROOF: ("merged_by",)},
        shared=(Owner("kept_id", is_known=True),),
        others=("merged_by",),
    ),
    "record_readings": PersonalTable(
        Kept.SINCE_ACT, {Purpose.PROOF: ("reader", "page")}, shared=(_KNOWN,), others=("reader",)
    ),
    "people_in_need": PersonalTable(
        _REQUEST,
        {
            Purpose.CONTACT: (*_NAMES, *_KEYS, *_HOME, "language", "reads_easy", "asked_by", "account_id"),
            Purpose.MATCH: ("birth_year",),
        },
        Owner("id", PersonKind.PERSON_IN_NEED),
    ),
    "representations": PersonalTable(
        Kept.SINCE_ACT,
        {
            Purpose.CONTACT: (
                "name",
                "phone",
                "phone_key",
                "email",
                "organisation",
                "language",
                "reads_easy",
                "account_id",
            ),
            Purpose.PROOF: ("recorded_by", "ended_by_name"),
        },
        Owner("person_id", "people_in_need"),
        shared=(_ACCOUNT,),
        others=("recorded_by", "ended_by_name"),
    ),
    "help_requests": PersonalTable(
        _REQUEST,
        {
            Purpose.MATCH: ("note", "office_note", *_PLACE, "checks"),
            Purpose.PROOF: ("referred_name", "referred_phone", "referred_text"),
        },
        Owner("person_id", "people_in_need"),
    ),
    "request_languages": PersonalTable(
        _REQUEST, {Purpose.MATCH: ("language",)}, Owner("request_id", "help_requests"), rows_go=True
    ),
    "request_times": PersonalTable(
        _REQUEST,
        {Purpose.MATCH: ("weekday", "start_min", "end_min")},
        Owner("request_id", "help_requests"),
        rows_go=True,
    ),
    "call_backs": PersonalTable(
        _REQUEST, {Purpose.CONTACT: ("name", "phone", "note")}, Owner("request_id", "help_requests")
    ),
    "call_attempts": PersonalTable(
        _REQUEST,
        {Purpose.PROOF: ("actor", "note")},
        Owner("call_back_id", "call_backs"),
        others=("actor",),
    ),
    "request_codes": PersonalTable(Kept.UNTIL_RUN_OUT, {Purpose.PROOF: ("code_hash",)}),
    "call_drafts": PersonalTable(Kept.UNTIL_RUN_OUT, {Purpose.CONTACT: ("answers",)}),
    "helper_profiles": PersonalTable(
        _HELPER,
        {
            Purpose.CONTACT: (*_NAMES, "street", "town", "language", "quiet_days", "account_id"),
            Purpose.TRUST: ("about_me", "wishes"),
            Purpose.MATCH: ("birth_year", *_PLACE, "max_distance_m", "minutes_per_week", "last_engaged_on"),
        },
        Owner("id", PersonKind.HELPER),
    ),
    "helper_languages": PersonalTable(
        _HELPER, {Purpose.MATCH: ("language",)}, Owner("helper_id", "helper_profiles"), rows_go=True
    ),
    "helper_times": PersonalTable(
        _HELPER,
        {Purpose.MATCH: ("weekday", "start_min", "end_min")},
        Owner("helper_id", "helper_profiles"),
        rows_go=True,
    ),
    "helper_absences": PersonalTable(
        _HELPER,
        {Purpose.MATCH: ("starts_on", "back_on")},
        Owner("helper_id", "helper_profiles"),
        rows_go=True,
    ),
    "helper_photos": PersonalTable(
        _HELPER, {Purpose.RECOGNISE: ("data",)}, Owner("helper_id", "helper_profiles"), rows_go=True
    ),
    "helper_experiences": PersonalTable(
        _HELPER, {Purpose.TRUST: ("experience_id",)}, Owner("helper_id", "helper_profiles"), rows_go=True
    ),
    "helper_skills": PersonalTable(
        _HELPER, {Purpose.MATCH: ("skill_code", "level")}, Owner("helper_id", "helper_profiles"), rows_go=True
    ),
    "helper_checks": PersonalTable(
        _HELPER,
        {Purpose.TRUST: ("check_code", "seen_on", "expires_on")},
        Owner("helper_id", "helper_profiles"),
        rows_go=True,
    ),
    "outbox_messages": PersonalTable(
        Kept.SINCE_MESSAGE_ENDED,
        {Purpose.CONTACT: ("name", "address", "subject", "text", "calendar")},
        Owner("person_id", kind_column="person_type"),
    ),
    "letter_batches": PersonalTable(Kept.SINCE_ACT, {Purpose.PROOF: ("made_by",)}),
    **PERSONAL_OF_MATCHES,
    **PERSONAL_OF_VISITS,
    **PERSONAL_OF_HOURS,
    **PERSONAL_OF_PROGRAMS,
}

#: Columns of the tables above that tell nothing of a person: keys, states, counts, codes.
NOT_PERSONAL: dict[str, tuple[str, ...]] = {
    "accounts": ("id", "active", "created_at", "known_id"),
    "known_people": ("id", "merged_into_id"),
    "search_words": ("person_id", "source", "kind"),
    "person_notes": (
        "id", "reference", "person_id", "office_id", "account_id", "written_at", "corrected_at",
    ),
    "person_merges": ("id", "kept_id", "gone_id", "merged_at", "undone_at"),
    "record_readings": ("id", "account_id", "person_id", "hour", "read_at"),
    "audit_entries": ("id", "at", "account_id", "act", "object_type", "object_id", "office_id"),
    "consents": (
        "id", "person_type", "person_id", "purpose", "version", "wording", "language", "channel", "given_at",
        "ended_at",
    ),
    "account_sessions": (
        "id", "account_id", "has_second_step", "is_kept", "created_at", "proved_at", "ended_at",
    ),
    "passkeys": ("id", "account_id", "created_at"),
    "recovery_codes": ("id", "account_id", "used_at"),
    "mailed_links": ("id", "purpose", "account_id", "tries", "created_at", "expires_at", "used_at"),
    "invitations": (
        "id", "office_id", "role", "invited_by_id", "account_id", "created_at", "sent_at", "expires_at",
        "accepted_at", "withdrawn_at",
    ),
    "people_in_need": ("id", "channel", "known_id"),
    "call_backs": ("id", "reference", "office_id", "request_id", "asked_at", "due_on", "again_at", "done_at"),
    "call_attempts": ("id", "call_back_id", "at", "is_reached"),
    "request_codes": ("id", "request_id", "way", "tries", "created_at", "expires_at"),
    "call_drafts": ("id", "reference", "account_id", "started_at", "changed_at"),
    "help_requests": (
        "id", "reference", "person_id", "office_id", "district_id", "kind_code", "state", "channel",
        "max_distance_m", "helper_kinds", "helpers_needed", "together", "visits_per_week", "visit_minutes",
        "is_one_off", "remote", "priority", "value", "submitted_at", "owner_id", "first_contact_due_on",
        "first_contact_at", "late_told_at", "proof", "proved_at", "link_number", "representation_id",
    ),
    "representations": (
        "id", "reference", "person_id", "office_id", "state", "relation", "channel", "told", "may_see_data",
        "word_given", "version", "wording", "wording_language", "court_order_seen_on", "asked_at", "began_at",
        "until", "reminded_at", "ended_at", "ended_by", "end_reason", "link_number",
    ),
    "request_languages": ("request_id",),
    "request_times": ("request_id",),
    "helper_profiles": (
        "id", "reference", "office_id", "district_id", "kind", "state", "max_requests", "created_at",
        "channel", "contact_due_on", "call_again_at", "paused_until", "confirmed_at", "interest_asked_at",
        "link_number", "known_id",
    ),
    "helper_absences": ("id", "helper_id"),
    "helper_photos": ("id", "helper_id", "sent_at"),
    "helper_experiences": ("helper_id",),
    "helper_languages": ("helper_id",),
    "helper_times": ("helper_id",),
    "helper_skills": ("helper_id",),
    "helper_checks": ("helper_id",),
    "outbox_messages": (
        "id", "once_key", "message", "person_type", "person_id", "object_type", "object_id", "office_id",
        "language", "channel", "is_essential", "state", "attempts", "last_error", "created_at", "due_at",
        "claimed_until", "sent_at", "is_urgent", "is_secret", "first_due_at", "delivered_at", "batch_id",
    ),
    "letter_batches": ("id", "office_id", "made_at", "sent_at"),
    **NOT_PERSONAL_OF_MATCHES,
    **NOT_PERSONAL_OF_VISITS,
    **NOT_PERSONAL_OF_HOURS,
    **NOT_PERSONAL_OF_PROGRAMS,
}  # fmt: skip

#: Tables without anything of a person.
WITHOUT_PEOPLE = frozenset(
    {
        "ask_settings", "cost_settings", "different_people",
        "districts", "follow_up_settings", "interview_slots", "job_cursors", "lived_experiences",
        "match_run_gaps",
        "message_preferences", "office_memberships", "offices", "organisations", "pair_relations",
        "postcode_places", "rematch_needs", "report_counts", "request_skills", "role_grants",
        "school_holidays", "skills", "webhook_deliveries", "webhooks",
    }
)  # fmt: skip
