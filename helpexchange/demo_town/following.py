"""One engagement of the demo town with all that follows: visits, a reminder, questions, a concern."""

from __future__ import annotations

from datetime import timedelta

from helpexchange.accounts.roles import Permission
from helpexchange.core.database import db
from helpexchange.core.viewer import VISITOR, Viewer
from helpexchange.core.week import WeeklyTime
from helpexchange.demo_town import ground
from helpexchange.demo_town.names import Name
from helpexchange.demo_town.people_who_ask import invent_person, new_request, request_times
from helpexchange.demo_town.people_who_help import helper_times, new_profile, passed
from helpexchange.demo_town.places import Scene
from helpexchange.engagements.actions import Agreed, begin_engagement, confirm_visit, look_after, note_done
from helpexchange.engagements.models import Engagement, Visit
from helpexchange.engagements.queries import visits_of_engagement
from helpexchange.engagements.rules import Rhythm, SeriesPlan, Side
from helpexchange.follow_up.actions import answer_question, ask_how_visits_go, raise_concern, remind_of_visits
from helpexchange.follow_up.actions.concerns import Words
from helpexchange.follow_up.queries import questions_of_engagement
from helpexchange.follow_up.rules import Answer
from helpexchange.help_requests.models import HelpRequest
from helpexchange.help_requests.rules import RequestState
from helpexchange.helper_profiles.models import HelperLanguage, HelperProfile, HelperSkill
from helpexchange.helper_profiles.rules import HelperKind, HelperState

HOERDE = next(plan for plan in ground.DISTRICTS if plan.code == "hoerde")
_THREE_WEEKS = timedelta(weeks=3)
_TEN, _ELEVEN = 10 * 60, 11 * 60
#: Rights of a coordinator, seen by nobody: the history says "demo".
AS_COORDINATOR = Viewer(
    name="demo", is_network_wide=True,
    permissions=frozenset({Permission.DECIDE_PROPOSALS, Permission.SEE_NEW_ARRIVALS}),
)  # fmt: skip


def invent_what_follows(scene: Scene) -> None:
    """Let two people have visits for three weeks, one of them tomorrow; enter what was said about them.

    It comes last: whatever it draws by chance changes nobody else in the town.
    """
    engagement = _agreed(scene)
    visits = visits_of_engagement(AS_COORDINATOR, engagement.id, after=scene.now - 2 * _THREE_WEEKS)
    _said(engagement, [each for each in visits if each.ends_at < scene.now], scene)
    look_after(engagement_id=engagement.id, by=AS_COORDINATOR, now=scene.now)
    remind_of_visits(by=AS_COORDINATOR, now=scene.now)
    coming = next(each for each in visits if each.starts_at > scene.now)
    confirm_visit(visit=coming, side=Side.HELPER, whose=Side.HELPER, by=VISITOR, now=scene.now)


def _agreed(scene: Scene) -> Engagement:
    first = scene.today + timedelta(days=1) - _THREE_WEEKS
    helper, request = _helper(scene, first.weekday()), _request(scene, first.weekday())
    db.session.add_all([helper, request])
    db.session.flush()
    times = (WeeklyTime(first.weekday(), _TEN, _ELEVEN),)
    plan = SeriesPlan(rhythm=Rhythm.WEEKLY, times=times, starts_on=first)
    return begin_engagement(
        request_id=request.id, helper_id=helper.id, agreed=Agreed(plan=plan, skips_public_holidays=False),
        by=AS_COORDINATOR, now=scene.now - _THREE_WEEKS,
    )  # fmt: skip


def _helper(scene: Scene, weekday: int) -> HelperProfile:
    helper = new_profile(
        scene, HOERDE, reference="DO-H-KRANZ", name=Name("Uwe", "Kranz", "de"), kind=HelperKind.VOLUNTEER,
        state=HelperState.ACTIVE,
    )  # fmt: skip
    helper.max_requests, helper.max_distance_m = 1, 3000.0
    helper.skills = [HelperSkill(skill_code="walking", level=2)]
    helper.languages = [HelperLanguage(language="de")]
    helper.checks = [passed("interview", scene.today - timedelta(days=90), valid_days=730)]
    helper.times = helper_times([(weekday, _TEN, _ELEVEN)])
    return helper


def _request(scene: Scene, weekday: int) -> HelpRequest:
    person = invent_person(scene, Name("Gerda", "Lindner", "de"), ages=(81, 81))
    request = new_request(scene, HOERDE, reference="DO-R-LINDNER", kind="walking", person=person)
    request.state, request.submitted_at = RequestState.OPEN, scene.now - timedelta(days=40)
    request.times = request_times([(weekday, _TEN, _ELEVEN)])
    return request


def _said(engagement: Engagement, past: list[Visit], scene: Scene) -> None:
    """Note the visits as done; the helper has answered the question, the person has a concern."""
    for visit in past:
        note_done(visit=visit, side=Side.HELPER, minutes=60, by=VISITOR, now=visit.ends_at)
    ask_how_visits_go(by=AS_COORDINATOR, now=past[0].ends_at + timedelta(days=1))
    theirs = questions_of_engagement(AS_COORDINATOR, engagement.id)
    mine = next(each for each in theirs if each.side is Side.HELPER)
    answer_question(
        question=mine, side=Side.HELPER, answer=Answer.GOOD, note="Wir verstehen uns gut.", by=VISITOR,
        now=past[0].ends_at + timedelta(days=2),
    )  # fmt: skip
    words = Words(text="Herr Kranz geht mir zu schnell. Ich traue mich nicht, es ihm zu sagen.")
    raise_concern(
        engagement=engagement, side=Side.PERSON, words=words, by=VISITOR, now=scene.now - timedelta(hours=2)
    )
