"""Pages that say how we work: accessibility, privacy, licence."""

from __future__ import annotations

from flask import render_template

from helpexchange.core.audience import PUBLIC, audience
from helpexchange.start_pages.pages import blueprint


@blueprint.get("/accessibility")
@audience(PUBLIC)
def accessibility() -> str:
    """Say how the site can be used, and whom to call if it cannot."""
    return render_template("start_pages/accessibility.html")


@blueprint.get("/privacy")
@audience(PUBLIC)
def privacy() -> str:
    """Say what is kept, who sees it, and what people can ask for."""
    return render_template("start_pages/privacy.html")


@blueprint.get("/licence")
@audience(PUBLIC)
def licence() -> str:
    """Say under which licence the software stands."""
    return render_template("start_pages/licence.html")
