"""Loading the demo town: enough people, every kind of story, and only where it may be."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from helpexchange.accounts.queries import account_by_email
from helpexchange.asking.models import Ask
from helpexchange.asking.queries import standing_of
from helpexchange.asking.rules import AskState
from helpexchange.audit_trail.queries import history
from helpexchange.core.errors import NotAllowedRefusal
from helpexchange.core.viewer import VISITOR, system_viewer
from helpexchange.demo_town.accounts import DEMO_ROLES
from helpexchange.demo_town.actions import DemoTown, load_demo_town
from helpexchange.demo_town.asks import invent_asks
from helpexchange.demo_town.pairs import LOCKED
from helpexchange.demo_town.rules import NoDemoHereError
from helpexchange.engagements.models import Visit
from helpexchange.engagements.rules import VisitState
from helpexchange.follow_up.queries import to_ask
from helpexchange.help_requests.models import HelpRequest
from helpexchange.help_requests.rules import RequestState
from helpexchange.helper_profiles.models import HelperCheck, HelperProfile
from helpexchange.helper_profiles.rules import HelperKind, HelperState
from helpexchange.hours_and_costs.models import HourCertificate, LoggedHours, TravelCost
from helpexchange.hours_and_costs.rules import CostState
from helpexchange.match_runs.models import PairRelation
from helpexchange.match_runs.rules import RelationKind
from helpexchange.match_runs.solving.problem import read_problem
from helpexchange.notifications.models import OutboxMessage
from helpexchange.offices import queries as offices
from helpexchange.places.queries import places_of_postcode
from helpexchange.representatives.models import Representation
from helpexchange.representatives.rules import RepresentationState
from tests.cast import DbSession
from tests.fakes import FakeClock
from tests.matched import done_run, proposed

LEAD = system_viewer("test")
# What is invented does not hang on the database; a town takes a second to load.
on_sqlite_alone = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
in_the_town = pytest.mark.usefixtures("demo_town")


def load(clock: FakeClock, **more: Any) -> DemoTown:
    return load_demo_town(by=LEAD, now=clock.now(), **more)


def people(session: DbSession) -> Sequence[tuple[Any, ...]]:
    """Return what tells one invented town from another."""
    helpers = select(
        HelperProfile.reference, HelperProfile.first_name, HelperProfile.latitude, HelperProfile.created_at
    ).order_by(HelperProfile.reference)
    requests = select(HelpRequest.reference, HelpRequest.note, HelpRequest.submitted_at).order_by(
        HelpRequest.reference
    )
    return [tuple(row) for statement in (helpers, requests) for row in session.execute(statement)]


def test_there_is_a_town(db_session: DbSession, clock: FakeClock) -> None:
    told: list[str] = []
    town = load(clock, progress=told.append)
    assert (town.offices, town.is_new) == (12, True)
    assert town.helpers >= 400
    assert town.requests >= 300
    assert len(told) == 3


@in_the_town
@on_sqlite_alone
def test_every_office_can_be_phoned_and_every_district_drawn() -> None:
    for office in offices.offices(VISITOR):
        assert office.phone.startswith("0231 0000-")
        assert office.opening_hours
        assert "de" in office.languages
        assert len(office.districts) == 1
    assert len(offices.districts_for_map(VISITOR)["features"]) == 12
    assert len({place.district_id for place in places_of_postcode(VISITOR, "44143")}) == 2


@in_the_town
@on_sqlite_alone
def test_people_are_as_mixed_as_a_town(db_session: DbSession) -> None:
    kinds = Counter(db_session.scalars(select(HelperProfile.kind)))
    states = Counter(db_session.scalars(select(HelperProfile.state)))
    assert 0.1 < kinds[HelperKind.STUDENT] / kinds.total() < 0.2
    assert 0.1 < kinds[HelperKind.PEER_SUPPORTER] / kinds.total() < 0.2
    assert states[HelperState.ACTIVE] / states.total() > 0.8
    assert {HelperState.APPLIED, HelperState.CONTACTED, HelperState.PAUSED} <= states.keys()
    requests = Counter(db_session.scalars(select(HelpRequest.state)))
    assert requests[RequestState.OPEN] / requests.total() > 0.5
    assert {RequestState.SUBMITTED, RequestState.FINISHED, RequestState.AGREED} <= requests.keys()


@on_sqlite_alone
def test_the_last_months_tell_how_long_it_takes(db_session: DbSession, clock: FakeClock) -> None:
    load(clock)
    waiting = db_session.scalars(select(HelpRequest).where(HelpRequest.reference == "DO-R-SOMMER-1")).one()
    standing = standing_of(VISITOR, waiting, now=clock.now())
    assert standing is not None
    assert standing.wait is not None
    visits = db_session.scalars(select(Visit).order_by(Visit.starts_at)).all()
    assert visits[0].day < clock.now().date() - timedelta(days=150)
    assert Counter(visit.state for visit in visits)[VisitState.DONE] > 500
    over = [visit for visit in visits if visit.ends_at < clock.now()]
    assert VisitState.PLANNED not in {visit.state for visit in over}
    assert to_ask(LEAD, now=clock.now()) == []


@in_the_town
@on_sqlite_alone
def test_requests_show_what_the_match_must_heed(db_session: DbSession, clock: FakeClock) -> None:
    requests = db_session.scalars(select(HelpRequest)).all()
    assert any(request.helpers_needed > 1 and not request.together for request in requests)
    assert any(request.visits_per_week == 2 for request in requests)
    assert any(request.remote for request in requests)
    assert any(request.helper_kinds for request in requests)
    for request in requests:
        if request.together:
            assert {time.end_min - time.start_min for time in request.times} == {request.visit_minutes}
    today = clock.now().date()
    expired = select(func.count()).select_from(HelperCheck).where(HelperCheck.expires_on < today)
    assert (db_session.scalar(expired) or 0) >= 5


@in_the_town
@on_sqlite_alone
def test_some_pairs_are_known(db_session: DbSession) -> None:
    relations = db_session.scalars(select(PairRelation)).all()
    assert {kind for relation in relations for kind in relation.relations} == set(RelationKind)
    [locked] = [relation for relation in relations if RelationKind.LOCKED in relation.relations]
    helper = db_session.get_one(HelperProfile, locked.helper_id)
    request = db_session.get_one(HelpRequest, locked.request_id)
    assert (helper.reference, request.reference) == LOCKED


@in_the_town
@on_sqlite_alone
def test_every_role_has_an_account_with_its_own_story(db_session: DbSession) -> None:
    accounts = {role.code: account_by_email(role.email) for role in DEMO_ROLES}
    assert None not in accounts.values()
    senior = accounts["senior"]
    volunteer = accounts["volunteer"]
    assert senior is not None
    assert volunteer is not None
    states = db_session.scalars(
        select(HelpRequest.state).join(HelpRequest.person).filter_by(account_id=senior.id)
    )
    assert set(states) == {RequestState.OPEN, RequestState.SUBMITTED, RequestState.AGREED}
    [profile] = db_session.scalars(select(HelperProfile).filter_by(account_id=volunteer.id))
    assert profile.state is HelperState.ACTIVE


def test_loading_is_audited_and_twice_does_no_harm(db_session: DbSession, clock: FakeClock) -> None:
    first = load(clock)
    before = people(db_session)
    second = load(clock)
    assert second == replace(first, is_new=False)
    assert people(db_session) == before
    [entry] = history(LEAD, object_type="town", object_ids=[0])
    assert (entry.act, entry.details["helpers"]) == ("load_demo_town", first.helpers)


def test_only_who_answers_for_the_town_loads_it(db_session: DbSession, clock: FakeClock) -> None:
    with pytest.raises(NotAllowedRefusal):
        load_demo_town(by=VISITOR, now=clock.now())


@pytest.mark.parametrize("environment", ["production", "development"])
@on_sqlite_alone
def test_elsewhere_the_loader_refuses(
    app: Flask, db_session: DbSession, clock: FakeClock, monkeypatch: pytest.MonkeyPatch, environment: str
) -> None:
    settings = replace(app.extensions["settings"], environment=environment)
    monkeypatch.setitem(app.extensions, "settings", settings)
    with pytest.raises(NoDemoHereError):
        load(clock)
    assert offices.offices(VISITOR) == []
    assert account_by_email("senior@example.org") is None


@in_the_town
@on_sqlite_alone
def test_a_match_of_the_town_shows_every_reason(db_session: DbSession, clock: FakeClock) -> None:
    from matching import find_candidates, solve
    from matching.pairing.explanation import explain_unmatched

    db_session.flush()
    read = read_problem(db_session(), office_id=None, now=clock.now(), today=clock.now().date())
    candidates = find_candidates(read.problem)
    answer = solve(read.problem, candidates, time_limit_s=10)
    unmatched = explain_unmatched(read.problem, candidates, answer)

    served = {assignment.request_id for assignment in answer.assignments}
    assert read.locks_left_out == 0
    assert (LOCKED[0], LOCKED[1]) in {(one.helper_id, one.request_id) for one in answer.assignments}
    assert 0.8 <= len(served) / len(read.problem.requests) <= 0.88
    assert {
        "no_skill_in_reach", "nobody_free_then", "checks_missing", "all_full", "outweighed", "place_unknown",
        "kind_not_allowed", "partly_served",
    } <= {one.reason.code.value for one in unmatched}  # fmt: skip


@in_the_town
@on_sqlite_alone
def test_helpers_are_asked_in_every_way(db_session: DbSession, clock: FakeClock) -> None:
    run = done_run(now=clock.now())
    hoerde = offices.office_by_code(LEAD, "hoerde")
    requests = db_session.scalars(
        select(HelpRequest).where(HelpRequest.office_id == hoerde.id, HelpRequest.state == RequestState.OPEN)
    ).all()
    active = select(HelperProfile).where(HelperProfile.state == HelperState.ACTIVE).order_by(HelperProfile.id)
    for each, somebody in zip(requests[:8], db_session.scalars(active), strict=False):
        proposed(run, somebody, each)
    assert invent_asks(by=LEAD, now=clock.now()) == min(8, len(requests))
    states = set(db_session.scalars(select(Ask.state)))
    assert states >= {AskState.OPEN, AskState.NO, AskState.WITHDRAWN, AskState.YES, AskState.AGREED}
    assert invent_asks(by=LEAD, now=clock.now()) == 0


@in_the_town
@on_sqlite_alone
def test_somebody_acts_for_others_in_every_state(db_session: DbSession) -> None:
    states = Counter(db_session.scalars(select(Representation.state)))
    assert set(states) == set(RepresentationState)
    asked = db_session.scalars(select(OutboxMessage).where(OutboxMessage.object_type == "representation"))
    assert {message.message.rpartition("/")[2] for message in asked} == {"may_they_act", "acting_asked"}


@in_the_town
@on_sqlite_alone
def test_the_volunteer_has_hours_costs_in_every_state_and_a_certificate(db_session: DbSession) -> None:
    states = set(db_session.scalars(select(TravelCost.state)))
    assert states == set(CostState) - {CostState.WITHDRAWN}
    assert db_session.scalar(select(func.sum(LoggedHours.minutes))) == 510
    assert db_session.scalars(select(HourCertificate)).one().name == "Ayse Demir"
