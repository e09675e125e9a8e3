"""What is done to a help request: it is submitted, cleared by its office, or withdrawn."""

from helpexchange.help_requests.actions.clearing import (
    decline_request,
    open_request,
    refer_request,
    undo_clearing,
)
from helpexchange.help_requests.actions.submitting import RequestAnswers, submit_request
from helpexchange.help_requests.actions.withdrawing import withdraw_request

__all__ = [
    "RequestAnswers",
    "decline_request",
    "open_request",
    "refer_request",
    "submit_request",
    "undo_clearing",
    "withdraw_request",
]
