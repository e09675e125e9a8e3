"""Shopping in Hörde that was done in the last weeks: whoever waits there now reads how long others waited."""

from __future__ import annotations

from datetime import datetime, timedelta

from helpexchange.core.clock import town_day
from helpexchange.core.database import db
from helpexchange.core.viewer import VISITOR
from helpexchange.core.week import WeeklyTime
from helpexchange.demo_town.following import AS_COORDINATOR, HOERDE
from helpexchange.demo_town.names import Name
from helpexchange.demo_town.people_who_ask import invent_person, new_request, request_times
from helpexchange.demo_town.people_who_help import helper_times, new_profile, passed
from helpexchange.demo_town.places import Scene
from helpexchange.engagements.actions import Agreed, begin_engagement, note_done
from helpexchange.engagements.queries import visits_of_engagement
from helpexchange.engagements.rules import EndReason, EngagementState, Rhythm, SeriesPlan, Side
from helpexchange.help_requests.models import HelpRequest
from helpexchange.help_requests.rules import RequestState
from helpexchange.helper_profiles.models import HelperLanguage, HelperProfile, HelperSkill
from helpexchange.helper_profiles.rules import HelperKind, HelperState

#: Who was helped, how many days ago they asked, and after how many days somebody was found.
_HELPED = (
    (Name("Irmgard", "Busch", "de"), 82, 12), (Name("Walter", "Franke", "de"), 71, 4),
    (Name("Elfriede", "Lorenz", "de"), 63, 9), (Name("Heinz", "Winkler", "de"), 54, 6),
    (Name("Lieselotte", "Graf", "de"), 41, 7), (Name("Kurt", "Brandt", "de"), 33, 15),
    (Name("Hannelore", "Simon", "de"), 27, 5),
)  # fmt: skip
_TEN, _ELEVEN = 10 * 60, 11 * 60


def invent_earlier_help(scene: Scene) -> None:
    """Enter what was asked, agreed and done, each once; the helper of then has a pause now."""
    helper = _helper(scene)
    requests = [
        _request(scene, name, number, asked_days_ago=asked)
        for number, (name, asked, _wait) in enumerate(_HELPED, start=1)
    ]
    db.session.add_all([helper, *requests])
    db.session.flush()
    for request, (_name, asked, wait) in zip(requests, _HELPED, strict=True):
        _help_once(helper, request, agreed_at=scene.now - timedelta(days=asked - wait))
    helper.state, helper.paused_until = HelperState.PAUSED, scene.today + timedelta(days=60)
    db.session.flush()


def _helper(scene: Scene) -> HelperProfile:
    helper = new_profile(
        scene, HOERDE, reference="DO-H-VOGT", name=Name("Renate", "Vogt", "de"), kind=HelperKind.VOLUNTEER,
        state=HelperState.ACTIVE,
    )  # fmt: skip
    helper.max_requests, helper.max_distance_m = 2, None
    helper.skills = [HelperSkill(skill_code="shopping", level=3)]
    helper.languages = [HelperLanguage(language="de")]
    helper.checks = [passed("interview", scene.today - timedelta(days=200), valid_days=730)]
    helper.times = helper_times([(day, _TEN, _ELEVEN) for day in range(5)])
    return helper


def _request(scene: Scene, name: Name, number: int, *, asked_days_ago: int) -> HelpRequest:
    person = invent_person(scene, name, ages=(76, 88))
    request = new_request(scene, HOERDE, reference=f"DO-R-EARLIER-{number}", kind="shopping", person=person)
    request.submitted_at = scene.now - timedelta(days=asked_days_ago)
    request.is_one_off, request.times = True, request_times([(day, _TEN, _ELEVEN) for day in range(5)])
    return request


def _help_once(helper: HelperProfile, request: HelpRequest, *, agreed_at: datetime) -> None:
    """Let somebody come once, two days after it was agreed; nobody is thanked so long afterwards."""
    day = town_day(agreed_at) + timedelta(days=2)
    plan = SeriesPlan(rhythm=Rhythm.ONCE, times=(WeeklyTime(day.weekday(), _TEN, _ELEVEN),), starts_on=day)
    engagement = begin_engagement(
        request_id=request.id, helper_id=helper.id, agreed=Agreed(plan=plan, skips_public_holidays=False),
        by=AS_COORDINATOR, now=agreed_at,
    )  # fmt: skip
    for visit in visits_of_engagement(AS_COORDINATOR, engagement.id, after=agreed_at):
        note_done(visit=visit, side=Side.HELPER, minutes=60, by=VISITOR, now=visit.ends_at)
        engagement.ended_at = visit.ends_at
    engagement.state, engagement.end_reason = EngagementState.ENDED, EndReason.GOAL_REACHED
    request.state = RequestState.FINISHED
    db.session.flush()
