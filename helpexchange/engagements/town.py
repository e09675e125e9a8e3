"""The town's clock, for those who may not ask the application."""

from __future__ import annotations

from flask import current_app


def time_zone() -> str:
    """Return the time zone of the installation (IANA name)."""
    zone: str = current_app.extensions["settings"].time_zone
    return zone
