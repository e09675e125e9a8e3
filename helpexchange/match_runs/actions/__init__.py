"""What is done with runs and proposals: a verb a function, a file for each group of verbs."""

from helpexchange.match_runs.actions.approving import approve_proposal
from helpexchange.match_runs.actions.breaking import (
    free_after_end,
    free_after_leaving,
    look_for_another,
    look_for_stand_in,
    look_for_stand_ins,
    refuse_double_booking,
)
from helpexchange.match_runs.actions.choosing import choose_helper, hindrances_of
from helpexchange.match_runs.actions.lapsing import let_proposals_lapse
from helpexchange.match_runs.actions.locking import lock_proposal, unlock_proposal
from helpexchange.match_runs.actions.rejecting import reject_proposal
from helpexchange.match_runs.actions.rematching import release_without_checks, request_rematch
from helpexchange.match_runs.actions.running import claim_run, request_run
from helpexchange.match_runs.actions.selecting import Act, SelectionOutcome, decide_selection
from helpexchange.match_runs.actions.standing_in import (
    answer_for_stand_in,
    answer_stand_in,
    ask_stand_in,
    find_stand_ins,
    open_visit_needs,
)
from helpexchange.match_runs.actions.undoing import undo_decision

__all__ = [
    "Act",
    "SelectionOutcome",
    "answer_for_stand_in",
    "answer_stand_in",
    "approve_proposal",
    "ask_stand_in",
    "choose_helper",
    "claim_run",
    "decide_selection",
    "find_stand_ins",
    "free_after_end",
    "free_after_leaving",
    "hindrances_of",
    "let_proposals_lapse",
    "lock_proposal",
    "look_for_another",
    "look_for_stand_in",
    "look_for_stand_ins",
    "open_visit_needs",
    "refuse_double_booking",
    "reject_proposal",
    "release_without_checks",
    "request_rematch",
    "request_run",
    "undo_decision",
    "unlock_proposal",
]
