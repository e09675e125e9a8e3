"""The blueprints that the pages about messages belong to."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("notifications", "helpexchange.notifications", template_folder="templates")

#: Only where messages are pretended: it shows what nobody was sent.
pretending_blueprint = Blueprint("pretended_messages", "helpexchange.notifications")
