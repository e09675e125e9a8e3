"""What would have been sent, where mails and text messages are only pretended."""

from __future__ import annotations

from flask import render_template

from helpexchange.core.audience import PUBLIC, audience
from helpexchange.core.viewer import current_viewer
from helpexchange.notifications.labels import history_lines
from helpexchange.notifications.pages.blueprint import pretending_blueprint
from helpexchange.notifications.queries import latest_pretended


@pretending_blueprint.get("/messages/pretended")
@audience(PUBLIC)
def pretended() -> str:
    """Show the latest mails and text messages to anybody: there are only invented people here."""
    found = latest_pretended(current_viewer())
    lines = [
        {**line, "to": message.address}
        for line, message in zip(history_lines(found, shows_secrets=True), found, strict=True)
    ]
    return render_template("notifications/pretended.html", lines=lines)
