"""One's own tokens: made, shown once, taken back."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_wtf import FlaskForm

from helpexchange.accounts.pages.parts import UNPROCESSABLE, ask_again, question
from helpexchange.accounts.scopes import SCOPES, Scope, scopes_for
from helpexchange.api import actions, queries
from helpexchange.api.forms import TokenForm
from helpexchange.api.models import ApiToken
from helpexchange.api.pages import blueprint
from helpexchange.api.rules import is_valid
from helpexchange.core.audience import SIGNED_IN, audience
from helpexchange.core.clock import now
from helpexchange.core.i18n import gettext as _
from helpexchange.core.viewer import current_viewer


@blueprint.route("/account/tokens", methods=["GET", "POST"])
@audience(SIGNED_IN)
def own_tokens() -> Any:
    """List the viewer's own tokens, and make one."""
    if asked := ask_again():
        return asked
    viewer, form = current_viewer(), TokenForm()
    form.offer(scopes_for(viewer))
    if form.validate_on_submit():
        made, text = actions.make_token(
            name=form.name.data, scopes=form.scopes.data, days=int(form.days.data), by=viewer, now=now()
        )
        return shown_once(made, text, back=url_for("api_pages.own_tokens"))
    tokens = [token_row(each) for each in queries.own_tokens(viewer, now=now())]
    page = render_template("api/tokens.html", tokens=tokens, form=form)
    return page, UNPROCESSABLE if form.errors else 200


@blueprint.route("/account/tokens/<int:token_id>/revoke", methods=["GET", "POST"])
@audience(SIGNED_IN)
def revoke_token(token_id: int) -> Any:
    """Ask once more, and take a token back: one's own, or an integration's."""
    token, form = queries.token_to_manage(current_viewer(), token_id), FlaskForm()
    is_own = token.account_id is not None
    back = url_for("api_pages.own_tokens" if is_own else "api_pages.integrations")
    if form.validate_on_submit():
        actions.revoke_token(token_id=token_id, by=current_viewer(), now=now())
        flash(_("The token is taken back. Nobody can use it any more."), "success")
        return redirect(back)
    lead = _("The program “%(name)s” can do nothing here any more. This cannot be undone.", name=token.name)
    return question(
        _("Take this token back?"), form, button=_("Yes, take it back"), lead=[lead], back=(_("Back"), back),
        is_danger=True,
    )  # fmt: skip


def shown_once(made: ApiToken, text: str, *, back: str) -> str:
    """Return the page that shows a new token, the only time."""
    return render_template("api/token.html", token=made, text=text, back=back)


def token_row(token: ApiToken) -> dict[str, Any]:
    """Return a token as a row of a list."""
    is_open = is_valid(expires_at=token.expires_at, revoked_at=token.revoked_at, now=now())
    known = [Scope(each) for each in token.scopes if each in set(Scope)]
    return {"record": token, "is_open": is_open, "scopes": ", ".join(str(SCOPES[each]) for each in known)}
