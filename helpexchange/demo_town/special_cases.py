"""A few people put there on purpose, so that every reason for an open wish can be seen in the demo town.

Sign language, sewing, pushing a wheelchair and experience with dementia are offered by the helpers here and by
nobody else, so what happens to these requests does not hang on chance.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random

from helpexchange.demo_town import ground
from helpexchange.demo_town.names import Name
from helpexchange.demo_town.people_who_ask import invent_person, new_request, request_times
from helpexchange.demo_town.people_who_help import helper_times, new_profile, passed
from helpexchange.demo_town.places import Ground
from helpexchange.demo_town.times import Times
from helpexchange.help_requests.models import HelpRequest, RequestLanguage, RequestSkill
from helpexchange.helper_profiles.models import HelperLanguage, HelperProfile, HelperSkill
from helpexchange.helper_profiles.rules import HelperKind, HelperState

_PLANS = {plan.code: plan for plan in ground.DISTRICTS}
_TUESDAY, _SUNDAY = 1, 6
_TUESDAY_AT_TEN: Times = [(_TUESDAY, 10 * 60, 11 * 60)]
_BEFORE_DAWN: Times = [(day, 5 * 60, 6 * 60) for day in range(5)]
_SUNDAY_NIGHT: Times = [(_SUNDAY, 21 * 60, 22 * 60 + 30)]


@dataclass(frozen=True, slots=True)
class HelperCase:
    """A helper who is the only one, or one of few, with a skill."""

    key: str
    district: str
    first: str
    last: str
    skills: tuple[str, ...]
    max_distance_km: float
    max_requests: int = 1
    times: Times = field(default_factory=list)
    training: str = ""


@dataclass(frozen=True, slots=True)
class RequestCase:
    """A request with a known fate.

    Attributes:
        skill: needed beside the kind of help.
        is_placed: False when the office does not know the address yet.
    """

    key: str
    district: str
    first: str
    last: str
    kind: str
    note: str
    skill: str = ""
    times: Times = field(default_factory=list)
    kinds: tuple[str, ...] = ()
    helpers_needed: int = 1
    priority: int = 2
    is_placed: bool = True


HELPER_CASES = (
    HelperCase("H-SIGN", "aplerbeck", "Martina", "Rademacher", ("company", "sign_language"), 3),
    HelperCase("H-SEWING", "hombruch", "Elzbieta", "Pawlak", ("sewing", "company"), 6, 3, _TUESDAY_AT_TEN),
    HelperCase("H-WHEEL-1", "hoerde", "Kemal", "Aksoy", ("walking", "wheelchair"), 12),
    HelperCase("H-WHEEL-2", "hoerde", "Bernd", "Kortmann", ("walking", "wheelchair"), 12),
    HelperCase("H-CARE-1", "brackel", "Ulrike", "Steinkamp", ("company", "dementia"), 15, training="expired"),
    HelperCase("H-CARE-2", "eving", "Tamara", "Lebedewa", ("company", "dementia"), 15),
    HelperCase("H-FRIEND", "hoerde", "Sevim", "Arslan", ("company", "shopping"), 5, 2),
)

REQUEST_CASES = (
    RequestCase(
        "R-SIGN", "mengede", "Gerhard", "Thiel", "company", "Spricht mit den Händen.", skill="sign_language"
    ),
    RequestCase(
        "R-SEWING-1", "hombruch", "Waltraud", "Nolte", "sewing", "Die Vorhänge sind zu lang.",
        times=_TUESDAY_AT_TEN, priority=3,
    ),
    RequestCase(
        "R-SEWING-2", "hombruch", "Rita", "Ebert", "sewing", "Ein Mantel braucht neue Knöpfe.",
        times=_TUESDAY_AT_TEN, priority=1,
    ),
    RequestCase(
        "R-NIGHT-1", "brackel", "Horst", "Wiese", "snow", "Der Weg muss vor der Frühschicht frei sein.",
        times=_BEFORE_DAWN,
    ),
    RequestCase(
        "R-NIGHT-2", "huckarde", "Ingrid", "Pohl", "walking", "Geht gern, wenn die Straßen leer sind.",
        times=_SUNDAY_NIGHT,
    ),
    RequestCase(
        "R-CARE-1", "brackel", "Lieselotte", "Hagedorn", "company", "Der Mann möchte einmal in der Woche raus.",
        skill="dementia",
    ),
    RequestCase(
        "R-CARE-2", "eving", "Hannelore", "Busch", "company", "Die Tochter braucht zwei Stunden für sich.",
        skill="dementia",
    ),
    RequestCase(
        "R-KIND", "innenstadt-ost", "Johanna", "Vogel", "music", "Möchte mit jungen Leuten musizieren.",
        kinds=("student",),
    ),
    RequestCase("R-WHEEL-1", "hoerde", "Werner", "Dreier", "walking", "Mag den Phoenix-See.", "wheelchair"),
    RequestCase("R-WHEEL-2", "hoerde", "Danuta", "Sikora", "walking", "Mag den Markt.", "wheelchair"),
    RequestCase("R-WHEEL-3", "hoerde", "Karl", "Kampmann", "walking", "Mag den Rombergpark.", "wheelchair"),
    RequestCase(
        "R-WHEEL-4", "aplerbeck", "Nurten", "Celik", "walking", "Mag den Rodenbergpark.", "wheelchair", priority=1
    ),
    RequestCase(
        "R-PLACE-1", "scharnhorst", "Raissa", "Pawlowa", "shopping", "Die Adresse fehlt noch, bitte zurückrufen.",
        is_placed=False,
    ),
    RequestCase(
        "R-PLACE-2", "innenstadt-nord", "Omar", "Haddad", "letters", "Zieht nächste Woche um.", is_placed=False
    ),
    RequestCase(
        "R-TWO", "hoerde", "Friedrich", "Lohmann", "walking", "Die Rampe ist steil, zwei sind besser.",
        skill="wheelchair", helpers_needed=2, priority=0,
    ),
    RequestCase(
        "R-FRIEND", "hoerde", "Gülsen", "Polat", "company", "Kennt Frau Arslan seit Jahren und vertraut ihr."
    ),
)  # fmt: skip


def special_helpers(rng: Random, town: Ground, *, now: datetime, today: date) -> Iterator[HelperProfile]:
    """Yield the helpers of the cases above: active, interviewed and with a good certificate."""
    for case in HELPER_CASES:
        profile = new_profile(
            rng, town, _PLANS[case.district], reference=f"DO-{case.key}", name=Name(case.first, case.last, "de"),
            kind=HelperKind.VOLUNTEER, state=HelperState.ACTIVE, now=now, today=today,
        )  # fmt: skip
        profile.max_distance_m, profile.max_requests = 1000.0 * case.max_distance_km, case.max_requests
        profile.minutes_per_week = None
        profile.skills = [HelperSkill(skill_code=code, level=3) for code in case.skills]
        profile.languages = [HelperLanguage(language="de")]
        profile.checks = [passed(code, today - timedelta(days=200)) for code in ("interview", "conduct")]
        if case.training == "expired":
            profile.checks.append(passed("training", today - timedelta(days=800), valid_days=730))
        profile.times = helper_times(case.times)
        yield profile


def special_requests(rng: Random, town: Ground, *, now: datetime, today: date) -> Iterator[HelpRequest]:
    """Yield the requests of the cases above; all are open."""
    for case in REQUEST_CASES:
        person = invent_person(rng, Name(case.first, case.last, "de"), ages=(70, 90), today=today)
        request = new_request(
            rng,
            town,
            _PLANS[case.district],
            reference=f"DO-{case.key}",
            kind=case.kind,
            person=person,
            now=now,
        )
        request.note, request.priority, request.max_distance_m = case.note, case.priority, None
        request.helpers_needed, request.helper_kinds = case.helpers_needed, list(case.kinds)
        request.skills = [RequestSkill(skill_code=case.skill)] if case.skill else []
        request.checks = ["training"] if case.skill == "dementia" else []
        request.languages = [RequestLanguage(language="de")]
        request.times = request_times(case.times)
        if not case.is_placed:
            request.postal_code, request.latitude, request.longitude = "", None, None
        yield request
