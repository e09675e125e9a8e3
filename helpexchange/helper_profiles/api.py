"""Helpers for programs: one's own profile, and those of an office."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from helpexchange.accounts.roles import Permission
from helpexchange.accounts.scopes import Scope
from helpexchange.core.errors import NotFoundRefusal
from helpexchange.core.paging import Page
from helpexchange.core.rest import Blueprint, for_programs, lists, part_of
from helpexchange.core.viewer import current_viewer
from helpexchange.helper_profiles import queries
from helpexchange.helper_profiles.models import HelperProfile
from helpexchange.helper_profiles.rules import HelperState
from helpexchange.helper_profiles.schemas import HelperFilterSchema, HelperInFullSchema, HelperSchema

helpers = Blueprint("helpers_api", __name__, url_prefix="/helpers", description="People who offer time.")
blueprints = (helpers,)


@lists(helpers, HelperSchema, Scope.HELPERS_READ, Permission.SEE_NEW_ARRIVALS, filters=HelperFilterSchema)
def list_helpers(sent: Mapping[str, Any]) -> Page[HelperProfile]:
    """List the helpers of the own offices, the longest known first."""
    state = sent.get("state")
    return queries.helpers_page(
        current_viewer(), state=HelperState(state) if state else None, skill_code=sent.get("skill"),
        **part_of(sent),
    )  # fmt: skip


@helpers.route("/me")
@for_programs(Scope.HELPERS_READ)
@helpers.response(200, HelperInFullSchema)
def read_own() -> HelperProfile:
    """Read one's own profile as a helper."""
    profile = queries.own_profile(current_viewer())
    if profile is None:
        raise NotFoundRefusal
    return profile


@helpers.route("/<int:helper_id>")
@for_programs(Scope.HELPERS_READ, Permission.SEE_NEW_ARRIVALS)
@helpers.response(200, HelperInFullSchema)
def read_helper(helper_id: int) -> HelperProfile:
    """Read a helper of the own offices."""
    return queries.helper_of_office(current_viewer(), helper_id)
