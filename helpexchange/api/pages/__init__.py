"""Pages of the interface for programs: one's own tokens, integrations and their webhooks, the description."""

from flask import Blueprint

blueprint = Blueprint("api_pages", __name__, template_folder="../templates")

# The views register themselves on the blueprint above.
from helpexchange.api.pages import describing, integrations, tokens, webhooks  # noqa: E402

__all__ = ["blueprint", "describing", "integrations", "tokens", "webhooks"]
