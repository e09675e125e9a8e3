"""What is done with asks."""

from helpexchange.asking.actions.answering import answer_no, answer_yes, want_call
from helpexchange.asking.actions.asking import ask_helper, plan_ask, remind_helper
from helpexchange.asking.actions.ending import (
    end_with_request,
    expire_ask,
    withdraw_ask,
)
from helpexchange.asking.actions.settings import save_ask_settings
from helpexchange.asking.actions.settling import agree, refuse
from helpexchange.asking.actions.upkeep import agree_by_silence, follow_up, look_after_open

__all__ = [
    "agree",
    "agree_by_silence",
    "answer_no",
    "answer_yes",
    "ask_helper",
    "end_with_request",
    "expire_ask",
    "follow_up",
    "look_after_open",
    "plan_ask",
    "refuse",
    "remind_helper",
    "save_ask_settings",
    "want_call",
    "withdraw_ask",
]
