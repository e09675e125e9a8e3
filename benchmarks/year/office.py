"""What the office does on a working day: it takes people in, calls them, and sends letters."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from sqlalchemy import select

from benchmarks.year.doing import do
from benchmarks.year.people import People
from benchmarks.year.places import ZONE
from benchmarks.year.world import World, at
from helpexchange.asking.models import Ask
from helpexchange.asking.rules import WAITING_STATES, AskState, plan_of
from helpexchange.core.database import db
from helpexchange.core.viewer import VISITOR
from helpexchange.engagements.actions import (
    Agreed,
    begin_engagement,
    end_engagement,
    pause_engagement,
)
from helpexchange.engagements.models import Engagement
from helpexchange.engagements.rules import EndReason, EngagementState, Side
from helpexchange.follow_up.actions import close_concern
from helpexchange.follow_up.models import Concern
from helpexchange.follow_up.rules import Cause
from helpexchange.help_requests.actions import open_request, submit_request, withdraw_request
from helpexchange.help_requests.models import HelpRequest
from helpexchange.help_requests.rules import RequestState
from helpexchange.helper_profiles.actions import (
    activate_helper,
    apply_as_helper,
    check_helper,
    contact_helper,
    note_check,
)
from helpexchange.helper_profiles.models import HelperCheck, HelperProfile
from helpexchange.helper_profiles.queries import missing_checks
from helpexchange.helper_profiles.rules import HelperState
from helpexchange.match_runs.actions import answer_for_stand_in
from helpexchange.match_runs.models import Proposal, StandIn
from helpexchange.match_runs.rules import ProposalState
from helpexchange.match_runs.rules.causes import StandInState
from helpexchange.notifications.actions import call_later, finish_call, post_letters
from helpexchange.notifications.models import OutboxMessage
from helpexchange.notifications.rules import Channel, MessageState

INTERVIEW_AFTER = timedelta(days=4)
NEW_HELPERS = (HelperState.APPLIED, HelperState.CONTACTED, HelperState.CHECKED)
#: So many weeks later the office looks for a first day that suits both.
WEEKS_TRIED = 5
#: So long before its end the office asks for the next certificate.
SEEN_BEFORE_END = timedelta(days=14)
#: Who came on Saturday and Sunday is seen on Monday.
DAYS_ON_MONDAY = 3


def take_in(world: World, people: People, day: date, now: datetime) -> None:
    """Let people ask and offer, clear requests, and bring helpers from first word to first match."""
    days = DAYS_ON_MONDAY if day.weekday() == 0 else 1
    for number in range(people.how_many("asks", day, people.habits.requests_a_day * days)):
        answers = world.arrivals.next_request()
        by = VISITOR if people.luck.happens(people.habits.online, "online", day, number) else world.office
        do(submit_request, answers=answers, reference=f"Y-{day}-{number}", by=by, now=now)
    for number in range(people.how_many("offers", day, people.habits.helpers_a_day * days)):
        offer = world.arrivals.next_helper()
        do(apply_as_helper, answers=offer, reference=f"H-{day}-{number}", by=VISITOR, now=now)
    new = select(HelpRequest.id).where(HelpRequest.state == RequestState.SUBMITTED).order_by(HelpRequest.id)
    for request_id in db.session.scalars(new).all():
        do(open_request, request_id=request_id, by=world.office, now=now)
    _take_in_helpers(world, now)


def _take_in_helpers(world: World, now: datetime) -> None:
    today = now.astimezone(ZONE).date()
    columns = select(HelperProfile.id, HelperProfile.state, HelperProfile.created_at)
    rows = db.session.execute(columns.where(HelperProfile.state.in_(NEW_HELPERS)).order_by(HelperProfile.id))
    for helper_id, state, created_at in rows.all():
        if state is HelperState.APPLIED:
            do(contact_helper, helper_id=helper_id, by=world.office, now=now)
        elif state is HelperState.CONTACTED and created_at + INTERVIEW_AFTER <= now:
            seen = missing_checks(world.office, [helper_id], today=today).get(helper_id, [])
            do(check_helper, helper_id=helper_id, seen_checks=seen, by=world.office, now=now, today=today)
        elif state is HelperState.CHECKED:
            do(activate_helper, helper_id=helper_id, by=world.office, now=now)


def find_stand_ins_by_phone(world: World, people: People, now: datetime) -> None:
    """Call whoever is free, the best first, until somebody comes."""
    found = select(StandIn.id, StandIn.helper_id, StandIn.visit_id).where(StandIn.state == StandInState.FOUND)
    settled: set[int] = set()
    for stand_in_id, helper_id, visit_id in db.session.execute(
        found.order_by(StandIn.visit_id, StandIn.rank)
    ).all():
        if visit_id in settled:
            continue
        yes = people.luck.happens(people.habits.stands_in, "stands in", helper_id, now.date())
        is_done = do(answer_for_stand_in, stand_in_id=stand_in_id, says_yes=yes, by=world.office, now=now)
        if yes and is_done:
            settled.add(visit_id)


def call_and_write(world: World, people: People, day: date, now: datetime) -> None:
    """Make the calls that wait, of which some are not answered, and post the letters."""
    waiting = select(OutboxMessage.id, OutboxMessage.once_key, OutboxMessage.attempts).where(
        OutboxMessage.channel == Channel.CALL, OutboxMessage.state == MessageState.WAITING,
        OutboxMessage.due_at <= now,
    )  # fmt: skip
    tomorrow = datetime.combine(day + timedelta(days=1), time(9), ZONE)
    for message_id, key, attempts in db.session.execute(waiting.order_by(OutboxMessage.id)).all():
        if people.luck.happens(people.habits.reached, "reached", key or message_id, day):
            do(finish_call, message_id=message_id, by=world.office, now=now)
        else:
            do(
                call_later, message_id=message_id, again_at=tomorrow, seen_attempts=attempts, by=world.office,
                now=now,
            )  # fmt: skip
    letters = select(OutboxMessage.office_id).where(
        OutboxMessage.channel == Channel.LETTER, OutboxMessage.state == MessageState.WAITING
    )
    for office_id in db.session.scalars(letters.distinct()).all():
        if office_id is not None:
            do(post_letters, office_id=office_id, by=world.office, now=now)


def look_at_day_board(world: World, now: datetime) -> None:
    """Let engagements rest whose helper does, end those whose helper has left, and see new certificates."""
    today = now.astimezone(ZONE).date()
    stopped = select(Concern.id, Concern.engagement_id, HelperProfile.state, HelperProfile.paused_until)
    stopped = (
        stopped.join(Concern.engagement)
        .join(Engagement.helper)
        .where(Concern.closed_at.is_(None), Concern.cause == Cause.HELPER_STOPPED)
    )
    for concern_id, engagement_id, state, back_on in db.session.execute(stopped.order_by(Concern.id)).all():
        engagement = db.session.get_one(Engagement, engagement_id)
        if engagement.state is EngagementState.ENDED:
            pass
        elif state is HelperState.PAUSED and back_on is not None:
            do(
                pause_engagement, engagement=engagement, side=Side.HELPER, starts_on=today, back_on=back_on,
                by=world.office, now=now,
            )  # fmt: skip
        elif state is not HelperState.ACTIVE:
            do(
                end_engagement, engagement=engagement, side=Side.OFFICE, reason=EndReason.ILLNESS,
                needs_another=True, by=world.office, now=now,
            )  # fmt: skip
        do(close_concern, concern_id=concern_id, note="Seen to", by=world.office, now=now)
    _see_certificates(world, today, now)


def _see_certificates(world: World, today: date, now: datetime) -> None:
    """See the new certificate of whoever's runs out soon."""
    soon = select(HelperCheck.helper_id, HelperCheck.check_code).join(
        HelperProfile, HelperProfile.id == HelperCheck.helper_id
    )
    soon = soon.where(
        HelperProfile.state == HelperState.ACTIVE, HelperCheck.expires_on < today + SEEN_BEFORE_END
    )
    rows = db.session.execute(soon.order_by(HelperCheck.helper_id, HelperCheck.check_code)).all()
    for helper_id, code in rows:
        do(
            note_check, helper_id=helper_id, check_code=code, seen_on=today, by=world.office, now=now,
            today=today,
        )  # fmt: skip


def settle_times(world: World, now: datetime) -> None:
    """Find a later first day for pairs who have agreed, and whose helper was busy on the first one."""
    unsettled = select(Ask.request_id, Ask.helper_id, Proposal.visits, HelpRequest.is_one_off)
    unsettled = unsettled.join(Ask.proposal).join(Ask.request)
    rows = db.session.execute(
        unsettled.where(
            Ask.state == AskState.AGREED, Ask.engagement_id.is_(None),
            Proposal.state == ProposalState.CONFIRMED, HelpRequest.state.in_(WAITING_STATES),
        ).order_by(Ask.id)
    ).all()  # fmt: skip
    for request_id, helper_id, visits, is_one_off in rows:
        for weeks in range(1, WEEKS_TRIED):
            today = now.astimezone(ZONE).date() + timedelta(weeks=weeks)
            plan = plan_of(visits, is_one_off=is_one_off, today=today)
            if plan and do(
                begin_engagement, request_id=request_id, helper_id=helper_id, agreed=Agreed(plan=plan),
                by=world.office, now=now,
            ):  # fmt: skip
                break


def give_up(world: World, people: People, day: date, now: datetime) -> None:
    """Let some of those who have waited for long find help elsewhere, and say so."""
    long_ago = at(day - timedelta(days=people.habits.patient_days), 0)
    waiting = select(HelpRequest.id).where(
        HelpRequest.state == RequestState.OPEN, HelpRequest.submitted_at < long_ago
    )
    for request_id in db.session.scalars(waiting.order_by(HelpRequest.id)).all():
        if people.luck.happens(people.habits.gives_up, "gives up", request_id, day):
            do(withdraw_request, request_id=request_id, by=world.office, now=now)
