"""What is done about a helper: they apply, the office takes them to being active, they look after it."""

from helpexchange.helper_profiles.actions.applying import HelperAnswers, apply_as_helper
from helpexchange.helper_profiles.actions.calling import miss_helper
from helpexchange.helper_profiles.actions.checks import note_check, undo_note_check
from helpexchange.helper_profiles.actions.contact import change_contact
from helpexchange.helper_profiles.actions.experiences import list_experience, unlist_experience
from helpexchange.helper_profiles.actions.interviews import (
    book_interview,
    cancel_own_interview,
    offer_slots,
    withdraw_slot,
)
from helpexchange.helper_profiles.actions.linking import renew_link, send_new_link
from helpexchange.helper_profiles.actions.own import (
    AskSettings,
    add_absence,
    change_about,
    change_reach,
    change_settings,
    change_times,
    open_page_for,
    remove_absence,
)
from helpexchange.helper_profiles.actions.pausing import (
    confirm_interest,
    leave,
    leave_without_consent,
    pause_own_help,
    resume_own_help,
    undo_leave,
)
from helpexchange.helper_profiles.actions.photos import give_photo, remove_photo
from helpexchange.helper_profiles.actions.steps import (
    activate_helper,
    check_helper,
    contact_helper,
    decline_helper,
    undo_helper_step,
)

__all__ = [
    "AskSettings",
    "HelperAnswers",
    "activate_helper",
    "add_absence",
    "apply_as_helper",
    "book_interview",
    "cancel_own_interview",
    "change_about",
    "change_contact",
    "change_reach",
    "change_settings",
    "change_times",
    "check_helper",
    "confirm_interest",
    "contact_helper",
    "decline_helper",
    "give_photo",
    "leave",
    "leave_without_consent",
    "list_experience",
    "miss_helper",
    "note_check",
    "offer_slots",
    "open_page_for",
    "pause_own_help",
    "remove_absence",
    "remove_photo",
    "renew_link",
    "resume_own_help",
    "send_new_link",
    "undo_helper_step",
    "undo_leave",
    "undo_note_check",
    "unlist_experience",
    "withdraw_slot",
]
