"""Signed links to an ask: for its helper, for the person in need, and for whoever acts for them."""

from __future__ import annotations

from typing import NamedTuple

from flask import current_app

from helpexchange.core.links import read_link, signed

HELPER_PATH, PERSON_PATH = "/asked/", "/who-comes/"
_HELPER, _PERSON = "asked", "who-comes"
#: So long a link shows what has become of the ask; answers are taken while the ask is open only.
LINK_DAYS = 90


class PersonsLink(NamedTuple):
    """To which ask a link leads; `representation_id` says who acts, 0 is the person."""

    ask_id: int
    representation_id: int


def helper_link(ask_id: int) -> str:
    """Return the whole address at which a helper answers; it names nobody."""
    return f"{_site()}{HELPER_PATH}{helper_token(ask_id)}"


def helper_token(ask_id: int) -> str:
    """Return the signed word of such an address."""
    return signed(_HELPER, str(ask_id), 1)


def ask_in(token: str) -> int | None:
    """Return the ask of a helper's link; None if we have not signed it, or it is too old."""
    link = read_link(_HELPER, token)
    return int(link.subject) if link and link.is_in_time(LINK_DAYS) else None


def person_link(ask_id: int, representation_id: int = 0) -> str:
    """Return the whole address at which the person, or whoever acts for them, reads who comes."""
    return f"{_site()}{PERSON_PATH}{person_token(ask_id, representation_id)}"


def person_token(ask_id: int, representation_id: int = 0) -> str:
    """Return the signed word of such an address."""
    return signed(_PERSON, f"{ask_id}.{representation_id}", 1)


def persons_link_in(token: str) -> PersonsLink | None:
    """Return what a person's link says; None if we have not signed it, or it is too old."""
    link = read_link(_PERSON, token)
    if link is None or not link.is_in_time(LINK_DAYS):
        return None
    ask_id, _dot, representation_id = link.subject.partition(".")
    return PersonsLink(int(ask_id), int(representation_id))


def _site() -> str:
    settings = current_app.extensions["settings"]
    site: str = settings.public_url.rstrip("/") or f"http://{settings.host}:{settings.port}"
    return site
