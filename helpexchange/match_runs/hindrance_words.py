"""What stands between a helper and a request, and why somebody is looked for anew: codes in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from helpexchange.core.i18n import Text, distance_text, gettext, number_text
from helpexchange.core.i18n import lazy_text as _
from helpexchange.match_runs.fixes import HELPER_KINDS
from helpexchange.match_runs.labels import listed
from helpexchange.match_runs.rules.by_hand import Hindrance, Obstacle
from helpexchange.match_runs.rules.causes import RematchCause
from helpexchange.skills.labels import check_name, skill_name

Values = Mapping[str, Any]

_PLAIN: dict[Obstacle, Text] = {
    Obstacle.CHOSEN: _("The helper is chosen for this request already."),
    Obstacle.BAD_RECORD: _("Some details cannot be matched; the record must be put right first."),
    Obstacle.NOT_ACTIVE: _("The helper has paused or left."),
    Obstacle.BLOCKED: _("The two must not be brought together."),
    Obstacle.BUSY: _("The helper is with somebody else at all times that would suit."),
    Obstacle.TURNED_DOWN: _("One of the two, or the office, has said no to this before."),
    Obstacle.AWAY: _("The helper is away at the moment."),
    Obstacle.PLACE_UNKNOWN: _("We do not know how far it is."),
}

CAUSES: dict[RematchCause, Text] = {
    RematchCause.HELPER_SAID_NO: _("The helper who was asked cannot do it."),
    RematchCause.ENGAGEMENT_ENDED: _("The helper before has stopped."),
    RematchCause.HELPER_PAUSED: _("The helper before has a pause."),
    RematchCause.HELPER_LEFT: _("The helper before has left."),
    RematchCause.CHECK_EXPIRED: _("A check of the helper before has expired."),
    RematchCause.UNDONE: _("The decision before was taken back."),
    RematchCause.HELPER_FREED: _("A helper has room again."),
    RematchCause.CANNOT_COME: _("The helper cannot come to this visit."),
    RematchCause.PAUSED: _("The helper has a pause."),
    RematchCause.MOVED: _("The helper proposed before is needed elsewhere."),
    RematchCause.ASKED_FOR: _("You asked for a helper for this request."),
}


def _missing_checks(values: Values) -> str:
    checks = listed(check_name(code) for code in values["missing"])
    return str(gettext("These checks are not passed: %(checks)s.", checks=checks))


def _missing_skills(values: Values) -> str:
    skills = listed(skill_name(code) for code in values["missing"])
    return str(gettext("The helper does not offer this: %(skills)s.", skills=skills))


def _other_kind(values: Values) -> str:
    kinds = listed(str(HELPER_KINDS.get(code, code)) for code in values["allowed"])
    return str(gettext("Only %(kinds)s may come.", kinds=kinds))


def _too_far(values: Values) -> str:
    way, limit = distance_text(values["distance_m"]), distance_text(values["limit_m"])
    return str(gettext("It is %(way)s away; the limit is %(limit)s.", way=way, limit=limit))


def _other_times(values: Values) -> str:
    if not values.get("days_free"):
        return str(gettext("The helper is not free at the times the person has named."))
    days = {"free": number_text(values["days_free"]), "needed": number_text(values["days_needed"])}
    return str(gettext("The times of both fit on %(free)s of %(needed)s days only.", **days))


def _too_many(values: Values) -> str:
    if not values["limit"]:
        return str(gettext("The helper takes nobody at the moment."))
    numbers = {name: number_text(values[name]) for name in ("requests", "limit")}
    words = gettext("It would be %(requests)s people; the helper wants at most %(limit)s.", **numbers)
    return str(words)


def _too_long(values: Values) -> str:
    numbers = {name: number_text(values[name]) for name in ("minutes", "limit")}
    words = gettext("It would be %(minutes)s minutes a week; the helper gives at most %(limit)s.", **numbers)
    return str(words)


_WORDED: dict[Obstacle, Callable[[Values], str]] = {
    Obstacle.CHECK: _missing_checks,
    Obstacle.SKILL: _missing_skills,
    Obstacle.KIND: _other_kind,
    Obstacle.DISTANCE: _too_far,
    Obstacle.TIME: _other_times,
    Obstacle.CAPACITY: _too_many,
    Obstacle.MINUTES: _too_long,
}


def hindrance_words(hindrance: Hindrance) -> str:
    """Return what stands against a pair, as a sentence."""
    if hindrance.code in _PLAIN:
        return str(_PLAIN[hindrance.code])
    return _WORDED[hindrance.code](hindrance.values)


def cause_words(code: str) -> str:
    """Return why somebody was looked for anew, as a sentence; empty for what no cause is known of."""
    known = {cause.value: words for cause, words in CAUSES.items()}
    return str(known[code]) if code in known else ""
