"""Everything that is kept about a helper, in a form that people and programs can read."""

from __future__ import annotations

from typing import Any

from helpexchange.core.viewer import Viewer
from helpexchange.helper_profiles.models import HelperProfile
from helpexchange.helper_profiles.queries import experience_names, history_of_helper, messages_to_helper

COLUMNS = (
    "reference", "first_name", "last_name", "phone", "email", "street", "postal_code", "town",
    "birth_year", "kind", "state", "latitude", "longitude", "max_distance_m", "max_requests",
    "minutes_per_week", "about_me", "wishes", "channel", "language", "quiet_days", "created_at",
    "contact_due_on", "paused_until", "confirmed_at", "interest_asked_at", "last_engaged_on",
)  # fmt: skip


def data_of(helper: HelperProfile, viewer: Viewer) -> dict[str, Any]:
    """Return the helper's data as JSON values; the viewer has read the helper as their own."""
    return {
        **{name: _plain(getattr(helper, name)) for name in COLUMNS},
        "skills": [each.skill_code for each in helper.skills],
        "languages": [each.language for each in helper.languages],
        "times": [[each.weekday, each.start_min, each.end_min] for each in helper.times],
        "absences": [[each.starts_on.isoformat(), each.back_on.isoformat()] for each in helper.absences],
        "checks": [
            {"check": each.check_code, "seen_on": _plain(each.seen_on), "expires_on": _plain(each.expires_on)}
            for each in helper.checks
        ],
        "lived_experience": list(experience_names(viewer, helper.id)),
        "messages": [
            {"at": _plain(each.created_at), "subject": each.subject, "text": each.text}
            for each in messages_to_helper(viewer, helper.id)
        ],
        "history": [
            {"at": _plain(each.at), "act": each.act} for each in history_of_helper(viewer, helper.id)
        ],
    }


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value
