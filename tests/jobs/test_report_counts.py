"""The counts of the night: they say the same as counting now, for those offices only, and grow old."""

from collections.abc import Sequence
from typing import Any

import pytest

from helpexchange.core.database import db
from helpexchange.core.errors import NotAllowedRefusal
from helpexchange.core.viewer import Viewer
from helpexchange.reports.actions import keep_counts
from helpexchange.reports.jobs import count_at_night, usual_periods
from helpexchange.reports.models import KeptCount
from helpexchange.reports.queries import COUNTED, Wish, counts_of
from helpexchange.reports.queries.waits import wait_counts, waits_by_group
from tests.cast import Cast, help_request
from tests.fakes import FakeClock
from tests.matched import as_viewer
from tests.page_client import PageClient
from tests.reported import OCTOBER, october


def test_what_the_night_counts_is_what_would_be_counted_now(cast: Cast, clock: FakeClock) -> None:
    october(cast)
    count_at_night(clock.now())
    lead, offices = as_viewer(cast.network_lead), [cast.hoerde.id, cast.eving.id]
    for wish, office_ids in ((Wish(period=OCTOBER), offices),
                             (Wish(period=OCTOBER, office_id=cast.hoerde.id), offices[:1])):  # fmt: skip
        counts = counts_of(lead, wish, office_ids=office_ids, now=clock.now())
        assert counts.counted_at == clock.now()
        assert set(counts.kept) == set(COUNTED)
        for query, _kind in COUNTED.values():
            assert sorted(map(repr, _merged(counts.of(query)))) == sorted(
                map(repr, _merged(query(lead, wish)))
            )


def test_offices_whose_people_waited_as_long_are_added_up(cast: Cast, clock: FakeClock) -> None:
    for each in october(cast):
        twin = help_request(
            f"twin-{each.id}", office=cast.eving, kind="shopping", weekday=1, now=each.submitted_at
        )
        twin.channel, twin.first_contact_at = each.channel, each.first_contact_at
        db.session.add(twin)
    count_at_night(clock.now())
    lead, wish = as_viewer(cast.network_lead), Wish(period=OCTOBER)
    counts = counts_of(lead, wish, office_ids=[cast.hoerde.id, cast.eving.id], now=clock.now())
    assert counts.counted_at == clock.now()
    for query in (wait_counts, waits_by_group):
        assert sorted(map(repr, counts.of(query))) == sorted(map(repr, query(lead, wish)))


def _merged(rows: Sequence[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """Rows of several offices that say the same of the same, with their last numbers added up."""
    sums: dict[tuple[Any, ...], int] = {}
    for row in rows:
        sums[row[:-1]] = sums.get(row[:-1], 0) + row[-1]
    return [(*key, number) for key, number in sums.items()]


def test_a_page_says_when_it_was_counted_and_the_same(
    cast: Cast, clock: FakeClock, client: PageClient
) -> None:
    october(cast)
    client.sign_in(cast.coordinator_hoerde)
    now = client.get("/reports/requests?span=last_month")
    assert "Counted on" not in now.text
    count_at_night(clock.now())
    of_night = client.get("/reports/requests?span=last_month")
    assert "Counted on 2 Nov 2026, 09:00." in of_night.text
    assert not [each for each in client.sql_statements if "FROM help_requests" in each]
    assert now.text[now.text.index("How soon") :] == of_night.text[of_night.text.index("How soon") :]
    client.get("/reports/year?year=2026")
    clock.advance(hours=31)
    assert "Counted on" not in client.get("/reports/requests?span=last_month").text


def test_a_new_office_lets_the_town_be_counted_anew(cast: Cast, clock: FakeClock) -> None:
    count_at_night(clock.now())
    lead = as_viewer(cast.network_lead)
    wish = Wish(period=OCTOBER)
    offices = [cast.hoerde.id, cast.eving.id]
    assert counts_of(lead, wish, office_ids=[*offices, 99], now=clock.now()).counted_at is None
    assert counts_of(lead, wish, office_ids=[], now=clock.now()).counted_at is None
    stranger = as_viewer(cast.coordinator_eving)
    assert counts_of(stranger, wish, office_ids=offices, now=clock.now()).counted_at is None


def test_twice_does_no_harm_and_old_counts_go(cast: Cast, clock: FakeClock) -> None:
    kept = count_at_night(clock.now())
    assert kept == 2 * len(usual_periods(clock.now())) * len(COUNTED)
    assert count_at_night(clock.now()) == kept
    assert db.session.query(KeptCount).count() == kept
    clock.advance(days=60)
    assert count_at_night(clock.now()) == db.session.query(KeptCount).count()


def test_only_who_sees_the_office_keeps_its_counts(cast: Cast, clock: FakeClock) -> None:
    for office_id, by in ((cast.eving.id, as_viewer(cast.coordinator_hoerde)), (None, Viewer())):
        wish = Wish(period=OCTOBER, office_id=office_id)
        with pytest.raises(NotAllowedRefusal):
            keep_counts(wish=wish, counted={}, by=by, now=clock.now())
