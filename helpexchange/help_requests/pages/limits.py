"""How often one network address may ask, be sent codes and try them: each may cost a text message."""

from __future__ import annotations

from typing import Any

from flask import Response, request
from flask.blueprints import BlueprintSetupState
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

from helpexchange.config import Settings
from helpexchange.core.audience import audience, audience_of

LIMITED = ("help_requests.ask", "help_requests.prove", "help_requests.prove_again", "help_requests.call_me")
LAST_STEP = "check"
HTTP_ERROR = 400


def limit_asking(state: BlueprintSetupState) -> None:
    """Answer 429 to a network address that sends much more than a household does."""
    app: Any = state.app
    settings: Settings = app.extensions["settings"]
    limiter = Limiter(get_remote_address, app=app, storage_uri=settings.rate_limit_storage)
    for endpoint in LIMITED:
        who = str(audience_of(app, endpoint))
        view: Any = app.view_functions[endpoint]
        limited = limiter.limit(
            settings.sign_in_limit, methods=["POST"], exempt_when=_is_a_question, deduct_when=_is_taken
        )
        app.view_functions[endpoint] = audience(who)(limited(view))


def _is_a_question() -> bool:
    """Return whether this only answers a question, and sends nothing yet."""
    step: str = (request.view_args or {}).get("step", LAST_STEP)
    return step != LAST_STEP


def _is_taken(response: Response) -> bool:
    """Return whether something was sent: a form with a fault is not counted."""
    return response.status_code < HTTP_ERROR
