"""Fifty acts at once on few helpers and requests: nobody is booked twice, everybody gets an answer."""

import itertools
import random
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from helpexchange.audit_trail.models import AuditEntry
from helpexchange.core.database import db
from helpexchange.core.errors import Refusal
from helpexchange.core.viewer import Viewer
from helpexchange.engagements.actions import begin_engagement
from helpexchange.engagements.models import Visit
from helpexchange.engagements.rules import VisitState
from helpexchange.help_requests.actions import withdraw_request
from helpexchange.help_requests.models import HelpRequest
from helpexchange.help_requests.rules import FINAL_STATES
from helpexchange.helper_profiles.models import HelperProfile
from helpexchange.match_runs.actions import approve_proposal, choose_helper, hindrances_of, reject_proposal
from helpexchange.match_runs.models import Proposal
from helpexchange.match_runs.rules import BINDING_STATES, RejectionReason, overlap
from helpexchange.match_runs.solving.bindings import all_bindings
from tests.cast import TUESDAY, Cast, help_request, helper
from tests.engaged import agreed
from tests.fakes import FakeClock
from tests.matched import as_viewer, done_run, proposed

FIRST = date(2026, 11, 2)
ACTS = 50
HELPERS, REQUESTS = 4, 5
#: Acts of the trail that are the doing of whoever clicks; what follows from them is not counted.
OWN_ACTS = ("approve_proposal", "reject_proposal", "choose_helper", "withdraw_request", "begin_engagement")


def faults() -> Iterator[str]:
    """Look for anybody who is booked twice, in the tables as they stand now."""
    bindings = all_bindings(db.session(), db.session.scalars(select(Visit.day)).first() or FIRST)
    for person in db.session.scalars(select(HelperProfile)):
        theirs = [each for each in bindings if each.helper_id == person.id]
        if len(theirs) > person.max_requests:
            yield f"{person.reference} has {len(theirs)} requests"
        for number, each in enumerate(theirs):
            if overlap(each.visits, [visit for other in theirs[:number] for visit in other.visits]):
                yield f"{person.reference} is in two places"
        yield from visits_at_once(person)
    for request in db.session.scalars(select(HelpRequest)):
        seats = [each for each in bindings if each.request_id == request.id]
        if len(seats) > (0 if request.state in FINAL_STATES else request.helpers_needed):
            yield f"{request.reference} ({request.state}) has {len(seats)} helpers"


def visits_at_once(person: HelperProfile) -> Iterator[str]:
    statement = select(Visit).where(Visit.helper_id == person.id, Visit.state == VisitState.PLANNED)
    planned = db.session.scalars(statement.order_by(Visit.starts_at)).all()
    for one, following in itertools.pairwise(planned):
        if following.starts_at < one.ends_at:
            yield f"{person.reference} has two visits on {one.day}"


@pytest.fixture
def town(cast: Cast, clock: FakeClock) -> dict[str, list[int]]:
    """Few helpers and requests, each pair proposed, all on Tuesday afternoon."""
    helpers = [
        helper(
            f"H{number}", office=cast.hoerde, offers="shopping", speaks="tr", weekday=TUESDAY, now=clock.now()
        )
        for number in range(HELPERS)
    ]
    requests = [
        help_request(f"r{number}", office=cast.hoerde, kind="shopping", weekday=TUESDAY, now=clock.now())
        for number in range(REQUESTS)
    ]
    requests[0].helpers_needed = 2
    db.session.add_all([*helpers, *requests])
    db.session.commit()
    run = done_run(now=clock.now())
    pairs = [(one, other) for one in helpers for other in requests]
    proposals = [
        proposed(run, one, other, visits=[[TUESDAY, 840 + 30 * (number % 3), 900 + 30 * (number % 3)]])
        for number, (one, other) in enumerate(pairs)
    ]
    return {
        "helpers": [each.id for each in helpers],
        "requests": [each.id for each in requests],
        "proposals": [each.id for each in proposals],
    }


def acts(town: dict[str, list[int]], cast: Cast, clock: FakeClock) -> list[Callable[[], object]]:
    """Return fifty acts of fifty colleagues, mixed by a fixed seed."""
    hanna, mixed = as_viewer(cast.coordinator_hoerde), random.Random(5)
    return [
        one_act(number, replace(hanna, account_id=1000 + number), town, mixed, clock)
        for number in range(ACTS)
    ]


def one_act(
    number: int, by: Viewer, town: dict[str, list[int]], mixed: random.Random, clock: FakeClock
) -> Callable[[], object]:
    proposal, person, request = (mixed.choice(town[name]) for name in ("proposals", "helpers", "requests"))
    who: dict[str, Any] = {"by": by, "now": clock.now()}
    if number % 10 == 9:
        return partial(withdraw_request, request_id=request, **who)
    pair: dict[str, Any] = {"request_id": request, "helper_id": person}
    kinds: list[Callable[[], object]] = [
        partial(approve_proposal, proposal_id=proposal, **who),
        partial(approve_proposal, proposal_id=proposal, **who),
        partial(reject_proposal, proposal_id=proposal, reason=RejectionReason.OTHER_PLAN, **who),
        partial(choose_helper, **pair, **who),
        partial(begin_engagement, **pair, agreed=agreed(), **who),
    ]
    return kinds[number % len(kinds)]


def test_nobody_is_booked_twice_and_everybody_gets_one_honest_answer(
    app: Flask,
    cast: Cast,
    clock: FakeClock,
    town: dict[str, list[int]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    wanted = acts(town, cast, clock)
    hindrances_of(  # the engine is imported and warm
        request_id=town["requests"][0], helper_ids=town["helpers"][:1], now=clock.now(),
        by=as_viewer(cast.coordinator_hoerde),
    )  # fmt: skip
    db.session.rollback()
    # SQLite lets one in after the other, and fifty take longer than a reader of a page would wait.
    monkeypatch.setattr("helpexchange.core.database.BUSY_TIMEOUT_MS", 60_000)
    db.engine.dispose()

    def answered(act: Callable[[], Any]) -> str:
        with app.app_context():
            try:
                act()
                db.session.commit()
            except Refusal as refusal:
                db.session.rollback()
                return refusal.code
            return "done"

    with ThreadPoolExecutor(ACTS) as pool:
        answers = Counter(pool.map(answered, wanted))
    assert sum(answers.values()) == ACTS
    assert list(faults()) == []
    counted = db.session.scalars(select(AuditEntry.act).where(AuditEntry.act.in_(OWN_ACTS))).all()
    assert len(counted) <= answers["done"]  # an agreement twice is answered with the first
    assert answers["done"] - len(counted) <= repeated(counted)
    assert answers.keys() <= {
        "done", "proposal_already_decided", "proposal_lapsed", "helper_full", "helper_busy", "request_served",
        "request_not_to_be_served", "helper_busy_then", "rules_fail", "overrule_reason_missing",
        "request_already_decided", "request_ended",
    }  # fmt: skip


def repeated(counted: Any) -> int:
    """Acts that may be answered kindly although they changed nothing: agreements and withdrawals."""
    return sum(1 for act in counted if act in ("begin_engagement", "withdraw_request")) * ACTS


def test_the_looker_finds_who_is_booked_twice(
    cast: Cast, clock: FakeClock, town: dict[str, list[int]]
) -> None:
    """The test above proves nothing if this one fails."""
    both = db.session.scalars(select(Proposal).where(Proposal.helper_id == town["helpers"][0])).all()[:3]
    for number, each in enumerate(both, start=1):
        each.state, each.seat, each.place = BINDING_STATES[0], 1, number
        each.visits = [[TUESDAY, 840, 900]]
    db.session.commit()
    found = list(faults())
    assert any("3 requests" in each for each in found)
    assert any("two places" in each for each in found)
