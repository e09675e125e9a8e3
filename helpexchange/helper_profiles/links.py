"""Signed links: whoever has one from a message opens their own page without an account."""

from __future__ import annotations

from flask import current_app
from itsdangerous import BadSignature, URLSafeTimedSerializer

from helpexchange.config import Settings

#: What a link is for, and how long it works.
PAGE, INTEREST = "page", "interest"
PAGE_S = 60 * 24 * 3600
LASTS_S = {PAGE: PAGE_S, INTEREST: PAGE_S}
PATHS = {PAGE: "/my-help/open/", INTEREST: "/my-help/interest/"}


def link_for(purpose: str, helper_id: int) -> str:
    """Return the whole address of a link for this helper; it names nobody."""
    return f"{_base()}{PATHS[purpose]}{token_for(purpose, helper_id)}"


def token_for(purpose: str, helper_id: int) -> str:
    """Return the last part of such a link."""
    return str(_signer(purpose).dumps(helper_id))


def helper_id_of(purpose: str, token: str) -> int | None:
    """Return whose link it is; None when it is none of ours, for something else, or too old."""
    try:
        found = _signer(purpose).loads(token, max_age=LASTS_S[purpose])
    except BadSignature:
        return None
    return found if isinstance(found, int) else None


def _signer(purpose: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(_settings().secret_key, salt=f"helper-{purpose}")


def _base() -> str:
    settings = _settings()
    return settings.public_url.rstrip("/") or f"http://{settings.host}:{settings.port}"


def _settings() -> Settings:
    settings: Settings = current_app.extensions["settings"]
    return settings
