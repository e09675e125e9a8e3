"""Why somebody still waits, and the one change that would help most easily: codes in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from helpexchange.core.i18n import Text, gettext, minute_text, ngettext, number_text, weekday_text
from helpexchange.core.i18n import lazy_text as _
from helpexchange.match_runs.labels import listed
from helpexchange.skills.labels import check_name, skill_name

Values = Mapping[str, Any]

TITLES: dict[str, Text] = {
    "no_skill_in_reach": _("Nobody near enough can do this"),
    "nobody_free_then": _("Nobody is free at these times"),
    "checks_missing": _("A check is missing"),
    "kind_not_allowed": _("Only other kinds of helper are near"),
    "all_full": _("All who could come have enough to do"),
    "outweighed": _("Other requests come first"),
    "place_unknown": _("The address is not known"),
    "blocked_or_not_listed": _("All who could come are ruled out"),
    "partly_served": _("Some helpers found, not all"),
    "not_settled": _("Not settled in the time given"),
}

HELPER_KINDS: dict[str, Text] = {
    "volunteer": _("volunteers"),
    "peer_supporter": _("peer supporters"),
    "student": _("students"),
}


def reason_words(reason: str, values: Values) -> str:
    """Return why a request has no helper, as a sentence.

    Args:
        values: as stored with the unmatched request; see `matching.pairing.explanation.Reason`.
    """
    if reason == "no_skill_in_reach":
        return _reach_words(values)
    if reason in _COUNTED:
        return _COUNTED[reason](int(values["helpers"]), values)
    if reason == "partly_served":
        found = {"served": number_text(values["served"]), "needed": number_text(values["needed"])}
        return str(gettext("%(served)s of %(needed)s helpers are found.", **found))
    if reason == "place_unknown":
        return str(gettext("We do not know the address, so we cannot say who lives near."))
    return str(gettext("Everybody who could come has been ruled out for this person."))


def _reach_words(values: Values) -> str:
    count, skills = int(values["helpers_with_skill"]), _skills(values["skills"])
    if not skills:
        return str(gettext("No helper lives near enough."))
    if not count:
        return str(gettext("No helper offers this: %(skills)s.", skills=skills))
    words = ngettext(
        "%(num)d helper offers this (%(skills)s), but lives too far away.",
        "%(num)d helpers offer this (%(skills)s), but all live too far away.",
        count,
        skills=skills,
    )
    if "nearest_km" not in values:
        return str(words)
    nearest = gettext("The nearest is %(km)s km away.", km=number_text(values["nearest_km"], 1))
    return f"{words} {nearest}"


def _not_free(count: int, values: Values) -> str:
    needed = int(values.get("together", 1))
    if needed > 1:
        words = ngettext(
            "%(num)d helper could do this, but %(needed)s must come together.",
            "%(num)d helpers could do this, but never %(needed)s of them at the same time.",
            count,
            needed=number_text(needed),
        )
        return str(words)
    return str(
        ngettext(
            "%(num)d helper could do this, but is not free at these times.",
            "%(num)d helpers could do this, but none is free at these times.",
            count,
        )
    )


def _not_checked(count: int, values: Values) -> str:
    return str(
        ngettext(
            "%(num)d helper could do this, but not every check is passed. Needed: %(checks)s.",
            "%(num)d helpers could do this, but none has passed every check. Needed: %(checks)s.",
            count,
            checks=listed(check_name(code) for code in _codes(values["checks"])),
        )
    )


def _wrong_kind(count: int, values: Values) -> str:
    return str(
        ngettext(
            "%(num)d helper could do this, but only %(kinds)s may come.",
            "%(num)d helpers could do this, but only %(kinds)s may come.",
            count,
            kinds=listed(str(HELPER_KINDS.get(code, code)) for code in _codes(values["kinds"])),
        )
    )


def _not_settled(count: int, _values: Values) -> str:
    return str(
        ngettext(
            "%(num)d helper could come, but the time for this match was up before that was settled.",
            "%(num)d helpers could come, but the time for this match was up before that was settled.",
            count,
        )
    )


def _full(count: int, _values: Values) -> str:
    return str(
        ngettext(
            "%(num)d helper could come, but has enough to do already.",
            "%(num)d helpers could come, but all have enough to do already.",
            count,
        )
    )


def _outweighed(count: int, _values: Values) -> str:
    return str(
        ngettext(
            "%(num)d helper could come, but is needed more elsewhere.",
            "%(num)d helpers could come, but are needed more elsewhere.",
            count,
        )
    )


def instead_words(people: str) -> str:
    """Return who is helped instead, given as a list in words."""
    return str(gettext("Helped instead: %(people)s.", people=people))


_COUNTED: dict[str, Callable[[int, Values], str]] = {
    "nobody_free_then": _not_free,
    "checks_missing": _not_checked,
    "kind_not_allowed": _wrong_kind,
    "all_full": _full,
    "outweighed": _outweighed,
    "not_settled": _not_settled,
}


def fix_words(fix: Values, helper: str) -> str:
    """Return the change that would help, as a sentence.

    Args:
        fix: as stored with the unmatched request; see `matching.pairing.explanation.Fix`.
        helper: name of the helper it speaks of; empty when it speaks of none.
    """
    if fix.get("kind") == "recruit":
        return _recruit_words(fix)
    make = _FIXES.get(fix.get("kind", "none"))
    return make(fix, helper) if make else str(gettext("No single change would help."))


def _ask_helper(fix: Values, helper: str) -> str:
    count = int(fix["helpers"])
    if count == 1:
        return str(gettext("%(helper)s has time and can come as things are.", helper=helper))
    words = ngettext(
        "%(num)d helper has time to come: %(helper)s.",
        "%(num)d helpers have time to come together, %(helper)s among them.",
        count,
        helper=helper,
    )
    return str(words)


def _helper_time(fix: Values, helper: str) -> str:
    times = {"start": minute_text(fix["start_min"]), "end": minute_text(fix["end_min"])}
    words = gettext(
        "If %(helper)s has time on %(weekday)s, %(start)s–%(end)s as well, this works.",
        weekday=weekday_text(fix["weekday"]),
        helper=helper,
        **times,
    )
    return str(words)


def _other_time(fix: Values, helper: str) -> str:
    times = {"start": minute_text(fix["start_min"]), "end": minute_text(fix["end_min"])}
    day = weekday_text(fix["weekday"])
    words = gettext(
        "If %(weekday)s, %(start)s–%(end)s suits as well, %(helper)s can come.",
        weekday=day,
        helper=helper,
        **times,
    )
    return str(words)


def _more_distance(fix: Values, helper: str) -> str:
    ways = {"needed": number_text(fix["needed_km"], 1), "limit": number_text(fix["limit_km"], 1)}
    if fix.get("side") == "request":
        words = gettext(
            "If a helper may come from %(needed)s km away instead of %(limit)s km, %(helper)s can come.",
            helper=helper,
            **ways,
        )
        return str(words)
    words = gettext(
        "If %(helper)s accepts %(needed)s km instead of %(limit)s km, this works.", helper=helper, **ways
    )
    return str(words)


def _more_capacity(fix: Values, helper: str) -> str:
    now = int(fix["max_requests"])
    words = gettext(
        "If %(helper)s takes %(more)s requests instead of %(now)s, this works.",
        helper=helper,
        more=number_text(now + 1),
        now=number_text(now),
    )
    return str(words)


def _more_minutes(fix: Values, helper: str) -> str:
    words = gettext(
        "If %(helper)s gives %(needed)s minutes a week instead of %(now)s, this works.",
        helper=helper,
        needed=number_text(fix["needed_minutes"]),
        now=number_text(fix["minutes_per_week"]),
    )
    return str(words)


def _other_kind(fix: Values, helper: str) -> str:
    kinds = str(HELPER_KINDS.get(fix["kind_of_helper"], fix["kind_of_helper"]))
    return str(gettext("If %(kinds)s may come as well, %(helper)s can come.", kinds=kinds, helper=helper))


def _check_needed(fix: Values, helper: str) -> str:
    check = check_name(fix["check"])
    return str(gettext("If %(helper)s passes this check, it works: %(check)s.", helper=helper, check=check))


_FIXES: dict[str, Callable[[Values, str], str]] = {
    "ask_helper": _ask_helper,
    "other_time": _other_time,
    "helper_time": _helper_time,
    "more_distance": _more_distance,
    "more_capacity": _more_capacity,
    "more_minutes": _more_minutes,
    "other_kind": _other_kind,
    "check_needed": _check_needed,
}


def _recruit_words(fix: Values) -> str:
    checks = [check_name(code) for code in _codes(fix.get("checks", ""))]
    if not checks:
        return _whom_to_find(fix)
    return f"{_whom_to_find(fix)} {gettext('Needed: %(checks)s.', checks=listed(checks))}"


def _whom_to_find(fix: Values) -> str:
    skills, district, count = _skills(fix["skills"]), fix["district"], int(fix["helpers"])
    if skills and district:
        return str(
            ngettext(
                "It needs %(num)d new helper in %(district)s for: %(skills)s.",
                "It needs %(num)d new helpers in %(district)s for: %(skills)s.",
                count,
                district=district,
                skills=skills,
            )
        )
    return str(ngettext("It needs %(num)d new helper near.", "It needs %(num)d new helpers near.", count))


def _codes(joined: str) -> list[str]:
    return [code for code in joined.split(";") if code]


def _skills(joined: str) -> str:
    return listed(skill_name(code) for code in _codes(joined))
