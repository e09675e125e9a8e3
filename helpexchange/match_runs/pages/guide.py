"""The page that says in plain words how proposals are made, for those who decide about them."""

from __future__ import annotations

from flask import render_template

from helpexchange.accounts.roles import Permission
from helpexchange.core.audience import audience
from helpexchange.match_runs.pages.blueprint import blueprint


@blueprint.get("/match-runs/how-proposals-are-made")
@audience(Permission.READ_MATCH_GUIDE)
def show_guide() -> str:
    """Say what the engine does and does not do."""
    return render_template("match_runs/guide.html")
