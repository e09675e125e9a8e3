"""What is done with a representation: asked for, given, refused, ended, taken back, run out, forgotten."""

from helpexchange.representatives.actions.beginning import (
    Representative,
    Word,
    ask_representation,
    confirm_representation,
    extend_representation,
    move_to_office,
    record_representation,
)
from helpexchange.representatives.actions.ending import (
    end_by_date,
    end_representation,
    remind_of_end,
    remind_of_waiting,
    renew_acting_link,
    undo_end,
)
from helpexchange.representatives.actions.forgetting import end_of_account, end_of_person, forget_contacts

__all__ = [
    "Representative",
    "Word",
    "ask_representation",
    "confirm_representation",
    "end_by_date",
    "end_of_account",
    "end_of_person",
    "end_representation",
    "extend_representation",
    "forget_contacts",
    "move_to_office",
    "record_representation",
    "remind_of_end",
    "remind_of_waiting",
    "renew_acting_link",
    "undo_end",
]
