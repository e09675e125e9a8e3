"""What to ask so that somebody who waits gets a helper: the nearest change as a question."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from helpexchange.core.i18n import gettext, minute_text, number_text, weekday_text
from helpexchange.match_runs.fixes import HELPER_KINDS
from helpexchange.match_runs.rules import Asked, who_is_asked
from helpexchange.skills.labels import check_name

Values = Mapping[str, Any]


def ask_words(kind: str, details: Values, *, helper: str, person: str, what: str) -> str:
    """Return whom to ask what: "Ask Ms B. whether 4 km is all right"; empty if no call can help.

    Args:
        details: as stored with the unmatched request.
        helper, person: names of the two.
        what: kind of help and district; of the person a helper's office hears no more than that.
    """
    asks = who_is_asked(kind, details.get("side", ""))
    if asks is None:
        return ""
    who = helper if asks is Asked.HELPER else person
    return str(_QUESTIONS[asks, kind](details, who, what))


def _has_time(_details: Values, who: str, what: str) -> object:
    return gettext("Ask %(who)s whether they would like to help: %(what)s", who=who, what=what)


def _other_time(details: Values, who: str, _what: str) -> object:
    times = {"start": minute_text(details["start_min"]), "end": minute_text(details["end_min"])}
    day = weekday_text(details["weekday"])
    return gettext(
        "Ask %(who)s whether %(weekday)s, %(start)s–%(end)s would suit as well", who=who, weekday=day, **times
    )


def _longer_way(details: Values, who: str, _what: str) -> object:
    needed = number_text(details["needed_km"], 1)
    return gettext("Ask %(who)s whether %(needed)s km is all right", who=who, needed=needed)


def _from_farther(details: Values, who: str, _what: str) -> object:
    needed = number_text(details["needed_km"], 1)
    return gettext("Ask %(who)s whether a helper from %(needed)s km away may come", who=who, needed=needed)


def _one_more(_details: Values, who: str, what: str) -> object:
    return gettext("Ask %(who)s whether one more person would be all right: %(what)s", who=who, what=what)


def _more_minutes(details: Values, who: str, _what: str) -> object:
    needed = number_text(details["needed_minutes"])
    return gettext("Ask %(who)s whether %(needed)s minutes a week are all right", who=who, needed=needed)


def _check(details: Values, who: str, _what: str) -> object:
    check = check_name(details["check"])
    return gettext("Ask %(who)s whether they would get this check: %(check)s", who=who, check=check)


def _other_kind(details: Values, who: str, _what: str) -> object:
    kinds = str(HELPER_KINDS.get(details["kind_of_helper"], details["kind_of_helper"]))
    return gettext("Ask %(who)s whether %(kinds)s may come as well", who=who, kinds=kinds)


_QUESTIONS: dict[tuple[Asked, str], Callable[[Values, str, str], object]] = {
    (Asked.HELPER, "ask_helper"): _has_time,
    (Asked.HELPER, "helper_time"): _other_time,
    (Asked.HELPER, "more_distance"): _longer_way,
    (Asked.HELPER, "more_capacity"): _one_more,
    (Asked.HELPER, "more_minutes"): _more_minutes,
    (Asked.HELPER, "check_needed"): _check,
    (Asked.PERSON, "other_time"): _other_time,
    (Asked.PERSON, "more_distance"): _from_farther,
    (Asked.PERSON, "other_kind"): _other_kind,
}
