"""The day board of a busy morning: it counts everything, shows the first, and asks few questions."""

from collections.abc import Callable
from datetime import date, timedelta
from itertools import dropwhile
from typing import Any

import pytest
from sqlalchemy import select

from helpexchange.accounts.models import Account
from helpexchange.core.database import db
from helpexchange.engagements.models import Engagement, Visit
from helpexchange.engagements.rules import VisitState
from helpexchange.follow_up.models import Concern
from helpexchange.follow_up.rules import Cause, Urgency
from helpexchange.help_requests.models import HelpRequest, PersonInNeed
from helpexchange.help_requests.rules import RequestState
from helpexchange.match_runs.models import Proposal, RematchNeed
from helpexchange.match_runs.rules import ProposalState
from helpexchange.match_runs.rules.causes import RematchCause
from helpexchange.notifications.rules import About, Channel
from helpexchange.start_pages.pages.day_board import SHOWN
from tests.cast import Cast, help_request
from tests.engaged import begun, visits
from tests.fakes import MONDAY_MORNING, FakeClock
from tests.matched import done_run, proposed
from tests.page_checks import Page
from tests.page_client import PageClient
from tests.told import told

TODAY = date(2026, 11, 2)
NEW, OPEN, EACH_URGENT = 90, 30, 5


@pytest.fixture
def busy(cast: Cast, clock: FakeClock) -> Cast:
    """Both offices with more of everything than a page shows."""
    now = MONDAY_MORNING
    offices = (cast.hoerde, cast.eving)
    for number in range(NEW):
        person = PersonInNeed(first_name=f"New{number}", phone="0231 55501" if number % 2 else "")
        db.session.add(
            help_request(
                f"new-{number}",
                office=offices[number % 2],
                kind="shopping",
                weekday=1,
                person=person,
                now=now - timedelta(hours=number),
                state=RequestState.SUBMITTED,
                first_contact_due_on=TODAY + timedelta(days=number % 3 - 1) if number % 9 else None,
            )
        )  # fmt: skip
    waiting = [
        help_request(
            f"open-{number}", office=offices[number % 2], kind="shopping", weekday=1,
            now=now - timedelta(days=number % 7), priority=3 if number % EACH_URGENT == 0 else 1,
            person=PersonInNeed(first_name=f"Open{number}"),
        )
        for number in range(OPEN)
    ]  # fmt: skip
    db.session.add_all(waiting)
    db.session.commit()
    run = done_run(now=now)
    for each in waiting:
        proposed(run, cast.meryem, each)
    _visits_called_off(begun(cast, clock))
    for each in waiting:
        told(
            now=now,
            channel=Channel.CALL,
            office_id=each.office_id,
            person=About(object_type="help_request", object_id=each.id),
        )
    db.session.commit()
    return cast


def _visits_called_off(engagement: Engagement) -> None:
    """Let nobody come to ten visits, one of them past and one that nobody was looked for."""
    for number, visit in enumerate(visits()[: SHOWN + 2]):
        visit.state = VisitState.CANCELLED
        if number:
            need = RematchNeed(visit_id=visit.id, cause=RematchCause.CANNOT_COME, at=MONDAY_MORNING)
            db.session.add(need)
    db.session.add_all(
        Concern(
            engagement_id=engagement.id, office_id=engagement.office_id, cause=Cause.RAISED, text="Hm",
            raised_at=MONDAY_MORNING - timedelta(days=number),
            urgency=Urgency.URGENT if number == SHOWN else Urgency.SOON,
        )
        for number in range(SHOWN + 3)
    )  # fmt: skip


def figures(page: Page) -> dict[str, int]:
    """The numbers on top, by their label."""
    numbers = page.one("dl", class_="he-figures")
    labels, values = ([said(each) for each in numbers.iter(tag)] for tag in ("dt", "dd"))
    return dict(zip(labels, map(int, values), strict=True))


def rows(page: Page, part: str) -> list[str]:
    """The rows below a heading."""
    return [said(each) for each in list_below(page, part).iter("li") if each.get("class") == "he-row"]


def list_below(page: Page, part: str) -> Any:
    """The list that follows a heading."""
    after = dropwhile(lambda each: each.get("id") != part, page.tree.iter())
    return next(each for each in after if each.tag == "ul")


def said(element: Any) -> str:
    """The words in an element."""
    return " ".join("".join(element.itertext()).split())


def counted(model: Any, office_ids: set[int], is_one: Callable[[Any], bool]) -> int:
    """Read every row and count those of the offices in Python."""
    return sum(is_one(each) for each in db.session.scalars(select(model)) if each.office_id in office_ids)


def _is_late(each: HelpRequest) -> bool:
    return each.first_contact_at is None and (each.first_contact_due_on or TODAY) < TODAY


@pytest.mark.parametrize("who", ["network_lead", "coordinator_hoerde"])
def test_the_board_counts_as_one_would_by_hand(client: PageClient, busy: Cast, who: str) -> None:
    account: Account = getattr(busy, who)
    offices = {each.office_id for each in account.memberships} or {busy.hoerde.id, busy.eving.id}
    is_new: Callable[[HelpRequest], bool] = lambda each: each.state is RequestState.SUBMITTED  # noqa: E731
    expected = {
        "Late first contacts": counted(HelpRequest, offices, lambda each: is_new(each) and _is_late(each)),
        "New requests": counted(HelpRequest, offices, lambda each: is_new(each) and not _is_late(each)),
        "Proposals to decide": counted(Proposal, offices, lambda each: each.state is ProposalState.PROPOSED),
        "Concerns": counted(Concern, offices, lambda each: each.closed_at is None),
    }
    client.sign_in(account)
    page = client.get("/day-board")
    seen = figures(page)
    assert {label: seen[label] for label in expected} == expected
    assert seen["Calls to make"] == OPEN // (1 if who == "network_lead" else 2)


def test_each_part_shows_the_first(client: PageClient, busy: Cast) -> None:
    client.sign_in(busy.network_lead)
    page = client.get("/day-board")
    assert len(rows(page, "late")) == SHOWN
    assert [len(rows(page, part)) for part in ("calls", "new")] == [SHOWN] * 2
    assert [len(rows(page, part)) for part in ("concerns", "proposals", "waiting")] == [SHOWN] * 3
    oldest_first = select(HelpRequest).where(HelpRequest.state == RequestState.OPEN)
    oldest = sorted(db.session.scalars(oldest_first), key=lambda each: (each.submitted_at, each.id))[:SHOWN]
    names = [each.person.first_name if each.person else "" for each in oldest]
    assert all(name in row for name, row in zip(names, rows(page, "waiting"), strict=True))
    urgent = {f"Open{number}" for number in range(0, OPEN, EACH_URGENT)}
    first = rows(page, "proposals")[: len(urgent)]
    assert {row.partition("→ ")[2].split()[0] for row in first} == urgent


def test_visits_without_a_helper_are_the_next_ones(client: PageClient, busy: Cast) -> None:
    client.sign_in(busy.network_lead)
    page = client.get("/day-board")
    needed = set(db.session.scalars(select(RematchNeed.visit_id)))
    to_come = [
        visit
        for visit in visits(state=VisitState.CANCELLED)
        if visit.id in needed and visit.starts_at > MONDAY_MORNING
    ]
    shown = [each.get("id") for each in list_below(page, "without-helper").iter("li")]
    assert [each for each in shown if each] == [f"visit-{visit.id}" for visit in to_come[:SHOWN]]
    assert {visit.id for visit in db.session.scalars(select(Visit))} > {visit.id for visit in to_come}
