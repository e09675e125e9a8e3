"""From records to a match problem: what counts, and what is taken away."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from helpexchange.core.database import db
from helpexchange.core.viewer import system_viewer
from helpexchange.help_requests.models import RequestSkill
from helpexchange.helper_profiles.models import HelperAbsence, HelperCheck, HelperSkill
from helpexchange.helper_profiles.rules import HelperState
from helpexchange.match_runs.actions import request_run
from helpexchange.match_runs.jobs import run_requested_matches
from helpexchange.match_runs.models import PairRelation, Proposal
from helpexchange.match_runs.rules import ProposalState, RejectionReason
from helpexchange.match_runs.solving.problem import ReadProblem, read_problem
from helpexchange.skills.models import Skill
from matching import Helper, Relation, Request, Window
from tests.cast import AFTERNOON, TUESDAY, Cast
from tests.fakes import FakeClock
from tests.matched import done_run, proposed

TODAY = date(2026, 11, 2)


def _read(clock: FakeClock, office_id: int | None = None) -> ReadProblem:
    db.session.commit()
    return read_problem(db.session(), office_id=office_id, now=clock.now(), today=TODAY)


def _helper(read: ReadProblem, name: str = "meryem") -> Helper:
    return next(helper for helper in read.problem.helpers if helper.id == f"helper-{name}")


def _request(read: ReadProblem, name: str = "shopping") -> Request:
    return next(request for request in read.problem.requests if request.id == f"request-{name}")


def _relations(read: ReadProblem) -> dict[tuple[str, str], set[Relation]]:
    return {(pair.helper_id, pair.request_id): set(pair.relations) for pair in read.problem.pairs}


def _approved(cast: Cast, clock: FakeClock, **others: Any) -> None:
    request = others.pop("request", cast.garden)
    values = {"state": ProposalState.APPROVED, "seat": 1, "place": 1, **others}
    proposed(done_run(now=clock.now()), cast.meryem, request, **values)


def test_an_office_asks_for_its_own_and_helpers_know_no_borders(cast: Cast, clock: FakeClock) -> None:
    read = _read(clock, cast.hoerde.id)
    assert [request.id for request in read.problem.requests] == ["request-garden", "request-shopping"]
    assert [helper.id for helper in read.problem.helpers] == ["helper-jonas", "helper-meryem"]
    assert read.requests["request-garden"] == (cast.garden.id, cast.hoerde.id)
    assert len(_read(clock).problem.requests) == 3


def test_only_the_active_help_and_only_the_open_are_helped(cast: Cast, clock: FakeClock) -> None:
    cast.jonas.state = HelperState.PAUSED
    read = _read(clock)
    assert [helper.id for helper in read.problem.helpers] == ["helper-meryem"]
    assert "request-uncleared" not in read.requests


def test_kind_and_needed_skills_are_needed_others_wished(cast: Cast, clock: FakeClock) -> None:
    db.session.add_all([Skill(code="other", is_kind_of_help=True), Skill(code="cooking")])
    cast.shopping.skills.append(RequestSkill(skill_code="cooking", is_needed=False))
    cast.garden.kind_code = "other"
    read = _read(clock)
    assert _request(read).skills == {"shopping"}
    assert _request(read).wished_skills == {"cooking"}
    assert _request(read, "garden").skills == {"garden"}


def test_levels_languages_and_windows_are_read(cast: Cast, clock: FakeClock) -> None:
    cast.meryem.skills.append(HelperSkill(skill_code="garden", level=3))
    helper = _helper(_read(clock))
    assert helper.skills == {"shopping": 2, "garden": 3}
    assert helper.languages == {"de", "tr"}
    assert helper.windows == (Window(TUESDAY, *AFTERNOON),)


def test_checks_of_request_and_kind_are_needed_and_expire(cast: Cast, clock: FakeClock) -> None:
    cast.company.checks = ["conduct"]
    cast.meryem.checks.extend(
        HelperCheck(check_code=code, seen_on=TODAY - timedelta(days=900), expires_on=expires_on)
        for code, expires_on in (("conduct", TODAY), ("training", TODAY - timedelta(days=1)))
    )
    read = _read(clock)
    assert _request(read, "company").checks == {"conduct", "interview"}
    assert _helper(read).checks == {"conduct", "interview"}


def test_days_are_counted_from_their_dates(cast: Cast, clock: FakeClock) -> None:
    cast.meryem.last_engaged_on = TODAY - timedelta(days=12)
    cast.shopping.submitted_at = clock.now() - timedelta(days=3, hours=5)
    read = _read(clock)
    assert (_helper(read).last_engaged_days, _helper(read, "jonas").last_engaged_days) == (12, None)
    assert _request(read).waiting_days == 3


def test_what_a_helper_is_approved_for_takes_place_minutes_and_time(cast: Cast, clock: FakeClock) -> None:
    cast.meryem.minutes_per_week = 100
    _approved(cast, clock, visits=[[TUESDAY, 15 * 60, 16 * 60]])
    helper = _helper(_read(clock))
    assert (helper.max_requests, helper.minutes_per_week) == (1, 40)
    assert helper.windows == (Window(TUESDAY, 14 * 60, 15 * 60), Window(TUESDAY, 16 * 60, 17 * 60))


def test_who_has_no_free_moment_left_is_not_free_at_any_time(cast: Cast, clock: FakeClock) -> None:
    _approved(cast, clock, visits=[[TUESDAY, *AFTERNOON]])
    helper = _helper(_read(clock))
    assert (helper.windows, helper.max_requests) == ((), 0)


def test_a_request_asks_only_for_the_helpers_it_lacks(cast: Cast, clock: FakeClock) -> None:
    cast.shopping.helpers_needed = 2
    _approved(cast, clock, request=cast.shopping)
    read = _read(clock)
    assert _request(read).helpers_needed == 1
    assert _relations(read)["helper-meryem", "request-shopping"] == {Relation.BLOCKED}


def test_who_joins_comes_at_the_time_of_the_first(cast: Cast, clock: FakeClock) -> None:
    cast.shopping.helpers_needed, cast.shopping.together = 2, True
    _approved(cast, clock, request=cast.shopping, visits=[[TUESDAY, 900, 960]])
    assert _request(_read(clock)).windows == (Window(TUESDAY, 900, 960),)


def test_a_rejected_pair_is_blocked_even_when_it_was_locked(cast: Cast, clock: FakeClock) -> None:
    db.session.add(
        PairRelation(helper_id=cast.meryem.id, request_id=cast.shopping.id, relations=["locked", "knows"])
    )
    proposed(
        done_run(now=clock.now()), cast.meryem, cast.shopping, state=ProposalState.REJECTED,
        rejection_reason=RejectionReason.OTHER_PLAN,
    )  # fmt: skip
    relations = _relations(_read(clock))["helper-meryem", "request-shopping"]
    assert relations == {Relation.BLOCKED, Relation.KNOWS}


def test_a_locked_proposal_stays(cast: Cast, clock: FakeClock) -> None:
    proposed(done_run(now=clock.now()), cast.meryem, cast.shopping, is_locked=True)
    read = _read(clock)
    assert _relations(read)["helper-meryem", "request-shopping"] == {Relation.LOCKED}
    assert read.locks_left_out == 0


def test_what_nobody_has_decided_yet_is_known_as_proposed(cast: Cast, clock: FakeClock) -> None:
    db.session.add(PairRelation(helper_id=cast.meryem.id, request_id=cast.shopping.id, relations=["knows"]))
    run = done_run(now=clock.now())
    proposed(run, cast.meryem, cast.shopping)
    proposed(run, cast.jonas, cast.garden, state=ProposalState.LAPSED)
    assert _relations(_read(clock)) == {
        ("helper-meryem", "request-shopping"): {Relation.KNOWS, Relation.PROPOSED}
    }


def test_a_lock_that_cannot_hold_is_left_out_and_counted(cast: Cast, clock: FakeClock) -> None:
    proposed(done_run(now=clock.now()), cast.meryem, cast.garden, is_locked=True)  # she has not that skill
    read = _read(clock)
    assert _relations(read)["helper-meryem", "request-garden"] == set()
    assert read.locks_left_out == 1


def test_one_lock_too_many_is_left_out(cast: Cast, clock: FakeClock) -> None:
    cast.meryem.max_requests = 1
    cast.meryem.skills.append(HelperSkill(skill_code="garden"))
    cast.garden.visit_minutes = 60
    run = done_run(now=clock.now())
    proposed(run, cast.meryem, cast.shopping, is_locked=True)
    proposed(run, cast.meryem, cast.garden, is_locked=True)
    assert _read(clock).locks_left_out == 1


def test_points_and_minutes_given_for_a_pair_reach_the_engine(cast: Cast, clock: FakeClock) -> None:
    db.session.add(PairRelation(helper_id=cast.meryem.id, request_id=cast.shopping.id, score=77, minutes=30))
    pair = _read(clock).problem.pairs[0]
    assert (pair.score, pair.minutes, pair.relations) == (77, 30, frozenset())


def test_a_helper_who_is_away_is_left_out_until_they_are_back(cast: Cast, clock: FakeClock) -> None:
    cast.meryem.absences.append(HelperAbsence(starts_on=TODAY, back_on=TODAY + timedelta(days=1)))
    assert [helper.id for helper in _read(clock).problem.helpers] == ["helper-jonas"]
    cast.meryem.absences[0].starts_on = TODAY - timedelta(days=3)
    cast.meryem.absences[0].back_on = TODAY
    assert len(_read(clock).problem.helpers) == 2


@pytest.mark.parametrize(("last_day", "proposed_count"), [(TODAY, 1), (TODAY - timedelta(days=1), 0)])
def test_from_the_day_after_its_last_a_check_stops_new_proposals(
    cast: Cast, clock: FakeClock, last_day: date, proposed_count: int
) -> None:
    cast.jonas.checks[0].expires_on = last_day  # the interview that keeping company asks for
    run = request_run(office_id=cast.eving.id, by=system_viewer("test"), now=clock.now())
    db.session.commit()
    run_requested_matches(clock.now(), "tests")
    found = db.session.scalars(select(Proposal).where(Proposal.run_id == run.id)).all()
    assert len(found) == proposed_count
