"""Why not this helper? Rules that fail, and costs, in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from helpexchange.core.i18n import Text, distance_text, gettext, number_text
from helpexchange.core.i18n import lazy_text as _
from helpexchange.match_runs.fixes import HELPER_KINDS
from helpexchange.match_runs.labels import listed
from helpexchange.skills.labels import check_name, skill_name

Values = Mapping[str, Any]

_PLAIN: dict[str, Text] = {
    "not_active": _("is not active at the moment"),
    "away": _("is away at the moment"),
    "served": _("the request has its helpers already, or is not open any more"),
    "turned_down": _("somebody has said no to these two before"),
    "blocked": _("is ruled out for this person"),
    "not_listed": _("is ruled out for this person"),
    "place_unknown": _("one of the two addresses is not known"),
    "busy": _("is with somebody else at these times"),
    "minutes_full": _("has too little time left in the week, beside the others"),
    "full": _("helps as many people as they wish to already"),
    "no_capacity": _("takes nobody at the moment"),
    "bad_input": _("some details cannot be matched; the record must be put right first"),
    "not_together": _("too few others can come at the same time"),
}


def broken_words(code: str, values: Values) -> str:
    """Return a rule that fails as words that follow the helper's name.

    Args:
        values: see `matching.pairing.left_out.Reason`.
    """
    return _SAID[code](values) if code in _SAID else str(_PLAIN[code])


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


def _skill(values: Values) -> str:
    return str(gettext("does not offer: %(skills)s", skills=listed(map(skill_name, values["missing"]))))


def _check(values: Values) -> str:
    checks = listed(map(check_name, values["missing"]))
    return str(gettext("has not passed, or not any more: %(checks)s", checks=checks))


def _kind(values: Values) -> str:
    kinds = listed(str(HELPER_KINDS.get(code, code)) for code in values["allowed"])
    return str(gettext("only %(kinds)s may come", kinds=kinds))


def _distance(values: Values) -> str:
    ways = {"way": distance_text(values["distance_m"]), "limit": distance_text(values["limit_m"])}
    return str(gettext("lives %(way)s away; at most %(limit)s are accepted", **ways))


def _time(values: Values) -> str:
    if not values.get("days_free"):
        return str(gettext("no time suits both"))
    days = {"free": number_text(values["days_free"]), "needed": number_text(values["days_needed"])}
    return str(gettext("the times of both fit on %(free)s of %(needed)s days only", **days))


def _minutes(values: Values) -> str:
    given = {"limit": number_text(values["limit_minutes"]), "needed": number_text(values["minutes"])}
    return str(gettext("gives %(limit)s minutes a week; %(needed)s are needed", **given))


_SAID: dict[str, Callable[[Values], str]] = {
    "skill": _skill,
    "check": _check,
    "kind": _kind,
    "distance": _distance,
    "time": _time,
    "full_minutes": _minutes,
}
