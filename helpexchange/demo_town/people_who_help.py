"""Invents the helpers of the demo town."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import TypeVar

from helpexchange.demo_town import ground
from helpexchange.demo_town.names import Name, invent_email, invent_name, invent_phone
from helpexchange.demo_town.places import Scene, invent_home
from helpexchange.demo_town.times import (
    AFTERNOON,
    EVENING,
    MORNING,
    WEEK,
    WORKDAYS,
    Times,
    all_day,
    free_times,
)
from helpexchange.helper_profiles.models import (
    HelperCheck,
    HelperLanguage,
    HelperProfile,
    HelperSkill,
    HelperTime,
)
from helpexchange.helper_profiles.rules import HelperKind, HelperState
from helpexchange.offices.rules import working_day_after

Choice = TypeVar("Choice")

#: Working days until the first contact, as every office of the demo has it.
USUAL_DAYS = 2
_KINDS = {HelperKind.VOLUNTEER: 70, HelperKind.PEER_SUPPORTER: 15, HelperKind.STUDENT: 15}
_STATES = {
    HelperState.ACTIVE: 85,
    HelperState.APPLIED: 5,
    HelperState.CONTACTED: 4,
    HelperState.CHECKED: 2,
    HelperState.PAUSED: 4,
}
_AGES = {
    HelperKind.VOLUNTEER: (38, 79),
    HelperKind.PEER_SUPPORTER: (30, 68),
    HelperKind.STUDENT: (16, 26),
}
_PARTS = {
    HelperKind.VOLUNTEER: (MORNING, MORNING, AFTERNOON),
    HelperKind.PEER_SUPPORTER: (MORNING, AFTERNOON, EVENING),
    HelperKind.STUDENT: (AFTERNOON, EVENING),
}
# How many in a hundred helpers offer a kind of help; driving, repairs and study support are scarce.
_OFFERS: dict[str, int] = {
    "company": 36,
    "shopping": 40,
    "escort": 30,
    "walking": 30,
    "technology": 17,
    "letters": 17,
    "phone_company": 16,
    "garden": 12,
    "repair": 14,
    "driving": 7,
    "reading": 12,
    "pets": 10,
    "study_support": 4,
    "cooking": 8,
    "snow": 6,
    "music": 4,
}
_STUDENT_OFFERS = {**_OFFERS, "study_support": 75, "technology": 40, "driving": 1, "repair": 3, "music": 0}


def invent_helpers(scene: Scene) -> Iterator[HelperProfile]:
    """Yield as many helpers for each district as its plan says; the same scene yields the same people."""
    number = 0
    for plan in ground.DISTRICTS:
        for _ in range(plan.helpers):
            number += 1
            yield _helper(scene, plan, number)


def _helper(scene: Scene, plan: ground.DistrictPlan, number: int) -> HelperProfile:
    rng = scene.rng
    kind = _chosen(rng, _KINDS)
    state = _chosen(rng, _STATES)
    name = invent_name(rng, is_young=kind is HelperKind.STUDENT)
    skills = _skills(rng, kind)
    profile = new_profile(scene, plan, reference=f"DO-H-{number:03}", name=name, kind=kind, state=state)
    profile.skills = [HelperSkill(skill_code=code, level=level) for code, level in sorted(skills.items())]
    profile.languages = [HelperLanguage(language=language) for language in _languages(rng, name, kind)]
    profile.checks = list(_checks(scene, profile))
    profile.times = helper_times(_times(rng, kind))
    return profile


def new_profile(
    scene: Scene,
    plan: ground.DistrictPlan,
    *,
    reference: str,
    name: Name,
    kind: HelperKind,
    state: HelperState,
) -> HelperProfile:
    """Return a helper with a home, contact data and limits, but without skills, languages, checks, times."""
    rng, today = scene.rng, scene.today
    home = invent_home(scene, plan)
    youngest, oldest = _AGES[kind]
    is_new = state in (HelperState.APPLIED, HelperState.CONTACTED, HelperState.CHECKED)
    known_days = rng.randint(0, 21) if is_new else rng.randint(40, 1500)
    return HelperProfile(
        reference=reference, first_name=name.first, last_name=name.last, phone=invent_phone(rng),
        email=invent_email(name, rng.randrange(100, 1000)) if rng.random() < 0.8 else "",
        birth_year=today.year - rng.randint(youngest, oldest), kind=kind, state=state,
        office_id=home.office_id, district_id=home.district_id, postal_code=home.postal_code,
        latitude=home.latitude, longitude=home.longitude,
        max_distance_m=1000.0 * rng.choice((1, 1.5, 2, 2, 3, 3, 4, 5, 8)),
        max_requests=rng.choices((1, 2, 3), (56, 31, 13))[0],
        minutes_per_week=rng.choice((None, None, 90, 120, 120, 180, 240)),
        last_engaged_on=None if is_new or rng.random() < 0.15 else today - _idle(rng, known_days),
        created_at=scene.now - timedelta(days=known_days, minutes=rng.randint(0, 600)),
        contact_due_on=_first_contact(today - timedelta(days=known_days)) if is_new else None,
        confirmed_at=scene.now - timedelta(days=min(known_days, 90)),
    )  # fmt: skip


def _first_contact(applied_on: date) -> date:
    """Return the day by which the office speaks to a new helper, as it does everywhere."""
    return working_day_after(applied_on, USUAL_DAYS, ground.STATE)


def _idle(rng: Random, known_days: int) -> timedelta:
    return timedelta(days=rng.randint(2, min(known_days, 220)))


def _chosen(rng: Random, shares: dict[Choice, int]) -> Choice:
    return rng.choices(list(shares), list(shares.values()))[0]


def _skills(rng: Random, kind: HelperKind) -> dict[str, int]:
    """Return the level (1..3) of each skill; everybody offers something."""
    offers = _STUDENT_OFFERS if kind is HelperKind.STUDENT else _OFFERS
    chosen = [code for code, share in offers.items() if rng.random() * 100 < share]
    chosen = chosen or [rng.choice(("shopping", "company", "walking"))]
    return {code: rng.choices((1, 2, 3), (20, 50, 30))[0] for code in chosen[:6]}


def _languages(rng: Random, name: Name, kind: HelperKind) -> list[str]:
    spoken = {name.language, "de"}
    if rng.random() < (0.85 if kind is HelperKind.STUDENT else 0.3):
        spoken.add("en")
    return sorted(spoken)


def _checks(scene: Scene, profile: HelperProfile) -> Iterator[HelperCheck]:
    """Yield the checks passed: none for people who are new; some certificates have expired."""
    if profile.state in (HelperState.APPLIED, HelperState.CONTACTED):
        return
    rng, today = scene.rng, scene.today
    yield passed("interview", today - timedelta(days=rng.randint(20, 900)))
    if rng.random() < 0.8:
        seen_on = today - timedelta(days=rng.randint(20, 1200))
        yield passed("conduct", seen_on, valid_days=3 * 365)
    skills = {skill.skill_code for skill in profile.skills}
    if "study_support" in skills and rng.random() < 0.8:
        yield passed("training", today - timedelta(days=rng.randint(20, 400)), valid_days=2 * 365)
    if "driving" in skills and rng.random() < 0.9:
        yield passed("driving_licence", today - timedelta(days=rng.randint(20, 400)), valid_days=365)


def passed(check_code: str, seen_on: date, *, valid_days: int | None = None) -> HelperCheck:
    """Return a check seen on that day; without `valid_days` it never expires."""
    expires_on = seen_on + timedelta(days=valid_days) if valid_days else None
    return HelperCheck(check_code=check_code, seen_on=seen_on, expires_on=expires_on)


def _times(rng: Random, kind: HelperKind) -> Times:
    if kind is HelperKind.VOLUNTEER and rng.random() < 0.06:
        return all_day(WEEK)
    days = WEEK if rng.random() < 0.35 else WORKDAYS
    return free_times(rng, parts=tuple(dict.fromkeys(_PARTS[kind])), days=days, count=rng.randint(2, 6))


def helper_times(times: Times) -> list[HelperTime]:
    """Return rows for weekly times; none at all means any time."""
    return [HelperTime(weekday=day, start_min=start, end_min=end) for day, start, end in sorted(set(times))]
