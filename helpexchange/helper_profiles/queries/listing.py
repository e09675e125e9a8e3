"""All helpers of the viewer's offices, for lists with filters."""

from __future__ import annotations

from helpexchange.core.database import db
from helpexchange.core.paging import Page, fetch_page
from helpexchange.core.viewer import Viewer
from helpexchange.helper_profiles.models import HelperProfile, HelperSkill
from helpexchange.helper_profiles.queries.records import PER_PAGE, in_full, of_offices
from helpexchange.helper_profiles.rules import HelperState


def helpers_page(
    viewer: Viewer, *, state: HelperState | None = None, skill_code: str | None = None, number: int,
    per_page: int = PER_PAGE,
) -> Page[HelperProfile]:  # fmt: skip
    """Return a page of the helpers of the viewer's offices, the longest known first."""
    statement = in_full(of_offices(viewer))
    if state is not None:
        statement = statement.where(HelperProfile.state == state)
    if skill_code is not None:
        statement = statement.where(HelperProfile.skills.any(HelperSkill.skill_code == skill_code))
    statement = statement.order_by(HelperProfile.created_at, HelperProfile.id)
    return fetch_page(db.session(), statement, number=number, per_page=per_page)
