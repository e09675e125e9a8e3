"""What is done with runs and proposals: a verb a function, a file for each group of verbs."""

from helpexchange.match_runs.actions.approving import approve_proposal
from helpexchange.match_runs.actions.asking_fixes import answer_fix, ask_for_fix, miss_fix_call
from helpexchange.match_runs.actions.explaining import why_not
from helpexchange.match_runs.actions.exporting import export_run
from helpexchange.match_runs.actions.lapsing import let_proposals_lapse
from helpexchange.match_runs.actions.locking import lock_proposal, unlock_proposal
from helpexchange.match_runs.actions.rejecting import reject_proposal
from helpexchange.match_runs.actions.running import claim_run, request_run
from helpexchange.match_runs.actions.selecting import Act, SelectionOutcome, decide_selection
from helpexchange.match_runs.actions.undoing import undo_decision

__all__ = [
    "Act",
    "SelectionOutcome",
    "answer_fix",
    "approve_proposal",
    "ask_for_fix",
    "claim_run",
    "decide_selection",
    "export_run",
    "let_proposals_lapse",
    "lock_proposal",
    "miss_fix_call",
    "reject_proposal",
    "request_run",
    "undo_decision",
    "unlock_proposal",
    "why_not",
]
