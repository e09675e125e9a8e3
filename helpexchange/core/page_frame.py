"""What the frame round every page knows: the site, the viewer, and addresses that keep their query."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from flask import Flask, request
from jinja2 import BaseLoader, ChoiceLoader, PackageLoader, PrefixLoader

from helpexchange.config import Settings
from helpexchange.core.phones import dialled
from helpexchange.core.viewer import current_viewer


@dataclass(frozen=True, slots=True)
class Site:
    """The settings that pages may show; the others stay out of the templates."""

    name: str
    demo_mode: bool
    pretends_to_send: bool
    source_url: str
    tiles_url: str
    tiles_attribution: str


def init_page_frame(app: Flask, settings: Settings) -> None:
    """Give the templates of `app` the words `site`, `viewer` and `url_with`, and the GOV.UK macros."""
    app.jinja_loader = _with_govuk_macros(app.jinja_loader)
    app.jinja_env.globals["url_with"] = url_with
    app.jinja_env.filters["dialled"] = dialled
    app.jinja_env.globals["site"] = Site(
        name=settings.service_name,
        demo_mode=settings.demo_mode,
        pretends_to_send=settings.pretends_to_send,
        source_url=settings.source_url,
        tiles_url=settings.tiles_url,
        tiles_attribution=settings.tiles_attribution,
    )
    app.context_processor(lambda: {"viewer": current_viewer()})


def url_with(**changes: Any) -> str:
    """Return the address of this page with some parameters of its query changed; None takes one away."""
    kept = [(key, value) for key, value in request.args.items(multi=True) if key not in (*changes, "lang")]
    added = [(key, str(value)) for key, value in changes.items() if value is not None]
    query = urlencode([*kept, *added])
    return f"{request.path}?{query}" if query else request.path


def _with_govuk_macros(own: BaseLoader | None) -> BaseLoader:
    """Serve `govuk_frontend_jinja/components/…` and the templates of the form fields beside our own."""
    names = ("govuk_frontend_jinja", "govuk_frontend_wtf")
    theirs = PrefixLoader({name: PackageLoader(name) for name in names})
    return ChoiceLoader([*([own] if own else []), theirs])
