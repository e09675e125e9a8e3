"""What the last half year brought: helpers who visited one person after the other, and who else had asked.

Without it the reports of a demo town would be empty, and nobody who waits could be told how long it takes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random
from typing import Any

from sqlalchemy import insert

from helpexchange.core.clock import start_of_day
from helpexchange.core.database import db
from helpexchange.demo_town import ground
from helpexchange.demo_town.names import invent_name
from helpexchange.demo_town.people_who_ask import invent_person, new_request, request_times
from helpexchange.demo_town.people_who_help import helper_times, new_profile, passed
from helpexchange.demo_town.places import Scene
from helpexchange.engagements.models import Engagement, Visit, VisitSeries
from helpexchange.engagements.rules import (
    AHEAD,
    CancelReason,
    EndReason,
    EngagementState,
    Missing,
    Rhythm,
    Side,
    VisitState,
    ends_at,
    starts_at,
)
from helpexchange.engagements.town import time_zone
from helpexchange.follow_up.models import VisitQuestion
from helpexchange.follow_up.rules import Answer
from helpexchange.help_requests.messages import PERSON_TYPE
from helpexchange.help_requests.models import HelpRequest
from helpexchange.help_requests.rules import Channel, RequestState
from helpexchange.helper_profiles.models import HelperLanguage, HelperProfile, HelperSkill
from helpexchange.helper_profiles.queries import OBJECT_TYPE as HELPER_TYPE
from helpexchange.helper_profiles.rules import HelperKind, HelperState

SEED = 20_262
DAYS = 180
HELPERS, HELPERS_OF_HOERDE = 2, 9
KINDS = ("shopping", "company", "shopping", "walking", "escort")
#: So many weeks somebody is visited, and so many days pass until the helper visits somebody else.
WEEKS, REST_DAYS = (2, 3, 4, 5, 6, 9), (2, 5, 9, 16)
#: Days from asking to agreeing; who asks by phone waits a little longer.
WAIT_DAYS = {Channel.ONLINE: (1, 2, 4, 5, 6, 9, 13), Channel.PHONE: (1, 3, 5, 6, 8, 11, 19)}
REASONS = {EndReason.GOAL_REACHED: 60, EndReason.MOVED: 15, EndReason.SCHEDULE: 15, EndReason.ILLNESS: 10}
LANGUAGES = {None: 82, "en": 12, "nl": 3, "da": 3}
#: States of requests for which nobody came, and how many there were for each helper.
WITHOUT_HELP, WITHOUT_HELP_EACH = (RequestState.WITHDRAWN, RequestState.REFERRED), 1


@dataclass(frozen=True, slots=True, kw_only=True)
class _Slot:
    """When a helper of the half year visits: a time of the week, in minutes after midnight."""

    weekday: int
    start_min: int
    end_min: int


def invent_past_months(scene: Scene) -> None:
    """Enter what has been, by chance of its own: nobody else in the town changes."""
    scene = replace(scene, rng=Random(SEED))
    for plan in ground.DISTRICTS:
        count = HELPERS_OF_HOERDE if plan.code == "hoerde" else HELPERS
        for number in range(count):
            _invent_helper(scene, plan, f"{plan.code}-{number}", KINDS[number % len(KINDS)])


def _invent_helper(scene: Scene, plan: ground.DistrictPlan, code: str, kind: str) -> None:
    rng = scene.rng
    start_min = rng.choice((9, 10, 14, 15)) * 60
    slot = _Slot(weekday=rng.randrange(5), start_min=start_min, end_min=start_min + 60)
    helper = _helper(scene, plan, f"DO-HP-{code}", kind, slot)
    requests = [
        _ended_without(scene, plan, f"DO-RW-{code}-{number}", kind) for number in range(WITHOUT_HELP_EACH)
    ]
    db.session.add_all([helper, *requests])
    day, number = scene.today - timedelta(days=DAYS - rng.randrange(30)), 0
    while day < scene.today:
        request = _request(scene, plan, f"DO-RP-{code}-{number}", kind, slot)
        day, number = _invent_engagement(scene, helper, request, slot, day), number + 1


def _helper(scene: Scene, plan: ground.DistrictPlan, reference: str, kind: str, slot: _Slot) -> HelperProfile:
    helper = new_profile(
        scene, plan, reference=reference, name=invent_name(scene.rng), kind=HelperKind.VOLUNTEER,
        state=HelperState.ACTIVE,
    )  # fmt: skip
    helper.created_at = scene.now - timedelta(days=DAYS + 40)
    helper.max_requests, helper.minutes_per_week, helper.last_engaged_on = 1, None, scene.today
    helper.skills = [HelperSkill(skill_code=kind, level=2)]
    helper.languages = [HelperLanguage(language="de")]
    seen_on = scene.today - timedelta(days=DAYS + 20)
    helper.checks = [passed("interview", seen_on), passed("conduct", seen_on, valid_days=3 * 365)]
    helper.times = helper_times([(slot.weekday, slot.start_min, slot.end_min)])
    return helper


def _request(scene: Scene, plan: ground.DistrictPlan, reference: str, kind: str, slot: _Slot) -> HelpRequest:
    rng = scene.rng
    person = invent_person(scene, invent_name(rng), ages=(66, 92))
    person.language = rng.choices(list(LANGUAGES), list(LANGUAGES.values()))[0]
    request = new_request(scene, plan, reference=reference, kind=kind, person=person)
    request.times = request_times([(slot.weekday, slot.start_min, slot.end_min)])
    return request


def _ended_without(scene: Scene, plan: ground.DistrictPlan, reference: str, kind: str) -> HelpRequest:
    rng = scene.rng
    request = new_request(
        scene, plan, reference=reference, kind=kind,
        person=invent_person(scene, invent_name(rng), ages=(66, 92)),
    )  # fmt: skip
    request.state = rng.choice(WITHOUT_HELP)
    request.submitted_at = scene.now - timedelta(days=rng.randint(20, DAYS), hours=rng.randint(1, 9))
    request.first_contact_at = request.submitted_at + timedelta(hours=rng.randint(3, 70))
    return request


def _invent_engagement(
    scene: Scene, helper: HelperProfile, request: HelpRequest, slot: _Slot, earliest: date
) -> date:
    """Let a helper visit a person for some weeks; return the day from which they may visit somebody else."""
    rng = scene.rng
    first = earliest + timedelta(days=(slot.weekday - earliest.weekday()) % 7)
    end = first + timedelta(weeks=rng.choice(WEEKS))
    agreed_at = start_of_day(first) - timedelta(hours=rng.randint(14, 60))
    request.submitted_at = agreed_at - timedelta(
        days=rng.choice(WAIT_DAYS[request.channel]), minutes=rng.randrange(600)
    )
    request.first_contact_at = request.submitted_at + (agreed_at - request.submitted_at) / rng.randint(2, 4)
    is_over = end <= scene.today
    request.state = RequestState.FINISHED if is_over else RequestState.AGREED
    engagement = Engagement(
        request=request, helper=helper, office_id=request.office_id, kind_code=request.kind_code, seat=1,
        state=EngagementState.ENDED if is_over else EngagementState.RUNNING, agreed_at=agreed_at,
        ended_at=start_of_day(end) - timedelta(hours=8) if is_over else None,
        end_reason=rng.choices(list(REASONS), list(REASONS.values()))[0] if is_over else None,
        reminds_helper=bool(helper.email), reminds_person=bool(request.person and request.person.email),
        series=[_series(slot, first, until=end if is_over else None, planned_until=scene.today + AHEAD)],
    )  # fmt: skip
    if first > scene.today:
        engagement.state = EngagementState.AGREED
    db.session.add(engagement)
    db.session.flush()
    before = end if is_over else scene.today + AHEAD
    db.session.execute(insert(Visit), list(_visits(scene, engagement, slot, first, before)))
    if not is_over:
        _ask_lately(scene, engagement)
    return end + timedelta(days=rng.choice(REST_DAYS))


def _series(slot: _Slot, first: date, *, until: date | None, planned_until: date) -> VisitSeries:
    return VisitSeries(
        rhythm=Rhythm.WEEKLY, times=[[slot.weekday, slot.start_min, slot.end_min]], starts_on=first,
        until=until, planned_until=until or planned_until, skips_public_holidays=False,
    )  # fmt: skip


def _visits(
    scene: Scene, engagement: Engagement, slot: _Slot, first: date, before: date
) -> Iterator[dict[str, Any]]:
    for week in range((before - first).days // 7 + 1):
        day = first + timedelta(weeks=week)
        if day >= before:
            return
        end = ends_at(day, slot.start_min, slot.end_min, time_zone())
        yield {
            "uid": f"{scene.rng.getrandbits(128):032x}", "engagement_id": engagement.id,
            "series_id": engagement.series[0].id, "helper_id": engagement.helper_id,
            "request_id": engagement.request_id, "office_id": engagement.office_id, "day": day,
            "start_min": slot.start_min, "end_min": slot.end_min, "ends_at": end,
            "starts_at": starts_at(day, slot.start_min, time_zone()), "changed_at": min(end, scene.now),
            **_came_to(scene.rng, slot, is_over=end <= scene.now),
        }  # fmt: skip


def _came_to(rng: Random, slot: _Slot, *, is_over: bool) -> dict[str, Any]:
    """Return how a visit went: of those that are over, one in nine did not take place."""
    nothing = {"noted_by": None, "cancel_reason": None, "missing": None, "minutes_spent": None}
    if not is_over:
        return {**nothing, "state": VisitState.PLANNED}
    chance = rng.random()
    if chance < 0.03:
        return {**nothing, "state": VisitState.MISSED, "missing": Missing.PERSON, "noted_by": Side.HELPER}
    if chance < 0.11:
        return {
            **nothing, "state": VisitState.CANCELLED, "cancel_reason": CancelReason.ILL,
            "noted_by": Side.PERSON,
        }  # fmt: skip
    minutes = slot.end_min - slot.start_min + rng.choice((-10, 0, 0, 0, 15, 30))
    return {**nothing, "state": VisitState.DONE, "minutes_spent": minutes, "noted_by": Side.HELPER}


def _ask_lately(scene: Scene, engagement: Engagement) -> None:
    """Both were asked lately how the visits go, and both said well."""
    past = Visit.ends_at < scene.now, Visit.state == VisitState.DONE
    statement = db.select(Visit.id, Visit.ends_at).where(Visit.engagement_id == engagement.id, *past)
    latest = db.session.execute(statement.order_by(Visit.starts_at.desc()).limit(1)).first()
    if latest is None:
        return
    for side, person_type, person_id in (
        (Side.HELPER, HELPER_TYPE, engagement.helper_id),
        (Side.PERSON, PERSON_TYPE, engagement.request.person_id),
    ):
        db.session.add(
            VisitQuestion(
                engagement_id=engagement.id, visit_id=latest.id, office_id=engagement.office_id, side=side,
                person_type=person_type, person_id=person_id, asked_at=latest.ends_at,
                answered_at=scene.now, answer=Answer.GOOD,
            )
        )  # fmt: skip
