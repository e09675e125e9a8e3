"""Messages of an office that did not arrive: tried again, sent as a letter, or told by phone."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, url_for

from helpexchange.accounts.roles import Permission
from helpexchange.core.audience import audience
from helpexchange.core.clock import now
from helpexchange.core.i18n import gettext as _
from helpexchange.core.viewer import current_viewer
from helpexchange.core.way_back import way_back
from helpexchange.notifications.actions import retry_for_office
from helpexchange.notifications.rules import Channel
from helpexchange.start_pages import actions
from helpexchange.start_pages.pages import blueprint


@blueprint.post("/messages/failed/<int:message_id>/again")
@audience(Permission.SEND_LETTERS)
def try_again(message_id: int) -> Any:
    """Let a message wait to be sent again."""
    retry_for_office(message_id=message_id, by=current_viewer(), now=now())
    flash(_("The message waits to be sent again."), "success")
    return _back()


@blueprint.post("/messages/failed/<int:message_id>/letter")
@audience(Permission.SEND_LETTERS)
def send_as_letter(message_id: int) -> Any:
    """Put a message among the letters to print."""
    actions.send_otherwise(message_id=message_id, channel=Channel.LETTER, by=current_viewer(), now=now())
    flash(_("The message is among the letters to print."), "success")
    return _back()


@blueprint.post("/messages/failed/<int:message_id>/call")
@audience(Permission.SEND_LETTERS)
def tell_by_phone(message_id: int) -> Any:
    """Put a message on the list of calls."""
    actions.send_otherwise(message_id=message_id, channel=Channel.CALL, by=current_viewer(), now=now())
    flash(_("The message is on the list of calls."), "success")
    return _back()


def _back() -> Any:
    return redirect(way_back(url_for("start_pages.day_board")))
