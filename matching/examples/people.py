"""Helpers and requests of an invented town."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

import numpy as np

from matching.examples.chance import Bools, Chance
from matching.examples.ground import Ground
from matching.examples.hours import helper_hours, request_hours
from matching.examples.town import Town
from matching.pairing.problem import Helper, HelperKind, Request

Value = TypeVar("Value")

# Share of helpers who have the skill, and weight among the skills asked for.
_SKILLS: Mapping[str, tuple[float, float]] = {
    "company": (0.55, 5.0),
    "shopping": (0.50, 5.0),
    "walk": (0.45, 3.0),
    "garden": (0.22, 2.0),
    "paperwork": (0.20, 2.5),
    "computer": (0.18, 2.5),
    "tutoring": (0.15, 2.0),
    "small_repairs": (0.12, 2.0),
    "driving": (0.10, 2.0),
    "dementia_company": (0.05, 1.2),
    "sign_language": (0.01, 0.3),
}
_NAMES = list(_SKILLS)
_ASKED = [asked for _, asked in _SKILLS.values()]
_LANGUAGES: Mapping[str, float] = {"tr": 0.10, "ru": 0.07, "ar": 0.06, "pl": 0.06, "uk": 0.04, "en": 0.30}
_KINDS: Mapping[HelperKind, float] = {
    HelperKind.VOLUNTEER: 0.80,
    HelperKind.STUDENT: 0.13,
    HelperKind.PEER_SUPPORTER: 0.07,
}
_FOR_TUTORING = frozenset({HelperKind.STUDENT, HelperKind.VOLUNTEER})
_CHECK = frozenset({"good_conduct"})
_NO_WORDS: frozenset[str] = frozenset()
_IN_PAIRS, _BY_PHONE = {"walk", "small_repairs"}, {"company", "computer", "tutoring"}
_REMOTE_SHARE = 0.06
# A remote request can be served from everywhere. In a larger town no more of them are so in all, or the
# pairs of a request would grow with the town.
_HELPERS_WITH_FULL_REMOTE_SHARE = 2_000


def draw_helpers(town: Town, ground: Ground, chance: Chance) -> list[Helper]:
    """Return the helpers of a town."""
    n = town.helpers
    homes = ground.homes(n, chance)
    skills = _levels(n, chance)
    languages = _spoken(n, chance)
    furthest_m = chance.one_of([2000.0, 3000.0, 5000.0, 8000.0], n)
    most = chance.one_of([1, 1, 1, 2, 2, 3], n)
    minutes = _or_none(chance.one_of([120, 180, 240, 360], n), chance.happens(0.4, n))
    kind = chance.one_of(list(_KINDS), n, weights=list(_KINDS.values()))
    checked = chance.happens(0.6, n).tolist()
    hours = helper_hours(n, chance)
    idle_days = _or_none(chance.whole(0, 300, n).tolist(), chance.happens(0.7, n))
    return [
        Helper(
            id=f"h{index:06d}",
            latitude=homes.latitude[index],
            longitude=homes.longitude[index],
            max_distance_m=furthest_m[index],
            max_requests=most[index],
            minutes_per_week=minutes[index],
            skills=skills[index],
            languages=languages[index],
            kind=kind[index],
            checks=_CHECK if checked[index] else _NO_WORDS,
            windows=tuple(hours[index]),
            district=homes.district[index],
            last_engaged_days=idle_days[index],
        )
        for index in range(n)
    ]


def draw_requests(town: Town, ground: Ground, chance: Chance) -> list[Request]:
    """Return the requests of a town."""
    n = town.requests
    homes = ground.homes(n, chance)
    skill = chance.one_of(_NAMES, n, weights=_ASKED)
    wished = _or_none(chance.one_of(_NAMES, n, weights=_ASKED), chance.happens(0.2, n))
    language = _or_none(chance.one_of(list(_LANGUAGES), n), chance.happens(0.15, n))
    minutes = np.array(chance.one_of([30, 60, 60, 90, 120], n), dtype=np.int64)
    together = _is_any(skill, _IN_PAIRS) & chance.happens(0.2, n)
    visits = np.where(together, 1, chance.one_of([1, 1, 1, 1, 1, 2, 2, 3], n))
    checked = (_is_any(skill, {"dementia_company"}) | chance.happens(0.2, n)).tolist()
    two = (together | chance.happens(0.03, n)).tolist()
    remote = (_is_any(skill, _BY_PHONE) & chance.happens(_remote_share(town), n)).tolist()
    priority = chance.one_of([0, 1, 1, 1, 2, 2, 3, 4], n)
    waiting_days = np.minimum(90, chance.waiting(14, n)).tolist()
    hours = request_hours(minutes, visits, together.tolist(), chance)
    return [
        Request(
            id=f"r{index:06d}",
            latitude=homes.latitude[index],
            longitude=homes.longitude[index],
            skills=frozenset({skill[index]}),
            wished_skills=_words(wished[index]) - {skill[index]},
            languages=_words(language[index]),
            kinds=_FOR_TUTORING if skill[index] == "tutoring" else frozenset(),
            checks=_CHECK if checked[index] else _NO_WORDS,
            helpers_needed=2 if two[index] else 1,
            together=bool(together[index]),
            visits_per_week=int(visits[index]),
            visit_minutes=int(minutes[index]),
            remote=remote[index],
            priority=priority[index],
            waiting_days=waiting_days[index],
            windows=tuple(hours[index]),
            district=homes.district[index],
        )
        for index in range(n)
    ]


def _remote_share(town: Town) -> float:
    return _REMOTE_SHARE * min(1.0, _HELPERS_WITH_FULL_REMOTE_SHARE / max(1, town.helpers))


def _levels(n: int, chance: Chance) -> list[dict[str, int]]:
    """Level, 1 to 3, of each skill that a helper has."""
    skills: list[dict[str, int]] = [{} for _ in range(n)]
    for name, (share, _) in _SKILLS.items():
        level = chance.whole(1, 3, n).tolist()
        for index in np.flatnonzero(chance.happens(share, n)).tolist():
            skills[index][name] = level[index]
    return skills


def _spoken(n: int, chance: Chance) -> list[frozenset[str]]:
    spoken = [{"de"} for _ in range(n)]
    for language, share in _LANGUAGES.items():
        for index in np.flatnonzero(chance.happens(share, n)).tolist():
            spoken[index].add(language)
    return [frozenset(words) for words in spoken]


def _or_none(values: list[Value], said: Bools) -> list[Value | None]:
    return [value if is_said else None for value, is_said in zip(values, said.tolist(), strict=True)]


def _words(word: str | None) -> frozenset[str]:
    return _NO_WORDS if word is None else frozenset({word})


def _is_any(words: list[str], wanted: set[str]) -> Bools:
    return np.array([word in wanted for word in words], dtype=np.bool_)
