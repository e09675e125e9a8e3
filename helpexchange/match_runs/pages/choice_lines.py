"""A helper who could be chosen by hand, as a line: what stands against it, and whether it may be decided."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from helpexchange.match_runs.hindrance_words import hindrance_words
from helpexchange.match_runs.rules.by_hand import Hindrance


def choice_line(
    helper_id: int, name: str, hindrances: Sequence[Hindrance], *, may_decide: bool, district: str = ""
) -> dict[str, Any]:
    """Return what is shown of a helper for a request.

    Args:
        may_decide: the viewer decides, and the request is open.
    """
    can_be = all(each.may_be_overruled for each in hindrances)
    return {
        "id": f"helper-{helper_id}",
        "helper_id": helper_id,
        "name": name,
        "district": district,
        "against": [hindrance_words(each) for each in hindrances],
        "codes": [each.code.value for each in hindrances],
        "can_be": can_be,
        "may_choose": may_decide and can_be,
    }
