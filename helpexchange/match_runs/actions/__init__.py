"""What is done with runs and proposals: a verb a function, a file for each group of verbs."""

from helpexchange.core.database import kept_whole
from helpexchange.match_runs.actions.approving import approve_proposal
from helpexchange.match_runs.actions.asking_fixes import answer_fix, ask_for_fix, miss_fix_call
from helpexchange.match_runs.actions.breaking import (
    free_after_end,
    free_after_leaving,
    look_for_another,
    look_for_stand_in,
    look_for_stand_ins,
    refuse_double_booking,
)
from helpexchange.match_runs.actions.choosing import choose_helper, hindrances_of
from helpexchange.match_runs.actions.explaining import why_not
from helpexchange.match_runs.actions.exporting import export_run
from helpexchange.match_runs.actions.going_on import go_on, locked_proposal
from helpexchange.match_runs.actions.lapsing import hold_with_helpers, let_proposals_lapse
from helpexchange.match_runs.actions.locking import lock_proposal, unlock_proposal
from helpexchange.match_runs.actions.next_best import approve_next_best
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
from helpexchange.match_runs.actions.undoing_fixes import undo_fix_answer

__all__ = [
    "Act",
    "SelectionOutcome",
    "answer_fix",
    "answer_for_stand_in",
    "answer_stand_in",
    "approve_next_best",
    "approve_proposal",
    "ask_for_fix",
    "ask_stand_in",
    "choose_helper",
    "claim_run",
    "decide_selection",
    "export_run",
    "find_stand_ins",
    "free_after_end",
    "free_after_leaving",
    "go_on",
    "hindrances_of",
    "hold_with_helpers",
    "kept_whole",
    "let_proposals_lapse",
    "lock_proposal",
    "locked_proposal",
    "look_for_another",
    "look_for_stand_in",
    "look_for_stand_ins",
    "miss_fix_call",
    "open_visit_needs",
    "refuse_double_booking",
    "reject_proposal",
    "release_without_checks",
    "request_rematch",
    "request_run",
    "undo_decision",
    "undo_fix_answer",
    "unlock_proposal",
    "why_not",
]
