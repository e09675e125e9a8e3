"""What is done with tokens, remembered answers and webhooks."""

from helpexchange.api.actions.answers import begin_answer, forget_answers, keep_answer
from helpexchange.api.actions.telling import tell_partners
from helpexchange.api.actions.tokens import forget_tokens, make_token, note_used, revoke_token
from helpexchange.api.actions.webhooks import (
    add_webhook,
    forget_deliveries,
    note_delivered,
    note_failed,
    pause_webhook,
    remove_webhook,
    resume_webhook,
    send_again,
    send_trial,
)

__all__ = [
    "add_webhook",
    "begin_answer",
    "forget_answers",
    "forget_deliveries",
    "forget_tokens",
    "keep_answer",
    "make_token",
    "note_delivered",
    "note_failed",
    "note_used",
    "pause_webhook",
    "remove_webhook",
    "resume_webhook",
    "revoke_token",
    "send_again",
    "send_trial",
    "tell_partners",
]
