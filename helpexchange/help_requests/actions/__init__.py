"""What is done to a help request: it is submitted, cleared by its office, followed by calls, or withdrawn."""

from helpexchange.help_requests.actions.calling import (
    ask_for_call,
    call_about_request,
    note_attempt,
    note_contact,
    plan_call,
    plan_call_back,
    reopen_call,
)
from helpexchange.help_requests.actions.changing import as_asker
from helpexchange.help_requests.actions.clearing import (
    Service,
    decline_request,
    open_request,
    refer_request,
    undo_clearing,
)
from helpexchange.help_requests.actions.contact import change_contact
from helpexchange.help_requests.actions.handing_over import hand_over_request, handed_over, undo_hand_over
from helpexchange.help_requests.actions.linking import send_new_link
from helpexchange.help_requests.actions.noting import drop_call, forget_calls, keep_call
from helpexchange.help_requests.actions.own import Changes, change_own_request, end_own_request, renew_link
from helpexchange.help_requests.actions.owning import give_back_request, take_request
from helpexchange.help_requests.actions.proving import (
    forget_codes,
    note_proof,
    prove_by_code,
    send_code,
)
from helpexchange.help_requests.actions.reminding import tell_late
from helpexchange.help_requests.actions.representing import (
    note_own_contact,
    renew_acting_link,
    tell_of_representation,
)
from helpexchange.help_requests.actions.submitting import RequestAnswers, submit_request
from helpexchange.help_requests.actions.withdrawing import end_without_consent, withdraw_request

__all__ = [
    "Changes",
    "RequestAnswers",
    "Service",
    "as_asker",
    "ask_for_call",
    "call_about_request",
    "change_contact",
    "change_own_request",
    "decline_request",
    "drop_call",
    "end_own_request",
    "end_without_consent",
    "forget_calls",
    "forget_codes",
    "give_back_request",
    "hand_over_request",
    "handed_over",
    "keep_call",
    "note_attempt",
    "note_contact",
    "note_own_contact",
    "note_proof",
    "open_request",
    "plan_call",
    "plan_call_back",
    "prove_by_code",
    "refer_request",
    "renew_acting_link",
    "renew_link",
    "reopen_call",
    "send_code",
    "send_new_link",
    "submit_request",
    "take_request",
    "tell_late",
    "tell_of_representation",
    "undo_clearing",
    "undo_hand_over",
    "withdraw_request",
]
