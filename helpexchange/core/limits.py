"""How often one may send something: by the network address of the browser, and by what it is sent to."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection
from typing import Any, NamedTuple

from flask import Flask, Response, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

from helpexchange.config import Settings
from helpexchange.core.audience import PUBLIC, audience, audience_of

#: Name in `app.extensions`, and the mark of a view that has its own limits.
NAME, MARK = "limits", "has_limits"
Key = Callable[[], str]
HTTP_ERROR = 400


class Limit(NamedTuple):
    """How often something may be sent.

    Attributes:
        often: such as "10 per minute".
        key: returns what is counted; None counts the network address.
        only_taken: True leaves out forms with a fault, so that who mistypes is not shut out.
    """

    often: str
    key: Key | None = None
    only_taken: bool = False


def init_limits(app: Flask, settings: Settings) -> None:
    """Give `app` the place where tries are counted."""
    app.config.update(RATELIMIT_HEADERS_ENABLED=True)
    app.extensions[NAME] = Limiter(get_remote_address, app=app, storage_uri=settings.rate_limit_storage)


def limit_posts(app: Flask, endpoint: str, *limits: Limit) -> None:
    """Answer 429 to whoever sends too often."""
    who, view = str(audience_of(app, endpoint)), app.view_functions[endpoint]
    limiter: Limiter = app.extensions[NAME]
    limited: Any = view
    for limit in limits:
        limited = limiter.limit(
            limit.often, key_func=limit.key or get_remote_address, methods=["POST"],
            deduct_when=_is_taken if limit.only_taken else None,
        )(limited)  # fmt: skip
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
        limits = [Limit(settings.form_limit)]
        if "token" in rule.arguments:
            limits.append(Limit(settings.target_limit, _token_sent_to))
        limit_posts(app, rule.endpoint, *limits)


def _is_taken(response: Response) -> bool:
    return response.status_code < HTTP_ERROR


def hashed(text: str) -> str:
    """Return what is counted in place of a text that tells of somebody."""
    return hashlib.sha256(text.encode()).hexdigest()


def _token_sent_to() -> str:
    """Return what stands for the link that is tried; a link and its followers count together."""
    return hashed(str((request.view_args or {}).get("token", "")))
