"""What helpers are told who could come, or come, to one visit instead of another."""

from __future__ import annotations

from datetime import datetime

from helpexchange.core.viewer import Viewer
from helpexchange.engagements.calendar_feed import calendar_in
from helpexchange.helper_profiles.links import PAGE, link_for
from helpexchange.helper_profiles.messages import about_helper, not_on_quiet_days, recipient_of
from helpexchange.match_runs.models import StandIn
from helpexchange.match_runs.stand_in_links import stand_in_link
from helpexchange.notifications.actions import tell
from helpexchange.skills.labels import skill_name

FOLDER = "match_runs/messages/"


def tell_asked(stand_in: StandIn, *, by: Viewer, now: datetime) -> None:
    """Ask a helper for one visit."""
    _tell(stand_in, "stand_in_asked", link=stand_in_link(stand_in.id), by=by, now=now)


def tell_thanks(stand_in: StandIn, *, by: Viewer, now: datetime) -> None:
    """Thank a helper who comes."""
    helper = stand_in.helper
    link = link_for(PAGE, helper.id, helper.link_number)
    calendar = calendar_in([stand_in.visit], language=helper.language)
    _tell(stand_in, "stand_in_thanks", link=link, by=by, now=now, calendar=calendar)


def _tell(stand_in: StandIn, name: str, *, link: str, by: Viewer, now: datetime, calendar: str = "") -> None:
    helper, visit = stand_in.helper, stand_in.visit
    request, office = visit.request, visit.engagement.office
    once = f"{name}-{stand_in.id}-{stand_in.found_at:%Y%m%d%H%M%S}"
    due_at = min(not_on_quiet_days(helper, now), visit.starts_at)
    tell(
        to=recipient_of(helper), message=f"{FOLDER}{name}", about=about_helper(helper), by=by, now=now,
        once_key=once, due_at=due_at, calendar=calendar,
        words={
            "name": helper.first_name, "kind": skill_name(request.kind_code, request.kind.name),
            "starts_at": visit.starts_at, "minutes": visit.end_min - visit.start_min,
            "district": request.district.name if request.district else "", "office": office.name,
            "phone": office.phone, "link": link,
        },
    )  # fmt: skip
