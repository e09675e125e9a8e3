"""The people behind the demo accounts who ask or help: a senior, a volunteer, a student."""

from __future__ import annotations

from datetime import timedelta

from helpexchange.demo_town import ground
from helpexchange.demo_town.names import Name
from helpexchange.demo_town.people_who_ask import invent_person, new_request, request_times
from helpexchange.demo_town.people_who_help import helper_times, new_profile, passed
from helpexchange.demo_town.places import Scene
from helpexchange.demo_town.times import Times
from helpexchange.help_requests.models import HelpRequest, RequestLanguage
from helpexchange.help_requests.rules import RequestState
from helpexchange.helper_profiles.models import HelperLanguage, HelperProfile, HelperSkill
from helpexchange.helper_profiles.rules import HelperKind, HelperState

_HOERDE = next(plan for plan in ground.DISTRICTS if plan.code == "hoerde")


def senior_requests(scene: Scene, account_id: int) -> list[HelpRequest]:
    """Return Erika Sommer's requests: one waits for the office, one for a helper, one has found somebody."""
    person = invent_person(scene, Name("Erika", "Sommer", "de"), ages=(78, 78))
    person.account_id = account_id
    shopping = new_request(scene, _HOERDE, reference="DO-R-SOMMER-1", kind="shopping", person=person)
    shopping.note = "Der Einkaufszettel liegt bereit. Freut sich über einen kurzen Schwatz."
    shopping.submitted_at = scene.now - timedelta(days=9, hours=3)
    shopping.times = request_times([(1, 9 * 60, 12 * 60), (3, 9 * 60, 12 * 60), (3, 14 * 60, 17 * 60)])
    technology = new_request(scene, _HOERDE, reference="DO-R-SOMMER-2", kind="technology", person=person)
    technology.note = "Möchte den Enkeln Bilder schicken."
    technology.state, technology.submitted_at = RequestState.SUBMITTED, scene.now - timedelta(hours=20)
    technology.times = request_times([(2, 14 * 60, 17 * 60)])
    company = new_request(scene, _HOERDE, reference="DO-R-SOMMER-3", kind="company", person=person)
    company.note = "Trinkt gern Tee und spielt Karten."
    company.submitted_at = scene.now - timedelta(days=55)
    company.times = request_times([(3, 10 * 60, 11 * 60)])
    for request in (shopping, technology, company):
        request.latitude, request.longitude = shopping.latitude, shopping.longitude
        request.postal_code, request.priority, request.max_distance_m = shopping.postal_code, 2, None
        request.languages = [RequestLanguage(language="de")]
    return [shopping, technology, company]


def volunteer(scene: Scene, account_id: int) -> HelperProfile:
    """Return Ayse Demir, who shops and keeps company in Hörde."""
    times = [(1, 9 * 60, 12 * 60), (1, 14 * 60, 17 * 60), (3, 9 * 60, 12 * 60)]
    return _profile(
        scene, account_id, reference="DO-H-DEMIR", name=Name("Ayse", "Demir", "tr"),
        kind=HelperKind.VOLUNTEER, skills=("company", "shopping", "walking"), times=times,
    )  # fmt: skip


def student(scene: Scene, account_id: int) -> HelperProfile:
    """Return Jonas Weber, who gives study support after school."""
    times = [(day, 15 * 60, 18 * 60) for day in (0, 2, 3)]
    return _profile(
        scene, account_id, reference="DO-H-WEBER", name=Name("Jonas", "Weber", "de"), kind=HelperKind.STUDENT,
        skills=("study_support", "technology"), times=times,
    )  # fmt: skip


def _profile(
    scene: Scene,
    account_id: int,
    *,
    reference: str,
    name: Name,
    kind: HelperKind,
    skills: tuple[str, ...],
    times: Times,
) -> HelperProfile:
    profile = new_profile(scene, _HOERDE, reference=reference, name=name, kind=kind, state=HelperState.ACTIVE)
    profile.account_id, profile.max_distance_m, profile.max_requests = account_id, 5000.0, 2
    profile.minutes_per_week = 240
    profile.last_engaged_on = scene.today - timedelta(days=35)
    profile.skills = [HelperSkill(skill_code=code, level=3) for code in skills]
    profile.languages = [HelperLanguage(language=language) for language in sorted({name.language, "de"})]
    profile.checks = [
        passed(code, scene.today - timedelta(days=120), valid_days=730)
        for code in ("interview", "conduct", "training")
    ]
    profile.times = helper_times(times)
    return profile
