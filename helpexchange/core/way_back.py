"""The way back: a button on a list brings its reader back to that list, with the filters it had."""

from __future__ import annotations

import re

from flask import request

#: A path of this site: browsers take `//host` and `/\host` for addresses of others, and skip spaces.
_OWN_PATH = re.compile(r"/(?![/\\])[^\x00-\x20\\]*")
FIELD = "back"


def own_path(text: str | None) -> str | None:
    """Return a path of this site as it is, and None for everything else."""
    return text if text and _OWN_PATH.fullmatch(text) else None


def way_back(usual: str) -> str:
    """Return the path that the form names in its field `back`, if it is one of ours, else the usual one."""
    return own_path(request.form.get(FIELD)) or usual
