"""Why not this helper? What the choice would cost others, in words; for rules see `hindrance_words`."""

from __future__ import annotations

from helpexchange.core.i18n import gettext, number_text


def possible_words(*, is_free: bool, cost: float | None) -> str:
    """Return what choosing a possible helper would mean for others."""
    if cost is None:
        return str(gettext("Possible.") if is_free else gettext("Possible, but proposed to others now."))
    points = round(cost)
    if points <= 0:
        return str(
            gettext("Possible, and nobody else would lose by it.")
            if is_free
            else gettext("Possible, but proposed to others now; that would cost them nothing.")
        )
    return str(
        gettext("Possible, but it would cost others about %(points)s points.", points=number_text(points))
    )
