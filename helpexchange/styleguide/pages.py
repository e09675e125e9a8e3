"""The page /styleguide."""

from __future__ import annotations

from flask import Blueprint, flash, render_template, request

from helpexchange.core.audience import PUBLIC, audience
from helpexchange.styleguide import samples
from helpexchange.styleguide.forms import SampleForm

blueprint = Blueprint("styleguide", __name__, template_folder="templates", url_prefix="/styleguide")


@blueprint.get("")
@audience(PUBLIC)
def show() -> str:
    """Show every component."""
    flash("The proposal is approved.", "success")
    flash("The office is closed today.", "message")
    return render_template("styleguide/show.html", form=SampleForm(), samples=samples)


@blueprint.get("/errors")
@audience(PUBLIC)
def show_errors() -> str:
    """Show the form as it comes back with errors."""
    form = SampleForm(request.args, meta={"csrf": False})
    form.validate()
    return render_template("styleguide/errors.html", form=form)
