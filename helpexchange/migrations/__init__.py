"""Steps from one version of the tables to the next, for SQLite and PostgreSQL alike."""

from __future__ import annotations

from pathlib import Path

from flask import Flask
from flask_migrate import Migrate

from helpexchange.core.database import db

FOLDER = Path(__file__).parent


def init_migrations(app: Flask) -> None:
    """Tell Flask-Migrate where the steps are and how they are written."""
    Migrate(app, db, directory=str(FOLDER), render_as_batch=True, compare_type=True, user_module_prefix="")
