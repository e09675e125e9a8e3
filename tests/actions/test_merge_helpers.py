"""Two people who both help are made one: one profile stays with what is true of both; undone exactly."""

from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Table, insert, select

from helpexchange.consents.models import Consent
from helpexchange.core.database import Base, db
from helpexchange.core.viewer import Viewer
from helpexchange.helper_profiles.links import PAGE, token_for
from helpexchange.helper_profiles.models import (
    HelperAbsence,
    HelperCheck,
    HelperProfile,
    HelperSkill,
    HelperTime,
    InterviewSlot,
)
from helpexchange.helper_profiles.rules import HelperState, InterviewWay
from helpexchange.match_runs.models import MatchRun, Proposal
from helpexchange.match_runs.rules import ProposalState
from helpexchange.people.actions import merge_people, undo_merge
from helpexchange.people.jobs import forget_old_merges
from helpexchange.people.models import PersonMerge
from helpexchange.people.rules import AlreadyMergedError, BothHelpSameRequestError, Side, furthest
from helpexchange.privacy.actions import erase, forget_person
from helpexchange.privacy.queries import people_of_account
from helpexchange.privacy.rules import Person, PersonKind
from tests.cast import Cast
from tests.fakes import FakeClock
from tests.matched import as_viewer, done_run, proposed
from tests.page_client import PageClient
from tests.told import told

WATCHED = (
    "helper_profiles", "helper_skills", "helper_languages", "helper_checks", "helper_times",
    "helper_absences", "helper_experiences", "interview_slots", "proposals", "pair_relations",
    "outbox_messages", "consents", "accounts", "search_words",
)  # fmt: skip


@pytest.fixture
def hanna(cast: Cast) -> Viewer:
    """The coordinator of Hörde."""
    return as_viewer(cast.coordinator_hoerde)


@pytest.fixture
def pavel(cast: Cast, clock: FakeClock) -> HelperProfile:
    """Pavel, who is Meryem in truth: he has applied anew, with other kinds, times, checks and days away."""
    cast.meryem.checks = [
        HelperCheck(check_code="conduct", seen_on=date(2026, 1, 2), expires_on=date(2029, 1, 2)),
        HelperCheck(check_code="training", seen_on=date(2026, 1, 2), expires_on=date(2027, 1, 2)),
    ]
    pavel = cast.pavel
    pavel.skills = [HelperSkill(skill_code="company", level=3), HelperSkill(skill_code="shopping", level=1)]
    pavel.times = [HelperTime(weekday=4, start_min=600, end_min=720)]
    pavel.checks = [
        HelperCheck(check_code="training", seen_on=date(2026, 5, 2), expires_on=date(2031, 5, 2)),
        HelperCheck(check_code="reference", seen_on=date(2026, 5, 2)),
    ]
    pavel.absences = [HelperAbsence(starts_on=date(2026, 12, 20), back_on=date(2027, 1, 3))]
    pavel.about_me = "speaks softly"
    starts_at = clock.now() + timedelta(days=1)
    slot = InterviewSlot(
        office_id=cast.hoerde.id, starts_at=starts_at, ends_at=starts_at + timedelta(hours=1),
        way=InterviewWay.PHONE, helper_id=pavel.id, booked_at=clock.now(),
    )  # fmt: skip
    message = told(now=clock.now(), office_id=cast.hoerde.id)
    message.person_type, message.person_id = "helper", pavel.id
    consent = Consent(
        person_type="helper", person_id=pavel.id, purpose="help", version="1", channel="online",
        given_at=clock.now(),
    )  # fmt: skip
    db.session.add_all([slot, consent])
    db.session.commit()
    return pavel


@pytest.fixture
def run(clock: FakeClock) -> MatchRun:
    """A run that is done."""
    return done_run(now=clock.now())


def merge(
    kept: HelperProfile, gone: HelperProfile, by: Viewer, clock: FakeClock, **sides: Side
) -> PersonMerge:
    assert kept.known_id is not None
    assert gone.known_id is not None
    done = merge_people(
        kept_id=kept.known_id, gone_id=gone.known_id, choices=sides, by=by, now=clock.now()
    )  # fmt: skip
    db.session.commit()
    db.session.expire_all()
    return done


def everything() -> dict[str, list[tuple[Any, ...]]]:
    """Every row that the merge of two helpers may touch."""
    db.session.expire_all()
    tables: list[Table] = [Base.metadata.tables[name] for name in WATCHED]
    return {
        table.name: [tuple(row) for row in db.session.execute(select(table).order_by(*table.primary_key))]
        for table in tables
    }


def test_one_profile_is_left_with_what_is_true_of_both(
    cast: Cast, hanna: Viewer, pavel: HelperProfile, clock: FakeClock
) -> None:
    merge(cast.meryem, pavel, hanna, clock, times=Side.GONE, kinds=Side.BOTH)
    meryem = cast.meryem
    theirs = db.session.scalars(select(HelperProfile.id).where(HelperProfile.known_id == meryem.known_id))
    assert theirs.all() == [meryem.id]
    assert (pavel.state, meryem.state) == (HelperState.LEFT, HelperState.ACTIVE)
    assert {each.skill_code: each.level for each in meryem.skills} == {"company": 3, "shopping": 2}
    assert [(each.weekday, each.start_min) for each in meryem.times] == [(4, 600)]
    assert {each.check_code: each.expires_on for each in meryem.checks} == {
        "conduct": date(2029, 1, 2), "reference": None, "training": date(2031, 5, 2),
    }  # fmt: skip
    assert {each.language for each in meryem.languages} >= {"tr", "cs"}
    assert [each.starts_on for each in meryem.absences] == [date(2026, 12, 20)]
    assert meryem.about_me == "speaks softly"
    for column in (InterviewSlot.helper_id, Consent.person_id):
        assert meryem.id in db.session.scalars(select(column)).all()
        assert pavel.id not in db.session.scalars(select(column)).all()


def test_what_was_not_chosen_stays_as_it_was(
    cast: Cast, hanna: Viewer, pavel: HelperProfile, clock: FakeClock
) -> None:
    merge(cast.meryem, pavel, hanna, clock, times=Side.KEPT, kinds=Side.KEPT)
    assert [each.skill_code for each in cast.meryem.skills] == ["shopping"]
    assert [each.weekday for each in cast.meryem.times] == [1]


def test_the_profile_that_has_come_furthest_stays_whoever_is_kept(
    cast: Cast, hanna: Viewer, pavel: HelperProfile, clock: FakeClock
) -> None:
    known_id = pavel.known_id
    merge(pavel, cast.meryem, hanna, clock, times=Side.KEPT, kinds=Side.GONE)
    assert cast.meryem.known_id == known_id
    assert pavel.known_id != known_id
    assert cast.volunteer.known_id == known_id
    assert [each.weekday for each in cast.meryem.times] == [4]
    assert furthest(HelperState.LEFT, HelperState.APPLIED) is Side.GONE
    assert furthest(HelperState.ACTIVE, HelperState.ACTIVE) is Side.KEPT


@pytest.mark.parametrize("is_turned", [False, True])
def test_undone_both_are_exactly_as_before(
    cast: Cast, pavel: HelperProfile, clock: FakeClock, run: MatchRun, is_turned: bool
) -> None:
    hanna = as_viewer(cast.coordinator_hoerde)
    proposed(run, cast.meryem, cast.shopping, state=ProposalState.APPROVED, seat=1, place=1)
    proposed(run, pavel, cast.garden, state=ProposalState.APPROVED, seat=1, place=1)
    proposed(run, pavel, cast.shopping)
    db.session.execute(
        insert(Base.metadata.tables["pair_relations"]).values(
            helper_id=pavel.id, request_id=cast.garden.id, relations=["known"]
        )
    )
    db.session.commit()
    before = everything()
    kept, gone = (pavel, cast.meryem) if is_turned else (cast.meryem, pavel)
    done = merge(kept, gone, hanna, clock, times=Side.GONE, kinds=Side.BOTH, name=Side.GONE)
    assert everything() != before
    undo_merge(merge_id=done.id, by=hanna, now=clock.advance(days=29))
    db.session.commit()
    assert everything() == before


def test_promises_and_proposals_go_with_the_person(
    cast: Cast, hanna: Viewer, pavel: HelperProfile, clock: FakeClock, run: MatchRun
) -> None:
    proposed(run, cast.meryem, cast.shopping, state=ProposalState.APPROVED, seat=1, place=1)
    moved = proposed(run, pavel, cast.garden, state=ProposalState.APPROVED, seat=1, place=1)
    twin = proposed(run, pavel, cast.shopping)
    most = cast.meryem.max_requests
    merge(cast.meryem, pavel, hanna, clock)
    assert (moved.helper_id, moved.place, moved.state) == (cast.meryem.id, 2, ProposalState.APPROVED)
    assert (twin.helper_id, twin.state) == (pavel.id, ProposalState.LAPSED)
    assert cast.meryem.max_requests == max(most, 2)


def test_two_promises_for_one_request_are_decided_first(
    cast: Cast, hanna: Viewer, pavel: HelperProfile, clock: FakeClock, run: MatchRun
) -> None:
    cast.shopping.helpers_needed = 2
    proposed(run, cast.meryem, cast.shopping, state=ProposalState.APPROVED, seat=1, place=1)
    proposed(run, pavel, cast.shopping, state=ProposalState.APPROVED, seat=2, place=1)
    before = everything()
    with pytest.raises(BothHelpSameRequestError):
        merge(cast.meryem, pavel, hanna, clock)
    db.session.rollback()
    assert everything() == before


def test_another_offices_profile_stays_as_it_is(
    cast: Cast, hanna: Viewer, pavel: HelperProfile, clock: FakeClock
) -> None:
    assert cast.shopping.person is not None
    cast.jonas.known_id = pavel.known_id  # Pavel helps in Eving too
    db.session.commit()
    merge(cast.meryem, pavel, hanna, clock, kinds=Side.BOTH)
    assert (cast.jonas.known_id, cast.jonas.state) == (cast.meryem.known_id, HelperState.ACTIVE)


def test_an_old_link_opens_the_page_of_the_profile_that_stays(
    app: Flask, cast: Cast, hanna: Viewer, pavel: HelperProfile, clock: FakeClock
) -> None:
    token = token_for(PAGE, pavel.id, pavel.link_number)
    merge(cast.meryem, pavel, hanna, clock, name=Side.KEPT)
    pages = []
    for each in (token, token_for(PAGE, cast.meryem.id, cast.meryem.link_number)):
        visitor = PageClient(app)
        visitor.submit(f"/my-help/open/{each}")
        pages.append(visitor.get("/my-help").text)
    assert pages[0] == pages[1]


def test_after_30_days_or_when_forgotten_the_other_profile_goes(
    cast: Cast, hanna: Viewer, pavel: HelperProfile, clock: FakeClock, run: MatchRun
) -> None:
    pavel_id = pavel.id
    proposed(run, cast.meryem, cast.shopping)
    proposed(run, pavel, cast.shopping)
    merge(cast.meryem, pavel, hanna, clock)
    assert forget_old_merges(clock.now() + timedelta(days=31)) == 1
    db.session.expire_all()
    assert db.session.get(HelperProfile, pavel_id) is None
    assert db.session.scalars(select(Proposal.helper_id)).all() == [cast.meryem.id]


def test_who_is_forgotten_leaves_no_second_profile(
    cast: Cast, hanna: Viewer, pavel: HelperProfile, clock: FakeClock
) -> None:
    pavel_id = pavel.id
    merge(cast.meryem, pavel, hanna, clock)
    helper = Person(kind=PersonKind.HELPER, id=cast.meryem.id)
    forget_person(person=helper, by=hanna, now=clock.now())
    db.session.expire_all()
    assert db.session.get(HelperProfile, pavel_id) is None


def test_a_profile_that_is_left_over_is_not_erased_alone(
    cast: Cast, hanna: Viewer, pavel: HelperProfile, clock: FakeClock
) -> None:
    merge(cast.meryem, pavel, hanna, clock, name=Side.GONE)
    left_over = Person(kind=PersonKind.HELPER, id=pavel.id)
    with pytest.raises(AlreadyMergedError):
        forget_person(person=left_over, by=hanna, now=clock.now())


@pytest.mark.parametrize("is_turned", [False, True])
def test_whoever_erases_the_own_data_erases_both_profiles(
    cast: Cast, hanna: Viewer, pavel: HelperProfile, clock: FakeClock, is_turned: bool
) -> None:
    kept, gone = (pavel, cast.meryem) if is_turned else (cast.meryem, pavel)
    merge(kept, gone, hanna, clock, name=Side.GONE)
    me, left_over = as_viewer(cast.volunteer), pavel.id
    erase(people=people_of_account(me), office_id=None, is_own=True, by=me, now=clock.now())
    db.session.expire_all()
    assert db.session.get(HelperProfile, left_over) is None
    assert cast.meryem.name == ""
    assert db.session.scalars(select(PersonMerge)).all() == []


def test_the_page_asks_for_times_and_kinds_when_both_help(
    client: PageClient, cast: Cast, pavel: HelperProfile
) -> None:
    client.sign_in(cast.coordinator_hoerde)
    url = f"/people/{cast.meryem.known_id}/merge/{pavel.known_id}"
    page = client.get(url)
    assert "Both help. One profile stays" in page.text
    client.post(url, {"name": "kept"}, status=422)
    asked = {each.get("name", ""): "kept" for each in page.all("input", type="radio")}
    assert {"times", "kinds"} <= set(asked)
    client.post(url, {**asked, "times": "gone", "kinds": "both"})
    db.session.expire_all()
    assert {each.skill_code for each in cast.meryem.skills} == {"company", "shopping"}
    assert "volunteer: active" in client.get("/people?part=helps").text
    assert cast.meryem.first_name in client.get(f"/people/{cast.meryem.known_id}").text
