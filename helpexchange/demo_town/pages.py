"""Stepping into a role of the demo town with one click. Registered in demo mode only."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flask import Blueprint, redirect
from werkzeug.wrappers import Response

from helpexchange.accounts import queries, sign_in
from helpexchange.accounts.rules import Way
from helpexchange.core.audience import PUBLIC, audience
from helpexchange.core.errors import NotFoundRefusal
from helpexchange.core.i18n import Text
from helpexchange.demo_town.accounts import DEMO_ROLES, by_code

blueprint = Blueprint("demo_town", __name__, template_folder="templates")


@dataclass(frozen=True, slots=True)
class RoleButton:
    """A role to step into: the word in its address, its title, and what there is to see."""

    code: str
    title: Text
    sees: Text


@blueprint.app_context_processor
def _offer_roles() -> dict[str, Callable[[], Sequence[RoleButton]]]:
    return {"demo_roles": role_buttons}


def role_buttons() -> Sequence[RoleButton]:
    """Return the roles that a visitor may step into."""
    return [RoleButton(role.code, role.title, role.sees) for role in DEMO_ROLES]


@blueprint.post("/demo/step-in/<role>")
@audience(PUBLIC)
def step_in(role: str) -> Response:
    """Sign in as the demo account of a role and go to its first page."""
    chosen = by_code().get(role)
    account = queries.account_by_email(chosen.email) if chosen else None
    if account is None:
        raise NotFoundRefusal
    # With one click and without a second step: there is nobody real to protect here.
    sign_in.enter(account, way=Way.DEMO, has_second_step=True)
    return redirect("/home")
