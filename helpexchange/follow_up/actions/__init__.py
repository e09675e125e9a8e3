"""What is done after an agreement: reminding, asking, and looking after concerns."""

from helpexchange.follow_up.actions.asking import answer_question, ask_how_visits_go
from helpexchange.follow_up.actions.calling import call_both_sides, check_in, set_check_in
from helpexchange.follow_up.actions.concerns import (
    close_concern,
    plan_concern,
    raise_concern,
    reopen_concern,
    take_concern,
    triage_concern,
)
from helpexchange.follow_up.actions.ending import look_for_another, thank_both
from helpexchange.follow_up.actions.noticing import (
    note_helper_back,
    note_helper_stopped,
    note_move_decided,
    note_move_proposed,
    notice_silence,
)
from helpexchange.follow_up.actions.reminding import remind_of_visits, take_back_reminders

__all__ = [
    "answer_question",
    "ask_how_visits_go",
    "call_both_sides",
    "check_in",
    "close_concern",
    "look_for_another",
    "note_helper_back",
    "note_helper_stopped",
    "note_move_decided",
    "note_move_proposed",
    "notice_silence",
    "plan_concern",
    "raise_concern",
    "remind_of_visits",
    "reopen_concern",
    "set_check_in",
    "take_back_reminders",
    "take_concern",
    "thank_both",
    "triage_concern",
]
