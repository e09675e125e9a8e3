"""What is counted, against a world counted by hand, on both databases."""

from collections import Counter

import pytest

from helpexchange.accounts.models import Account
from helpexchange.core.errors import NotFoundRefusal
from helpexchange.core.viewer import VISITOR
from helpexchange.engagements.rules import EndReason, VisitState
from helpexchange.helper_profiles.rules import HelperState
from helpexchange.reports import queries
from helpexchange.reports.queries import Event, Group, Happening, RequestCount, Wish
from tests.cast import Cast
from tests.matched import as_viewer
from tests.reported import OCTOBER, october

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
    # Asks: of the early request after 5 days and 9.5 hours, of three at the moment of asking and later.
    assert {hours: number for (event, hours), number in found.items() if event is Event.CONTACT} == {5: 8}
    assert {hours: number for (event, hours), number in found.items() if event is Event.AGREEMENT} == {
        20: 3,
        60: 2,
        144: 1,
    }
    matches = {hours: number for (event, hours), number in found.items() if event is Event.MATCH}
    assert matches == {120: 1, 216: 1, 432: 1, 648: 1}
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
    assert (asked.asked_now, asked.asked_often) == (1, 0)  # the fourth ask was on 2 November
    november = Wish(period=type(OCTOBER)(OCTOBER.until, OCTOBER.until.replace(month=12)))
    [asked] = [
        each for each in queries.helper_counts(as_viewer(cast.network_lead), november) if each.is_asked
    ]
    assert (asked.asked_now, asked.asked_often) == (1, 1)
    assert [each.is_new for each in queries.helper_counts(as_viewer(cast.network_lead), november)] == [1] * 3
    before = Wish(period=type(OCTOBER)(OCTOBER.until.replace(month=12), OCTOBER.until.replace(2027, 1)))
    assert {each.was_new for each in queries.helper_counts(as_viewer(cast.network_lead), before)} == {1}


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
