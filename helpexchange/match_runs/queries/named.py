"""Finding helpers of the viewer's offices by name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from rapidfuzz import fuzz

from helpexchange.core.database import db
from helpexchange.core.folding import folded
from helpexchange.core.viewer import Viewer
from helpexchange.helper_profiles.models import HelperProfile
from helpexchange.helper_profiles.queries.records import of_offices
from helpexchange.helper_profiles.rules import HelperState

NAMED_AT_MOST = 8
#: Of 100: so alike a name must be to what was typed, where no name begins as typed.
ALIKE = 80
_KNOWN = (HelperState.ACTIVE, HelperState.PAUSED)


class Named(NamedTuple):
    """A helper by name."""

    id: int
    name: str


def helpers_named(viewer: Viewer, typed: str) -> Sequence[Named]:
    """Return the helpers of the viewer's offices whose names begin with the words typed, or sound alike."""
    words = folded(typed).split()
    if not words:
        return []
    columns = (HelperProfile.id, HelperProfile.first_name, HelperProfile.last_name)
    statement = of_offices(viewer).with_only_columns(*columns).where(HelperProfile.state.in_(_KNOWN))
    everybody = [
        Named(id_, f"{first} {last}".strip())
        for id_, first, last in db.session.execute(statement.order_by(*columns[1:], HelperProfile.id))
    ]
    found = [each for each in everybody if _begins(each.name, words)]
    return (found or [each for each in everybody if _is_alike(each.name, words)])[:NAMED_AT_MOST]


def _begins(name: str, words: Sequence[str]) -> bool:
    of_name = folded(name).split()
    return all(any(each.startswith(word) for each in of_name) for word in words)


def _is_alike(name: str, words: Sequence[str]) -> bool:
    return fuzz.token_sort_ratio(folded(name), " ".join(words)) >= ALIKE or any(
        fuzz.ratio(each, word) >= ALIKE for each in folded(name).split() for word in words
    )
