"""The way back: a button on a list brings its reader back to that list, with the filters it had."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from flask import current_app, request

#: A path of this site: browsers take `//host` and `/\host` for addresses of others, and skip spaces.
_OWN_PATH = re.compile(r"/(?![/\\])[^\x00-\x20\\]*")
FIELD = "back"


def own_path(text: str | None) -> str | None:
    """Return a path of this site as it is, and None for everything else."""
    return text if text and _OWN_PATH.fullmatch(text) else None


def came_from() -> str:
    """Return the page of ours on which a button was pressed; empty if it is not known or cannot be opened."""
    before = urlsplit(request.referrer or "")
    path = own_path(f"{before.path}?{before.query}" if before.query else before.path)
    adapter = current_app.create_url_adapter(request)
    if path is None or before.netloc != request.host or adapter is None or request.method != "POST":
        return ""
    return path if adapter.test(before.path, method="GET") else ""


def way_back(usual: str) -> str:
    """Return the path that the form names in its field `back`, if it is one of ours, else the usual one."""
    return own_path(request.form.get(FIELD)) or usual
