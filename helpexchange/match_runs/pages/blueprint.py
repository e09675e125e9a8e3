"""The blueprint that the pages of match runs belong to."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("match_runs", "helpexchange.match_runs", template_folder="templates")
