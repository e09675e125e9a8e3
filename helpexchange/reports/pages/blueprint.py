"""The blueprint that the pages of reports belong to."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("reports", "helpexchange.reports", template_folder="templates")
