"""One day after the other: the night, the office, whoever is asked, visits, illness."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, timedelta

from sqlalchemy import func, select

from benchmarks.year.doing import do
from benchmarks.year.finding import Way
from benchmarks.year.office import (
    call_and_write,
    find_stand_ins_by_phone,
    give_up,
    look_at_day_board,
    settle_times,
    take_in,
)
from benchmarks.year.people import People
from benchmarks.year.world import World, at
from helpexchange.asking.actions import agree, answer_no, answer_yes, refuse
from helpexchange.asking.models import Ask
from helpexchange.asking.rules import AskState, NoReason
from helpexchange.core.database import db
from helpexchange.core.viewer import VISITOR
from helpexchange.engagements.actions import cancel_visit, end_engagement, note_done, note_missed
from helpexchange.engagements.models import Engagement, Visit
from helpexchange.engagements.rules import (
    UNENDED_STATES,
    CancelReason,
    EndReason,
    Missing,
    Side,
    VisitState,
)
from helpexchange.help_requests.models import HelpRequest
from helpexchange.helper_profiles.actions import confirm_interest, leave, pause_own_help
from helpexchange.helper_profiles.models import HelperProfile
from helpexchange.helper_profiles.rules import HelperState
from helpexchange.match_runs.models import Proposal
from helpexchange.notifications.models import OutboxMessage
from helpexchange.notifications.rules import Channel, MessageState

SATURDAY = 5
LETTER_DAYS = timedelta(days=2)
SHORTEST_REST, LONGEST_REST = 7, 35
#: What is asked is answered within so many days or never.
LOOK_BACK = timedelta(days=30)


def live_through(world: World, people: People, day: date, way: Way) -> None:
    """Let one day pass in a world."""
    is_workday = day.weekday() < SATURDAY
    world.go_to(at(day, 5))
    now = world.go_to(at(day, 9))
    if is_workday:
        take_in(world, people, day, now)
        give_up(world, people, day, now)
        look_at_day_board(world, now)
        world.look()
        find_stand_ins_by_phone(world, people, now)
        way.morning(world, now)
    now = world.go_to(at(day, 12))
    world.look()
    if is_workday:
        call_and_write(world, people, day, now)
        settle_times(world, now)
    _answer(people, day, now)
    _rest_or_leave(world, people, day, now)
    _say_whether_to_go_on(world, people, day, now)
    _call_off(people, day, now)
    now = world.go_to(at(day, 16))
    if is_workday:
        world.mend()
        find_stand_ins_by_phone(world, people, now)
        way.afternoon(world, now)
        world.look()
    now = world.go_to(at(day, 21))
    _note_visits(people, now)
    _end(people, day, now)


def _answer(people: People, day: date, now: datetime) -> None:
    """Let those answer who have heard of it: helpers who are asked, then the people they would visit."""
    told = _told(now)
    columns = select(Ask.id, Ask.helper_id, Ask.request_id, Proposal.distance_m).join(Ask.proposal)
    load = _load()
    for ask_id, helper_id, request_id, metres in db.session.execute(
        columns.where(Ask.state == AskState.OPEN).order_by(Ask.id)
    ).all():
        if ask_id not in told["asked"] or not people.answers_today("helper", helper_id, day):
            continue
        if people.says_yes(helper_id, request_id, km=(metres or 0) / 1000, load=load[helper_id]):
            do(answer_yes, ask_id=ask_id, by=VISITOR, now=now)
        else:
            do(answer_no, ask_id=ask_id, reason=NoReason.NO_TIME, by=VISITOR, now=now)
    waiting = select(Ask.id, Ask.helper_id, Ask.request_id, HelpRequest.person_id).join(Ask.request)
    for ask_id, helper_id, request_id, person_id in db.session.execute(
        waiting.where(Ask.state == AskState.YES).order_by(Ask.id)
    ).all():
        if person_id is not None and ask_id not in told["coming"]:
            continue
        if people.refuses(helper_id, request_id):
            do(refuse, ask_id=ask_id, by=VISITOR, now=now)
        elif people.answers_today("person", request_id, day):
            do(agree, ask_id=ask_id, by=VISITOR, now=now)


def _told(now: datetime) -> dict[str, set[int]]:
    """Return the asks that have reached the helper ("asked") and the person ("coming")."""
    sent = select(OutboxMessage.once_key, OutboxMessage.channel, OutboxMessage.sent_at).where(
        OutboxMessage.once_key.startswith("ask "), OutboxMessage.state == MessageState.SENT,
        OutboxMessage.sent_at > now - LOOK_BACK,
    )  # fmt: skip
    told: dict[str, set[int]] = {"asked": set(), "coming": set()}
    for key, channel, sent_at in db.session.execute(sent):
        _, ask_id, what, *_ = (key or "").split()
        on_the_way = LETTER_DAYS if channel is Channel.LETTER else timedelta()
        if what in told and sent_at is not None and sent_at + on_the_way <= now:
            told[what].add(int(ask_id))
    return told


def _load() -> Counter[int]:
    held = select(Engagement.helper_id, func.count()).where(Engagement.state.in_(UNENDED_STATES))
    rows = db.session.execute(held.group_by(Engagement.helper_id)).all()
    return Counter(dict(rows))


def _rest_or_leave(world: World, people: People, day: date, now: datetime) -> None:
    """Let helpers fall ill or travel for some weeks, or leave for good."""
    active = select(HelperProfile.id, HelperProfile.reference).where(
        HelperProfile.state == HelperState.ACTIVE
    )
    habits = people.habits
    for helper_id, reference in db.session.execute(active.order_by(HelperProfile.id)).all():
        if people.luck.happens(habits.leaves, "leaves", helper_id, day):
            do(leave, reference=reference, by=world.office, now=now)
        elif people.luck.happens(habits.rests, "rests", helper_id, day):
            days = people.luck.of("how long", helper_id, day).randint(SHORTEST_REST, LONGEST_REST)
            until = day + timedelta(days=days)
            do(pause_own_help, reference=reference, until=until, by=world.office, now=now, today=day)


def _say_whether_to_go_on(world: World, people: People, day: date, now: datetime) -> None:
    """Let those say yes who were asked whether they still like to help; some say it late, some never."""
    asked = select(HelperProfile.id, HelperProfile.reference).where(
        HelperProfile.state.in_((HelperState.ACTIVE, HelperState.PAUSED)),
        HelperProfile.paused_until.is_(None),
        HelperProfile.interest_asked_at.is_not(None) | (HelperProfile.state == HelperState.PAUSED),
    )
    for helper_id, reference in db.session.execute(asked.order_by(HelperProfile.id)).all():
        if people.luck.happens(people.habits.goes_on, "goes on", helper_id, day):
            do(confirm_interest, reference=reference, by=world.office, now=now)


def _call_off(people: People, day: date, now: datetime) -> None:
    """Let one side call off a visit of the next two days."""
    coming = select(Visit).where(
        Visit.state == VisitState.PLANNED, Visit.day > day, Visit.day <= day + timedelta(days=2)
    )
    for visit in db.session.scalars(coming.order_by(Visit.id)).all():
        which = (visit.request_id, visit.helper_id, visit.day, visit.start_min, day)
        if people.luck.happens(people.habits.helper_cannot / 2, "helper cannot", *which):
            do(cancel_visit, visit=visit, side=Side.HELPER, reason=CancelReason.ILL, by=VISITOR, now=now)
        elif people.luck.happens(people.habits.person_cannot / 2, "person cannot", *which):
            do(cancel_visit, visit=visit, side=Side.PERSON, reason=CancelReason.AWAY, by=VISITOR, now=now)


def _note_visits(people: People, now: datetime) -> None:
    over = select(Visit).where(Visit.state == VisitState.PLANNED, Visit.ends_at <= now).order_by(Visit.id)
    for visit in db.session.scalars(over).all():
        minutes = visit.end_min - visit.start_min
        if people.luck.happens(people.habits.missed, "missed", visit.request_id, visit.helper_id, visit.day):
            do(note_missed, visit=visit, side=Side.HELPER, missing=Missing.PERSON, by=VISITOR, now=now)
        else:
            do(note_done, visit=visit, side=Side.HELPER, minutes=minutes, by=VISITOR, now=now)


def _end(people: People, day: date, now: datetime) -> None:
    """End what was for once when it is done, and some of the others each week."""
    planned = select(Visit.engagement_id).where(Visit.state == VisitState.PLANNED, Visit.ends_at > now)
    still = set(db.session.scalars(planned.distinct()))
    held = set(
        db.session.scalars(select(Visit.engagement_id).where(Visit.state == VisitState.DONE).distinct())
    )
    columns = select(Engagement.id, Engagement.helper_id, Engagement.request_id, HelpRequest.is_one_off)
    running = columns.join(Engagement.request).where(Engagement.state.in_(UNENDED_STATES))
    for engagement_id, helper_id, request_id, is_one_off in db.session.execute(
        running.order_by(Engagement.id)
    ).all():
        reason = _reason(people, (request_id, helper_id), day)
        if is_one_off and engagement_id not in still:
            reason = EndReason.GOAL_REACHED if engagement_id in held else EndReason.SCHEDULE
        if reason is not None:
            do(
                end_engagement, engagement=db.session.get_one(Engagement, engagement_id), side=Side.PERSON,
                reason=reason, needs_another=reason is EndReason.SCHEDULE, by=VISITOR, now=now,
            )  # fmt: skip


def _reason(people: People, pair: tuple[int, int], day: date) -> EndReason | None:
    if not people.luck.happens(people.habits.ends / 7, "ends", *pair, day):
        return None
    wants_more = people.luck.happens(people.habits.other_times, "why", *pair, day)
    return EndReason.SCHEDULE if wants_more else EndReason.MOVED
