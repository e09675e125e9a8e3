"""Pages of help requests: the public board, asking for help, and what the office decides."""

from flask import Blueprint

blueprint = Blueprint("help_requests", __name__, template_folder="../templates")

# The views register themselves on the blueprint above.
from helpexchange.help_requests.pages import (  # noqa: E402
    acting,
    asking,
    board,
    by_phone,
    call_me,
    deciding,
    my_representatives,
    my_request,
    proving,
)

blueprint.record(call_me.limit_asking)

__all__ = [
    "acting",
    "asking",
    "blueprint",
    "board",
    "by_phone",
    "call_me",
    "deciding",
    "my_representatives",
    "my_request",
    "proving",
]
