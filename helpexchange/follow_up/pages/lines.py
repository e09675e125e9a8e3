"""A concern as a list shows it."""

from __future__ import annotations

from typing import Any

from helpexchange.core.i18n import gettext as _
from helpexchange.engagements.labels import SIDES
from helpexchange.engagements.models import Engagement
from helpexchange.engagements.rules import EngagementState
from helpexchange.follow_up.labels import CAUSES, URGENCIES
from helpexchange.follow_up.models import Concern
from helpexchange.follow_up.rules import Cause
from helpexchange.skills.labels import skill_name


def concern_line(concern: Concern) -> dict[str, Any]:
    """Return what stands of a concern: what, about whom, how soon, who cares for it."""
    urgency, colour = URGENCIES[concern.urgency] if concern.urgency else (_("New"), "red")
    engagement = concern.engagement
    return {
        "id": concern.id, "engagement_id": engagement.id, "cause": CAUSES[concern.cause],
        "by": SIDES[concern.side] if concern.side else "", "title": title_of(engagement),
        "urgency": urgency, "colour": colour, "is_new": concern.urgency is None,
        "text": concern.text, "raised_at": concern.raised_at, "follow_up_on": concern.follow_up_on,
        "owner": concern.owner.name if concern.owner else "", "is_closed": concern.closed_at is not None,
        "is_silent": concern.cause is Cause.SILENT, "note": concern.closed_note,
        "is_running": engagement.state is not EngagementState.ENDED,
    }  # fmt: skip


def title_of(engagement: Engagement) -> str:
    """Return who helps whom with what."""
    request = engagement.request
    names = {
        "helper": engagement.helper.name,
        "person": request.person.name if request.person else request.reference,
    }
    kind = skill_name(engagement.kind_code, request.kind.name)
    return str(_("%(helper)s helps %(person)s: %(kind)s", **names, kind=kind))
