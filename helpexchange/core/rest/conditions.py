"""Versions of what is read: `ETag`, and `If-Match` so that nobody changes what they have not seen."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from flask import request
from marshmallow import Schema

from helpexchange.core.errors import Refusal
from helpexchange.core.i18n import lazy_text as _


class VersionMissingError(Refusal):
    """The caller does not say which version it has read."""

    code = "version_missing"
    status = 428
    words = _("Say with If-Match which version you have read.")


class VersionPassedError(Refusal):
    """It has changed since the caller read it."""

    code = "version_passed"
    status = 412
    words = _("This has changed since you read it. Read it again.")


def etag_of(content: Any) -> str:
    """Return the version of something: the same as long as every value in it is."""
    text = json.dumps(content, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def check_unchanged(schema: Schema, record: Any) -> None:
    """Refuse a change of something that is no longer as the caller has read it.

    Raises:
        VersionMissingError: without `If-Match`; `*` takes any version.
        VersionPassedError: it has changed.
    """
    wanted = request.if_match
    if "If-Match" not in request.headers:
        raise VersionMissingError
    if not wanted.star_tag and not wanted.contains(etag_of(schema.dump(record))):
        raise VersionPassedError
