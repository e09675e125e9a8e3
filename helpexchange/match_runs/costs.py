"""What it would cost to send another helper: the engine's numbers in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from helpexchange.core.i18n import gettext, ngettext, number_text
from helpexchange.match_runs.labels import listed


def cost_words(other: Mapping[str, Any]) -> str:
    """Return what the whole town would lose, in points; empty where a run has not counted it.

    Args:
        other: an alternative as stored with the proposal (`solving/storing.py`).
    """
    if "cost" not in other:
        return ""
    points = int(other["cost"])
    if not points:
        return str(gettext("costs nothing"))
    shown = number_text(points)
    if other["is_exact"]:
        words = ngettext(
            "costs %(points)s point in all", "costs %(points)s points in all", points, points=shown
        )
        return str(words)
    return str(gettext("costs about %(points)s points in all", points=shown))


def loss_words(other: Mapping[str, Any], people: Mapping[int, str]) -> str:
    """Return who would lose by it: "Erna Muster would wait instead".

    Args:
        other: see `cost_words`.
        people: by request id, those whom the viewer may know; the others are counted.
    """
    if other["is_free"]:
        return str(gettext("has time"))
    if "loses" not in other:
        return str(gettext("is taken"))
    if not other["loses"]:
        return str(gettext("is taken, but nobody else would lose help"))
    names = people_words(other["loses"], people)
    if not other["is_exact"]:
        return str(gettext("is taken; somebody else would have to be found for %(people)s", people=names))
    count = len(other["loses"])
    return str(
        ngettext(
            "is taken; %(people)s would wait instead",
            "is taken; %(people)s would wait instead",
            count,
            people=names,
        )
    )


def people_words(request_ids: Sequence[int], people: Mapping[int, str]) -> str:
    """Return the people of these requests as a list; whom the viewer may not know is counted."""
    known = [people[request_id] for request_id in request_ids if request_id in people]
    hidden = len(request_ids) - len(known)
    others = [ngettext("%(num)d person of another office", "%(num)d people of other offices", hidden)]
    return listed([*known, *(str(each) for each in others if hidden)])
