"""Where the interface for programs stands."""

from __future__ import annotations

from flask import has_request_context, request

API_ROOT = "/api/v1"


def is_api_request() -> bool:
    """Return whether a program asks: also for an address of the interface that does not exist."""
    return has_request_context() and (request.path + "/").startswith(API_ROOT + "/")
