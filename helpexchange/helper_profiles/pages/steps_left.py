"""Which steps are left for a helper and why, in words: for the helper and for the office."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from helpexchange.helper_profiles.models import HelperProfile
from helpexchange.skills.labels import check_meaning, check_name, skill_name


def steps_of(
    helper: HelperProfile, asked: Mapping[str, Sequence[str]], *, today: date
) -> list[dict[str, Any]]:
    """Return a line for each check that the helper's kinds of help ask for, what is missing first.

    Args:
        asked: kinds of help by check, as `queries.asked_checks` returns them for one helper.
    """
    seen = {check.check_code: check for check in helper.checks}
    lines = []
    for code, kinds in asked.items():
        check = seen.get(code)
        is_valid = check is not None and (check.expires_on is None or check.expires_on >= today)
        lines.append(
            {
                "code": code, "name": check_name(code), "meaning": check_meaning(code), "is_done": is_valid,
                "has_expired": check is not None and not is_valid,
                "seen_on": check.seen_on if check else None,
                "expires_on": check.expires_on if check else None,
                "why": ", ".join(skill_name(kind) for kind in kinds),
            }
        )  # fmt: skip
    return sorted(lines, key=lambda line: (line["is_done"], line["code"] != "interview", line["name"]))
