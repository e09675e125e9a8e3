"""Signed links with which a helper answers, without an account, whether they can come to one visit."""

from __future__ import annotations

from flask import current_app

from helpexchange.core.links import read_link, signed

_PURPOSE = "stand-in"
PATH = "/stand-in/"
#: The visit is at most two weeks ahead when it is asked.
LASTS_DAYS = 15


def stand_in_token(stand_in_id: int) -> str:
    """Return the last part of a link; it names nobody."""
    return signed(_PURPOSE, str(stand_in_id), 1)


def stand_in_link(stand_in_id: int) -> str:
    """Return the whole address."""
    return f"{current_app.extensions['settings'].site_address}{PATH}{stand_in_token(stand_in_id)}"


def stand_in_of(token: str) -> int | None:
    """Return the id that a link of ours speaks of; None if it is not ours or too old."""
    link = read_link(_PURPOSE, token)
    if link is None or not link.subject.isdecimal() or not link.is_in_time(LASTS_DAYS):
        return None
    return int(link.subject)
