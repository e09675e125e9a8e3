"""What is done with messages: told, sent, printed, called, stopped, tried again."""

from helpexchange.notifications.actions.calls import call_later, finish_call, reopen_call
from helpexchange.notifications.actions.failed import (
    cancel_message,
    retry_all,
    retry_for_office,
    retry_message,
    send_otherwise,
)
from helpexchange.notifications.actions.letters import (
    mark_sent,
    post_letters,
    print_letters,
    undo_sent,
)
from helpexchange.notifications.actions.readdressing import readdress_waiting
from helpexchange.notifications.actions.sending import (
    claim,
    mark_delivered,
    note_failure,
    note_sent,
    put_back,
)
from helpexchange.notifications.actions.stopping import allow_messages, stop_messages
from helpexchange.notifications.actions.telling import tell

__all__ = [
    "allow_messages",
    "call_later",
    "cancel_message",
    "claim",
    "finish_call",
    "mark_delivered",
    "mark_sent",
    "note_failure",
    "note_sent",
    "post_letters",
    "print_letters",
    "put_back",
    "readdress_waiting",
    "reopen_call",
    "retry_all",
    "retry_for_office",
    "retry_message",
    "send_otherwise",
    "stop_messages",
    "tell",
    "undo_sent",
]
