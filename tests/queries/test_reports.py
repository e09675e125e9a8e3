"""What is counted, against a world counted by hand, on both databases."""

from collections import Counter
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from helpexchange.accounts.models import Account
from helpexchange.core.database import db
from helpexchange.core.errors import NotFoundRefusal
from helpexchange.core.viewer import VISITOR
from helpexchange.engagements.models import Visit
from helpexchange.engagements.rules import EndReason, VisitState
from helpexchange.helper_profiles.rules import HelperState
from helpexchange.match_runs.models import StandIn
from helpexchange.match_runs.rules import ProposalState
from helpexchange.match_runs.rules.causes import StandInState
from helpexchange.reports import queries
from helpexchange.reports.queries import Event, Group, Happening, RequestCount, Wish
from helpexchange.reports.rules import Period
from tests.cast import Cast
from tests.matched import as_viewer, done_run, proposed
from tests.reported import OCTOBER, SIXTH, asked_to, october

WISH = Wish(period=OCTOBER)


def sums(counts: list[RequestCount]) -> list[int]:
    """Return came, within 1, 3, 7, 14 days and waiting, added up."""
    return [sum(column) for column in zip(*(each[6:] for each in counts), strict=True)]


def test_requests_are_counted_as_by_hand(cast: Cast) -> None:
    october(cast)
    counts = queries.request_counts(as_viewer(cast.network_lead), WISH)
    assert sums([each for each in counts if not each.is_before]) == [14, 3, 5, 6, 6, 7]
    assert sums([each for each in counts if each.is_before]) == [5, 0, 0, 0, 0, 5]
    languages = Counter({each.language: 0 for each in counts})
    for each in counts:
        languages[each.language] += 0 if each.is_before else each.came
    assert languages == {"": 12, "tr": 2}


def test_each_office_sees_its_own(cast: Cast) -> None:
    october(cast)

    def came_of(account: Account, wish: Wish = WISH) -> int:
        counts = queries.request_counts(as_viewer(account), wish)
        return sum(each.came for each in counts if not each.is_before)

    assert came_of(cast.coordinator_hoerde) == 8
    assert came_of(cast.coordinator_eving) == 6
    assert came_of(cast.network_lead, Wish(period=OCTOBER, office_id=cast.eving.id)) == 6
    assert came_of(cast.coordinator_hoerde, Wish(period=OCTOBER, office_id=cast.eving.id)) == 0
    assert queries.request_counts(VISITOR, WISH) == []
    assert queries.waits_by_group(VISITOR, WISH) == []
    assert queries.helper_counts(VISITOR, WISH) == []
    assert queries.engagement_counts(VISITOR, WISH) == []
    assert queries.visit_counts(VISITOR, WISH) == []


def test_another_offices_report_is_not_found(cast: Cast) -> None:
    viewer = as_viewer(cast.coordinator_hoerde)
    assert queries.readable_wish(viewer, period=OCTOBER, office_id=cast.hoerde.id).office_id == cast.hoerde.id
    with pytest.raises(NotFoundRefusal):
        queries.readable_wish(viewer, period=OCTOBER, office_id=cast.eving.id)


def test_waits_are_counted_in_hours_and_then_in_days(cast: Cast) -> None:
    october(cast)
    counts = queries.wait_counts(as_viewer(cast.network_lead), WISH)
    found = {(each.event, each.hours): each.number for each in counts if not each.is_before}
    assert {hours: number for (event, hours), number in found.items() if event is Event.CONTACT} == {5: 8}
    assert {hours: number for (event, hours), number in found.items() if event is Event.AGREEMENT} == {
        20: 3,
        60: 2,
        144: 1,
    }
    matches = {hours: number for (event, hours), number in found.items() if event is Event.MATCH}
    assert matches == {18: 3, 58: 1, 60: 1, 144: 1}  # two hours earlier, and two directly
    visits = {hours: number for (event, hours), number in found.items() if event is Event.VISIT}
    assert visits == {144: 1}


def test_waits_by_group_name_channel_district_and_language(cast: Cast) -> None:
    october(cast)
    counts = queries.waits_by_group(as_viewer(cast.network_lead), WISH)
    numbers: Counter[tuple[str, str, str]] = Counter()
    for each in counts:
        numbers[each.event, each.group, each.code] += 0 if each.is_before else each.number
    district = str(cast.hoerde.districts[0].id)
    assert +numbers == {
        (Event.CONTACT, Group.CHANNEL, "phone"): 8,
        (Event.AGREEMENT, Group.CHANNEL, "phone"): 6,
        (Event.CONTACT, Group.DISTRICT, district): 8,
        (Event.AGREEMENT, Group.DISTRICT, district): 6,
        (Event.CONTACT, Group.LANGUAGE, ""): 6,
        (Event.CONTACT, Group.LANGUAGE, "tr"): 2,
        (Event.AGREEMENT, Group.LANGUAGE, ""): 4,
        (Event.AGREEMENT, Group.LANGUAGE, "tr"): 2,
    }


def test_helpers_are_counted_with_their_asks_and_load(cast: Cast) -> None:
    october(cast)
    counts = queries.helper_counts(as_viewer(cast.network_lead), WISH)
    assert sum(each.number for each in counts) == 3
    [asked] = [each for each in counts if each.is_asked]
    assert (asked.state, asked.number, asked.engagements) == (HelperState.ACTIVE, 1, 3)
    assert (asked.asked_now, asked.asked_often) == (1, 1)
    viewer = as_viewer(cast.network_lead)
    november = Wish(period=type(OCTOBER)(OCTOBER.until, OCTOBER.until.replace(month=12)))
    [asked] = [each for each in queries.helper_counts(viewer, november) if each.is_asked]
    assert (asked.asked_now, asked.asked_often) == (0, 0)
    assert [each.is_new for each in queries.helper_counts(viewer, november)] == [1, 1, 1]
    before = Wish(period=type(OCTOBER)(OCTOBER.until.replace(month=12), OCTOBER.until.replace(2027, 1)))
    assert {each.was_new for each in queries.helper_counts(viewer, before)} == {1}


@pytest.mark.parametrize(("days", "is_often"), [(27, 1), (28, 0)])
def test_stepping_in_counts_and_an_approval_alone_does_not(cast: Cast, days: int, is_often: int) -> None:
    """Pavel is asked three times by message, never told of an approval, and asked to step in last."""
    hoerde, run = october(cast), done_run(now=SIXTH)
    for at, request in enumerate(hoerde[:4]):
        proposal = proposed(run, cast.pavel, request, state=ProposalState.APPROVED, decided_at=SIXTH)
        ask = asked_to(proposal, asked_at=SIXTH + timedelta(days=at) if at < 3 else None)
        db.session.add(ask)
    visit = db.session.scalars(select(Visit).order_by(Visit.id)).first()
    assert visit is not None
    db.session.add(StandIn(
        visit_id=visit.id, helper_id=cast.pavel.id, office_id=visit.office_id, state=StandInState.ASKED,
        rank=1, found_at=SIXTH, asked_at=SIXTH + timedelta(days=days),
    ))  # fmt: skip
    db.session.commit()
    year = Wish(period=Period(date(2026, 1, 1), date(2027, 1, 1)))
    counts = queries.helper_counts(as_viewer(cast.network_lead), year)
    [pavel] = [each for each in counts if each.state is HelperState.APPLIED]
    assert (pavel.is_asked, pavel.asked_now, pavel.asked_often) == (1, 1, is_often)


def test_engagements_and_visits_are_counted(cast: Cast) -> None:
    october(cast)
    viewer = as_viewer(cast.coordinator_hoerde)
    found = {
        (each.happening, each.reason): each.number
        for each in queries.engagement_counts(viewer, WISH)
        if not each.is_before
    }
    assert found == {
        (Happening.RUNS, None): 5,
        (Happening.BEGAN, None): 6,
        (Happening.ENDED, EndReason.MOVED): 1,
    }
    visits = queries.visit_counts(viewer, WISH)
    assert {each.state: (each.number, each.minutes) for each in visits} == {
        VisitState.DONE: (6, 390),
        VisitState.MISSED: (1, 60),
        VisitState.CANCELLED: (1, 60),
    }
    assert {(each.year, each.month) for each in visits} == {(2026, 10)}
