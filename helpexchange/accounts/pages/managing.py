"""For administrators: finding accounts, what they may do, closing and opening them."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_wtf import FlaskForm

from helpexchange.accounts import actions, queries
from helpexchange.accounts.forms import RightsForm
from helpexchange.accounts.models import Account
from helpexchange.accounts.pages import blueprint
from helpexchange.accounts.pages.parts import question
from helpexchange.accounts.roles import NAMES, Permission, Role
from helpexchange.accounts.rules import LastAdministratorError, OfficeMissingError
from helpexchange.core.audience import audience
from helpexchange.core.clock import now
from helpexchange.core.i18n import gettext as _
from helpexchange.core.viewer import current_viewer
from helpexchange.offices.queries import offices

UNPROCESSABLE = 422
TYPED = 100


@blueprint.get("/accounts")
@audience(Permission.MANAGE_ACCOUNTS)
def accounts() -> str:
    """List the accounts, by role or those that are closed."""
    role = request.args.get("role", "")
    is_closed = request.args.get("state") == "closed"
    return _list(
        role=Role(role) if role in set(Role) else None, is_closed=is_closed,
        number=request.args.get("page", 1, type=int),
    )  # fmt: skip


@blueprint.post("/accounts")
@audience(Permission.MANAGE_ACCOUNTS)
def find_accounts() -> str:
    """Find accounts by what is typed; names stay out of the address of the page."""
    return _list(typed=request.form.get("typed", "").strip()[:TYPED])


@blueprint.route("/accounts/<int:account_id>", methods=["GET", "POST"])
@audience(Permission.MANAGE_ACCOUNTS)
def account(account_id: int) -> Any:
    """Show an account, and change its roles and offices."""
    viewer = current_viewer()
    found = queries.managed_account(viewer, account_id)
    form = _rights(found)
    if form.validate_on_submit():
        try:
            actions.change_rights(
                account_id=found.id, roles=[Role(role) for role in form.roles.data],
                office_ids=[int(each) for each in form.office_ids.data], by=viewer, now=now(),
            )  # fmt: skip
        except OfficeMissingError as refusal:
            form.office_ids.errors = [str(refusal.words)]
        except LastAdministratorError as refusal:
            form.roles.errors = [str(refusal.words)]
        else:
            flash(_("The roles and offices are saved."), "success")
            return redirect(url_for("accounts.account", account_id=found.id))
    page = render_template("accounts/managed.html", account=found, form=form)
    return page, UNPROCESSABLE if form.errors else 200


@blueprint.route("/accounts/<int:account_id>/close", methods=["GET", "POST"])
@audience(Permission.MANAGE_ACCOUNTS)
def close_account(account_id: int) -> Any:
    """Ask once more, and close an account."""
    found = queries.managed_account(current_viewer(), account_id)
    back = url_for("accounts.account", account_id=found.id)
    form = FlaskForm()
    if form.validate_on_submit():
        actions.close_account(account_id=found.id, by=current_viewer(), now=now())
        flash(_("The account is closed. Its owner is told by mail."), "success")
        return redirect(back)
    lead = [
        _("%(name)s is signed out everywhere and cannot sign in any more.", name=found.name),
        _("Requests and offers stay as they are. You can open the account again at any time."),
    ]
    return question(
        _("Close this account?"), form, button=_("Yes, close it"), lead=lead, back=(_("Back"), back),
        is_danger=True,
    )  # fmt: skip


@blueprint.post("/accounts/<int:account_id>/reopen")
@audience(Permission.MANAGE_ACCOUNTS)
def reopen_account(account_id: int) -> Any:
    """Open a closed account again."""
    actions.reopen_account(account_id=account_id, by=current_viewer(), now=now())
    flash(_("The account is open again. Its owner is told by mail."), "success")
    return redirect(url_for("accounts.account", account_id=account_id))


def _list(*, typed: str = "", role: Role | None = None, is_closed: bool = False, number: int = 1) -> str:
    viewer = current_viewer()
    page = queries.accounts_page(viewer, typed=typed, role=role, is_closed=is_closed, number=number)
    names = {office.id: office.name for office in offices(viewer)}
    return render_template(
        "accounts/accounts.html", page=page.map(lambda each: _line(each, names)), typed=typed,
        role=role.value if role else "", is_closed=is_closed,
        roles=[(each.value, NAMES[each]) for each in Role],
    )  # fmt: skip


def _line(each: Account, office_names: dict[int, str]) -> dict[str, Any]:
    return {
        "record": each,
        "roles": ", ".join(str(NAMES[Role(grant.name)]) for grant in each.roles),
        "offices": ", ".join(office_names.get(one.office_id, "") for one in each.memberships),
    }


def _rights(found: Account) -> RightsForm:
    form = RightsForm(
        data={
            "roles": [str(grant.name) for grant in found.roles],
            "office_ids": [str(each.office_id) for each in found.memberships],
        }
    )
    form.offer(offices(current_viewer()))
    return form
