"""Signed links: whoever has one from a message opens their own page without an account."""

from __future__ import annotations

from flask import current_app

from helpexchange.config import Settings
from helpexchange.core.links import SignedLink, read_link, signed

#: What a link is for, and for how many days it works.
PAGE, INTEREST = "page", "interest"
LASTS_DAYS = 60
PATHS = {PAGE: "/my-help/open/", INTEREST: "/my-help/interest/"}


def link_for(purpose: str, helper_id: int, number: int = 1) -> str:
    """Return the whole address of a link for this helper; it names nobody."""
    return f"{_base()}{PATHS[purpose]}{token_for(purpose, helper_id, number)}"


def token_for(purpose: str, helper_id: int, number: int = 1) -> str:
    """Return the last part of such a link; `number` is the helper's `link_number`."""
    return signed(f"helper-{purpose}", str(helper_id), number)


def link_in(purpose: str, token: str) -> SignedLink | None:
    """Return what such a link says, even if it is over; None when it is not ours, or for something else."""
    found = read_link(f"helper-{purpose}", token)
    return found if found and found.subject.isdecimal() else None


def is_over(link: SignedLink, number: int) -> bool:
    """Return whether a link is too old, or was replaced by the one with this number."""
    return link.number != number or not link.is_in_time(LASTS_DAYS)


def _base() -> str:
    settings = _settings()
    return settings.public_url.rstrip("/") or f"http://{settings.host}:{settings.port}"


def _settings() -> Settings:
    settings: Settings = current_app.extensions["settings"]
    return settings
