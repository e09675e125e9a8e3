"""One day after the other: the night, the office, whoever is asked, visits, illness."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

from sqlalchemy import select

from benchmarks.year.finding import Way, approve_all
from benchmarks.year.people import People
from benchmarks.year.world import ZONE, World, at
from helpexchange.asking.actions import agree, answer_no, answer_yes, refuse
from helpexchange.asking.models import Ask
from helpexchange.asking.rules import AskState, NoReason
from helpexchange.core.database import db
from helpexchange.core.errors import Refusal
from helpexchange.core.viewer import VISITOR
from helpexchange.engagements.actions import cancel_visit, end_engagement, note_done, note_missed
from helpexchange.engagements.models import Engagement, Visit
from helpexchange.engagements.rules import (
    CancelReason,
    EndReason,
    EngagementState,
    Missing,
    Side,
    VisitState,
)
from helpexchange.help_requests.actions import open_request, submit_request
from helpexchange.help_requests.models import HelpRequest
from helpexchange.help_requests.rules import RequestState
from helpexchange.helper_profiles.actions import (
    activate_helper,
    apply_as_helper,
    check_helper,
    contact_helper,
    leave,
    pause_own_help,
)
from helpexchange.helper_profiles.models import HelperProfile
from helpexchange.helper_profiles.queries import missing_checks
from helpexchange.helper_profiles.rules import HelperState
from helpexchange.match_runs.actions import answer_for_stand_in
from helpexchange.match_runs.models import StandIn
from helpexchange.match_runs.rules.causes import StandInState

SATURDAY = 5
#: Of those who end, so many still want help, at other times.
OTHER_TIMES = 0.3
INTERVIEW_AFTER = timedelta(days=4)


def live_through(world: World, people: People, day: date, find: Way) -> None:
    """Let one day pass in a world."""
    is_workday = day.weekday() < SATURDAY
    world.go_to(at(day, 5))
    if is_workday:
        now = world.go_to(at(day, 9))
        _arrive(world, people, day, now)
        _clear(world, now)
        find(world, now)
        _take_in_helpers(world, now)
        _find_stand_ins(world, people, now)
    now = world.go_to(at(day, 12))
    _answer(people, day, now)
    _fall_ill(people, day, now)
    _call_off(people, day, now)
    if is_workday:
        now = world.go_to(at(day, 15))
        approve_all(world, now)
    now = world.go_to(at(day, 21))
    _note_visits(people, now)
    _end(people, day, now)


def _try(act: Callable[..., object], **words: object) -> bool:
    """Do something and commit; a refusal is an answer, too."""
    try:
        act(**words)
    except Refusal:
        db.session.rollback()
        return False
    db.session.commit()
    return True


def _arrive(world: World, people: People, day: date, now: datetime) -> None:
    """Let people ask and offer; those of the weekend come on Monday."""
    days = 3 if day.weekday() == 0 else 1
    habits = people.habits
    for number in range(_how_many(people, "asks", day, habits.requests_a_day * 7 / 5 * days / 1.4)):
        answers = world.arrivals.next_request()
        by = VISITOR if people.luck.happens(0.4, "online", day, number) else world.office
        _try(submit_request, answers=answers, reference=f"Y-{day}-{number}", by=by, now=now)
    for number in range(_how_many(people, "offers", day, habits.helpers_a_day * days)):
        offer = world.arrivals.next_helper()
        _try(apply_as_helper, answers=offer, reference=f"H-{day}-{number}", by=VISITOR, now=now)


def _how_many(people: People, what: str, day: date, mean: float) -> int:
    chance, count, left = people.luck.of(what, day), 0, mean
    while (left := left - chance.expovariate(1)) > 0:
        count += 1
    return count


def _clear(world: World, now: datetime) -> None:
    new = select(HelpRequest.id).where(HelpRequest.state == RequestState.SUBMITTED)
    for request_id in db.session.scalars(new.order_by(HelpRequest.id)).all():
        _try(open_request, request_id=request_id, by=world.office, now=now)


def _take_in_helpers(world: World, now: datetime) -> None:
    today = now.astimezone(ZONE).date()
    new = (HelperState.APPLIED, HelperState.CONTACTED, HelperState.CHECKED)
    for helper in db.session.scalars(select(HelperProfile).where(HelperProfile.state.in_(new))).all():
        helper_id, state = helper.id, helper.state
        if state is HelperState.APPLIED:
            _try(contact_helper, helper_id=helper_id, by=world.office, now=now)
        elif state is HelperState.CONTACTED and helper.created_at + INTERVIEW_AFTER <= now:
            seen = missing_checks(world.office, [helper_id], today=today).get(helper_id, [])
            _try(check_helper, helper_id=helper_id, seen_checks=seen, by=world.office, now=now, today=today)
        elif state is HelperState.CHECKED:
            _try(activate_helper, helper_id=helper_id, by=world.office, now=now)


def _find_stand_ins(world: World, people: People, now: datetime) -> None:
    """Call whoever is free, the best first, until somebody comes."""
    found = select(StandIn.id, StandIn.helper_id, StandIn.visit_id).where(StandIn.state == StandInState.FOUND)
    settled: set[int] = set()
    for stand_in_id, helper_id, visit_id in db.session.execute(
        found.order_by(StandIn.visit_id, StandIn.rank)
    ):
        if visit_id in settled:
            continue
        yes = people.luck.happens(0.5, "stands in", helper_id, visit_id)
        is_done = _try(answer_for_stand_in, stand_in_id=stand_in_id, says_yes=yes, by=world.office, now=now)
        if yes and is_done:
            settled.add(visit_id)


def _answer(people: People, day: date, now: datetime) -> None:
    for ask in db.session.scalars(select(Ask).where(Ask.state == AskState.OPEN).order_by(Ask.id)).all():
        ask_id, helper_id = ask.id, ask.helper_id
        if not people.answers_today("helper", helper_id, day):
            continue
        km, load = (ask.proposal.distance_m or 0) / 1000, _load(helper_id)
        if people.says_yes(helper_id, ask.request_id, km=km, load=load):
            _try(answer_yes, ask_id=ask_id, by=VISITOR, now=now)
        else:
            _try(answer_no, ask_id=ask_id, reason=NoReason.NO_TIME, by=VISITOR, now=now)
    for ask in db.session.scalars(select(Ask).where(Ask.state == AskState.YES).order_by(Ask.id)).all():
        ask_id = ask.id
        if people.refuses(ask.helper_id, ask.request_id):
            _try(refuse, ask_id=ask_id, by=VISITOR, now=now)
        elif people.answers_today("person", ask.request_id, day):
            _try(agree, ask_id=ask_id, by=VISITOR, now=now)


def _load(helper_id: int) -> int:
    unended = Engagement.helper_id == helper_id, Engagement.state != EngagementState.ENDED
    return len(db.session.scalars(select(Engagement.id).where(*unended)).all())


def _fall_ill(people: People, day: date, now: datetime) -> None:
    """Let helpers pause for some weeks, or leave for good."""
    active = select(HelperProfile.id, HelperProfile.reference).where(
        HelperProfile.state == HelperState.ACTIVE
    )
    habits = people.habits
    for helper_id, reference in db.session.execute(active.order_by(HelperProfile.id)).all():
        if people.luck.happens(habits.leaves, "leaves", helper_id, day):
            _try(leave, reference=reference, by=VISITOR, now=now)
        elif people.luck.happens(habits.ill + habits.away, "rests", helper_id, day):
            until = day + timedelta(days=people.luck.of("how long", helper_id, day).randint(7, 35))
            _try(pause_own_help, reference=reference, until=until, by=VISITOR, now=now, today=day)


def _call_off(people: People, day: date, now: datetime) -> None:
    """Let one side call off a visit of the next two days."""
    coming = select(Visit).where(
        Visit.state == VisitState.PLANNED, Visit.day > day, Visit.day <= day + timedelta(days=2)
    )
    for visit in db.session.scalars(coming.order_by(Visit.id)).all():
        if people.luck.happens(people.habits.helper_cannot / 2, "helper cannot", visit.uid, day):
            _try(cancel_visit, visit=visit, side=Side.HELPER, reason=CancelReason.ILL, by=VISITOR, now=now)
        elif people.luck.happens(people.habits.person_cannot / 2, "person cannot", visit.uid, day):
            _try(cancel_visit, visit=visit, side=Side.PERSON, reason=CancelReason.AWAY, by=VISITOR, now=now)


def _note_visits(people: People, now: datetime) -> None:
    over = select(Visit).where(Visit.state == VisitState.PLANNED, Visit.ends_at <= now).order_by(Visit.id)
    for visit in db.session.scalars(over).all():
        minutes = visit.end_min - visit.start_min
        if people.luck.happens(people.habits.missed, "missed", visit.uid):
            _try(note_missed, visit=visit, side=Side.HELPER, missing=Missing.PERSON, by=VISITOR, now=now)
        else:
            _try(note_done, visit=visit, side=Side.HELPER, minutes=minutes, by=VISITOR, now=now)


def _end(people: People, day: date, now: datetime) -> None:
    """End what was for once when it is done, and some of the others each week."""
    running = select(Engagement).where(Engagement.state != EngagementState.ENDED).order_by(Engagement.id)
    for engagement in db.session.scalars(running).all():
        reason = _reason(people, engagement, day, now)
        if reason is not None:
            needs = reason is EndReason.SCHEDULE
            _try(
                end_engagement,
                engagement=engagement,
                side=Side.PERSON,
                reason=reason,
                needs_another=needs,
                by=VISITOR,
                now=now,
            )


def _reason(people: People, engagement: Engagement, day: date, now: datetime) -> EndReason | None:
    planned = select(Visit.id).where(
        Visit.engagement_id == engagement.id, Visit.state == VisitState.PLANNED, Visit.ends_at > now
    )
    if engagement.request.is_one_off and db.session.scalar(planned.limit(1)) is None:
        return EndReason.GOAL_REACHED
    if people.luck.happens(people.habits.ends / 7, "ends", engagement.request_id, engagement.helper_id, day):
        chance = people.luck.of("why", engagement.request_id, day).random()
        return EndReason.SCHEDULE if chance < OTHER_TIMES else EndReason.MOVED
    return None
