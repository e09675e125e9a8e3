"""What is done with engagements and visits."""

from helpexchange.engagements.actions.accompanying import accompany
from helpexchange.engagements.actions.beginning import Agreed, begin_engagement
from helpexchange.engagements.actions.confirming import confirm_visit
from helpexchange.engagements.actions.ending import end_engagement, end_with_request, end_without_helper
from helpexchange.engagements.actions.feeding import close_feed, open_feed, renew_feed
from helpexchange.engagements.actions.moving import NewTime, decide_move, move_visit, propose_move
from helpexchange.engagements.actions.resting import pause_engagement, resume_engagement
from helpexchange.engagements.actions.retiming import change_times
from helpexchange.engagements.actions.school_days import load_school_holidays
from helpexchange.engagements.actions.standing_in import give_back_taken_over, put_stand_in
from helpexchange.engagements.actions.telling import calendar_for
from helpexchange.engagements.actions.upkeep import look_after
from helpexchange.engagements.actions.visiting import cancel_visit, note_done, note_missed, restore_visit

__all__ = [
    "Agreed",
    "NewTime",
    "accompany",
    "begin_engagement",
    "calendar_for",
    "cancel_visit",
    "change_times",
    "close_feed",
    "confirm_visit",
    "decide_move",
    "end_engagement",
    "end_with_request",
    "end_without_helper",
    "give_back_taken_over",
    "load_school_holidays",
    "look_after",
    "move_visit",
    "note_done",
    "note_missed",
    "open_feed",
    "pause_engagement",
    "propose_move",
    "put_stand_in",
    "renew_feed",
    "restore_visit",
    "resume_engagement",
]
