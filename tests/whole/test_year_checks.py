"""The walk through the database of the simulated year sees each fault that is planted for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import delete, select, update

from benchmarks.year.checks import CHECKS, faults
from helpexchange.asking.actions import agree
from helpexchange.asking.models import Ask
from helpexchange.asking.rules import AskState, NextBest
from helpexchange.core.database import db
from helpexchange.core.viewer import VISITOR
from helpexchange.engagements.models import Engagement, Visit, VisitPause
from helpexchange.engagements.rules import EngagementState, Side
from helpexchange.help_requests.models import HelpRequest, RequestTime
from helpexchange.help_requests.rules import RequestState
from helpexchange.helper_profiles.models import HelperProfile, HelperSkill
from helpexchange.helper_profiles.rules import HelperState
from helpexchange.match_runs.models import MatchRun, Proposal
from helpexchange.match_runs.rules import ProposalState, RunState
from helpexchange.notifications.models import OutboxMessage
from helpexchange.notifications.rules import Channel, MessageState
from tests.asked import said_yes
from tests.cast import Cast
from tests.fakes import FakeClock
from tests.matched import done_run, proposed

CHRISTMAS = date(2026, 12, 25)


@dataclass(frozen=True)
class Town:
    """Meryem comes to Erna, and both have agreed."""

    cast: Cast
    now: datetime
    ask: Ask
    engagement: Engagement
    visit: Visit
    helper: HelperProfile
    request: HelpRequest


@pytest.fixture
def town(cast: Cast, clock: FakeClock) -> Town:
    """A town in which everything is right."""
    ask = said_yes(cast, clock)
    agree(ask_id=ask.id, by=VISITOR, now=clock.now())
    db.session.commit()
    engagement = db.session.scalars(select(Engagement)).one()
    visit = db.session.scalars(select(Visit).order_by(Visit.starts_at)).first()
    assert visit is not None
    return Town(cast, clock.now(), ask, engagement, visit, cast.meryem, cast.shopping)


def _another_visit(town: Town) -> None:
    columns = {
        column.name: getattr(town.visit, column.name)
        for column in Visit.__table__.columns
        if column.name != "id"
    }
    later = timedelta(minutes=30)
    moved = {
        "uid": "another",
        "start_min": town.visit.start_min + 30,
        "starts_at": town.visit.starts_at + later,
    }
    db.session.add(Visit(**{**columns, **moved}))


def _another_approved(town: Town) -> None:
    proposed(
        done_run(now=town.now), town.cast.pavel, town.request, state=ProposalState.APPROVED, seat=2, place=1,
        decided_at=town.now,
    )  # fmt: skip


def _rejected_before(town: Town) -> None:
    proposed(
        done_run(now=town.now), town.helper, town.request, state=ProposalState.REJECTED,
        decided_at=town.now - timedelta(days=3),
    )  # fmt: skip


def _many_asks(town: Town) -> None:
    for _ in range(5):
        proposal = proposed(
            done_run(now=town.now), town.cast.jonas, town.request, state=ProposalState.DECLINED
        )
        db.session.add(
            Ask(
                proposal_id=proposal.id, helper_id=town.cast.jonas.id, request_id=town.request.id,
                state=AskState.NO, next_best=NextBest.OFFICE, asked_at=town.now, no_words="",
            )
        )  # fmt: skip


def _on_christmas(town: Town) -> None:
    town.engagement.office.state_code = "DE-NW"
    town.visit.day = CHRISTMAS
    town.visit.starts_at = datetime.combine(CHRISTMAS, town.visit.starts_at.timetz())
    town.visit.ends_at = town.visit.starts_at + timedelta(hours=1)


def _in_a_pause(town: Town) -> None:
    day = town.visit.day
    pause = VisitPause(
        engagement_id=town.engagement.id, side=Side.PERSON, starts_on=day, back_on=day + timedelta(days=1)
    )
    db.session.add(pause)


def _an_hour_later(town: Town) -> None:
    town.visit.starts_at += timedelta(hours=1)
    town.visit.ends_at += timedelta(hours=1)


def _on_another_day(town: Town) -> None:
    changed = update(RequestTime).where(RequestTime.request_id == town.request.id).values(weekday=6)
    db.session.execute(changed)


def _silent_for_long(town: Town) -> None:
    town.ask.state, town.ask.expires_at = AskState.OPEN, town.now - timedelta(days=2)


def _at_night(town: Town) -> None:
    message = db.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)).first()
    assert message is not None
    message.state, message.channel, message.is_urgent = MessageState.SENT, Channel.MAIL, False
    message.sent_at = datetime(2026, 11, 2, 2, 0, tzinfo=UTC)


def _number_too_early(town: Town) -> None:
    town.ask.state = AskState.YES
    key = OutboxMessage.once_key == f"ask {town.ask.id} asked"
    person = town.request.person
    assert person is not None
    db.session.execute(update(OutboxMessage).where(key).values(text=f"Ring {person.phone} {person.email}"))


def _set(record: Callable[[Town], object], **columns: object) -> Callable[[Town], None]:
    def plant(town: Town) -> None:
        for name, value in columns.items():
            setattr(record(town), name, value)

    return plant


def _proposal(town: Town) -> Proposal:
    return town.ask.proposal


def _run(_town: Town) -> MatchRun:
    return db.session.scalars(select(MatchRun)).one()


PLANTED: dict[str, Callable[[Town], object]] = {
    "nobody_at_two_visits": _another_visit,
    "no_visit_after_the_end": _set(lambda town: town.engagement, state=EngagementState.ENDED),
    "every_engagement_has_its_visits": lambda town: db.session.delete(town.visit),
    "no_visit_on_a_holiday": _on_christmas,
    "no_visit_in_a_pause": _in_a_pause,
    "visits_keep_the_towns_clock": _an_hour_later,
    "one_off_requests_get_one_visit": _set(lambda town: town.request, is_one_off=True),
    "no_request_has_too_many": _another_approved,
    "no_helper_has_too_many": _set(lambda town: town.helper, max_requests=0),
    "nobody_goes_too_far": _set(lambda town: town.helper, max_distance_m=1.0),
    "everybody_is_able": lambda _town: db.session.execute(delete(HelperSkill)),
    "every_check_is_valid": _set(lambda town: town.request, checks=["certificate"]),
    "visits_are_when_both_can": _on_another_day,
    "nobody_is_proposed_again": _rejected_before,
    "nobody_comes_who_has_stopped": _set(lambda town: town.helper, state=HelperState.LEFT),
    "nobody_is_asked_too_often": _many_asks,
    "no_ask_is_forgotten": _silent_for_long,
    "asks_and_proposals_agree": _set(lambda town: town.ask, state=AskState.YES),
    "agreed_asks_have_engagements": _set(_proposal, state=ProposalState.LAPSED, seat=None, place=None),
    "requests_and_helpers_agree": _set(lambda town: town.request, state=RequestState.OPEN),
    "nothing_agreed_has_moved": _set(_run, agreed_moved_count=1),
    "every_run_ends_well": _set(_run, state=RunState.FAILED),
    "no_mail_at_night": _at_night,
    "contacts_only_for_the_agreed": _number_too_early,
}


def test_a_fault_is_planted_for_every_check() -> None:
    assert set(PLANTED) == {check.__name__ for check in CHECKS}


def test_nothing_is_wrong_where_all_is_right(town: Town) -> None:
    assert faults(town.now) == []


@pytest.mark.parametrize("check", PLANTED)
def test_a_planted_fault_is_seen(check: str, town: Town) -> None:
    PLANTED[check](town)
    db.session.commit()
    assert check in {each.partition(":")[0] for each in faults(town.now)}


def test_minutes_a_week_are_counted(town: Town) -> None:
    town.helper.minutes_per_week = 30
    db.session.commit()
    assert faults(town.now) == [
        f"no_helper_has_too_many: helper {town.helper.id} has 60 minutes a week and wished 30"
    ]
