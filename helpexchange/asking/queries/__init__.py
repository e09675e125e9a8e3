"""Reading asks, contacts that were released, and the waiting list."""

from helpexchange.asking.queries.asks import (
    Load,
    approved_not_asked,
    ask_by_id,
    ask_of_office,
    ask_of_proposal,
    asks_about_person,
    asks_about_request,
    asks_for_helper,
    asks_of_office,
    asks_of_request,
    due_proposals,
    load_of,
    planned_asks,
    policies_of,
    policy_of,
    told_since,
    waiting_for_next,
)
from helpexchange.asking.queries.contacts import Contact, contact_of, contact_of_pair, still_comes
from helpexchange.asking.queries.due import answered_asks_due, open_asks_due
from helpexchange.asking.queries.trials import TrialCall, trial_call_of, trial_reference
from helpexchange.asking.queries.waiting import Standing, standing_of

__all__ = [
    "Contact",
    "Load",
    "Standing",
    "TrialCall",
    "answered_asks_due",
    "approved_not_asked",
    "ask_by_id",
    "ask_of_office",
    "ask_of_proposal",
    "asks_about_person",
    "asks_about_request",
    "asks_for_helper",
    "asks_of_office",
    "asks_of_request",
    "contact_of",
    "contact_of_pair",
    "due_proposals",
    "load_of",
    "open_asks_due",
    "planned_asks",
    "policies_of",
    "policy_of",
    "standing_of",
    "still_comes",
    "told_since",
    "trial_call_of",
    "trial_reference",
    "waiting_for_next",
]
