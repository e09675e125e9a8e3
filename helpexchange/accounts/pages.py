"""Pages of signing in; the views are Flask-Security's, the templates ours."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("accounts", __name__, template_folder="templates")
