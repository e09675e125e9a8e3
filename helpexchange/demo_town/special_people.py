"""Brings the special cases to life."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from helpexchange.demo_town import ground
from helpexchange.demo_town.names import Name
from helpexchange.demo_town.people_who_ask import invent_person, new_request, request_times
from helpexchange.demo_town.people_who_help import helper_times, new_profile, passed
from helpexchange.demo_town.places import Scene
from helpexchange.demo_town.special_cases import HELPER_CASES, REQUEST_CASES, HelperCase
from helpexchange.help_requests.models import HelpRequest, RequestLanguage, RequestSkill
from helpexchange.helper_profiles.models import HelperCheck, HelperLanguage, HelperProfile, HelperSkill
from helpexchange.helper_profiles.rules import HelperKind, HelperState

_PLANS = {plan.code: plan for plan in ground.DISTRICTS}


def special_helpers(scene: Scene) -> Iterator[HelperProfile]:
    """Yield the helpers of the cases above: active, interviewed and with a good certificate."""
    for case in HELPER_CASES:
        profile = new_profile(
            scene, _PLANS[case.district], reference=f"DO-{case.key}", name=Name(case.first, case.last, "de"),
            kind=HelperKind.VOLUNTEER, state=HelperState.ACTIVE,
        )  # fmt: skip
        profile.max_distance_m, profile.max_requests = 1000.0 * case.max_distance_km, case.max_requests
        profile.minutes_per_week = None
        profile.skills = [HelperSkill(skill_code=code, level=3) for code in case.skills]
        profile.languages = [HelperLanguage(language="de")]
        profile.checks = list(_checks(scene, case))
        profile.times = helper_times(case.times)
        yield profile


def _checks(scene: Scene, case: HelperCase) -> Iterator[HelperCheck]:
    for code in ("interview", "conduct"):
        yield passed(code, scene.today - timedelta(days=200))
    if case.training_has_expired:
        yield passed("training", scene.today - timedelta(days=800), valid_days=730)


def special_requests(scene: Scene) -> Iterator[HelpRequest]:
    """Yield the requests of the cases above; all are open."""
    for case in REQUEST_CASES:
        person = invent_person(scene, Name(case.first, case.last, "de"), ages=(70, 90))
        request = new_request(
            scene, _PLANS[case.district], reference=f"DO-{case.key}", kind=case.kind, person=person
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
