"""How often one may send something: by the network address of the browser, and by what it is sent to."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection
from typing import Any

from flask import Flask, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

from helpexchange.config import Settings
from helpexchange.core.audience import PUBLIC, audience, audience_of

#: Name in `app.extensions`, and the mark of a view that has its own limits.
NAME, MARK = "limits", "has_limits"
Key = Callable[[], str]


def init_limits(app: Flask, settings: Settings) -> None:
    """Give `app` the place where tries are counted."""
    app.config.update(RATELIMIT_HEADERS_ENABLED=True)
    app.extensions[NAME] = Limiter(get_remote_address, app=app, storage_uri=settings.rate_limit_storage)


def limit_posts(app: Flask, endpoint: str, *limits: tuple[str, Key | None]) -> None:
    """Answer 429 to whoever sends too often.

    Args:
        limits: how often, such as "10 per minute", and what is counted; None counts the network address.
    """
    who, view = str(audience_of(app, endpoint)), app.view_functions[endpoint]
    limiter: Limiter = app.extensions[NAME]
    limited: Any = view
    for often, key in limits:
        limited = limiter.limit(often, key_func=key or get_remote_address, methods=["POST"])(limited)
    setattr(limited, MARK, True)
    app.view_functions[endpoint] = audience(who)(limited)


def limit_public_posts(app: Flask, settings: Settings, *, but: Collection[str] = ()) -> None:
    """Limit every form that can be sent without signing in and has no limits of its own.

    Args:
        but: endpoints that machines send to, which show a secret of their own.
    """
    for rule in list(app.url_map.iter_rules()):
        view = app.view_functions[rule.endpoint]
        is_open = "POST" in (rule.methods or ()) and audience_of(app, rule.endpoint) == PUBLIC
        if not is_open or rule.endpoint in but or getattr(view, MARK, False):
            continue
        limits: list[tuple[str, Key | None]] = [(settings.form_limit, None)]
        if "token" in rule.arguments:
            limits.append((settings.target_limit, _token_sent_to))
        limit_posts(app, rule.endpoint, *limits)


def hashed(text: str) -> str:
    """Return what is counted in place of a text that tells of somebody."""
    return hashlib.sha256(text.encode()).hexdigest()


def _token_sent_to() -> str:
    """Return what stands for the link that is tried; a link and its followers count together."""
    return hashed(str((request.view_args or {}).get("token", "")))
