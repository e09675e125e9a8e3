"""Whose requests and helpers somebody sees."""

import pytest

from helpexchange.audit_trail.actions import record
from helpexchange.core.database import db
from helpexchange.core.errors import NotFoundRefusal
from helpexchange.core.viewer import VISITOR
from helpexchange.help_requests import queries as requests
from helpexchange.help_requests.rules import RequestState
from helpexchange.helper_profiles import queries as helpers
from helpexchange.helper_profiles.rules import HelperKind, HelperState
from tests.cast import Cast
from tests.fakes import FakeClock
from tests.matched import as_viewer

SEES_UNCLEARED = {"coordinator_hoerde", "network_lead"}
EVERYBODY = [
    "coordinator_hoerde",
    "coordinator_eving",
    "network_lead",
    "administrator",
    "senior",
    "volunteer",
]


@pytest.mark.parametrize("who", EVERYBODY)
def test_new_requests_are_for_their_office(cast: Cast, who: str) -> None:
    viewer = as_viewer(getattr(cast, who))
    page = requests.new_requests(viewer, number=1)
    expected = [cast.uncleared.id] if who in SEES_UNCLEARED else []
    assert [request.id for request in page.items] == expected
    assert requests.arrival_count(viewer) == len(expected)


@pytest.mark.parametrize("who", EVERYBODY)
def test_arriving_helpers_are_for_their_office(cast: Cast, who: str) -> None:
    viewer = as_viewer(getattr(cast, who))
    page = helpers.arriving_helpers(viewer, number=1)
    expected = [cast.pavel.id] if who in SEES_UNCLEARED else []
    assert [helper.id for helper in page.items] == expected
    assert helpers.arrival_count(viewer) == len(expected)


@pytest.mark.parametrize("who", EVERYBODY)
def test_a_record_is_for_its_person_and_office(cast: Cast, who: str) -> None:
    viewer = as_viewer(getattr(cast, who))
    if who in {"coordinator_hoerde", "network_lead", "senior"}:
        assert requests.request_of_person_or_office(viewer, cast.shopping.id).id == cast.shopping.id
    else:
        with pytest.raises(NotFoundRefusal):
            requests.request_of_person_or_office(viewer, cast.shopping.id)


def test_a_visitor_has_no_records(cast: Cast) -> None:
    with pytest.raises(NotFoundRefusal):
        requests.request_of_person_or_office(VISITOR, cast.garden.id)
    assert requests.own_requests(VISITOR) == []
    assert helpers.own_profile(VISITOR) is None


def test_own_records_are_found_by_the_account(cast: Cast) -> None:
    assert [each.id for each in requests.own_requests(as_viewer(cast.senior))] == [cast.shopping.id]
    profile = helpers.own_profile(as_viewer(cast.volunteer))
    assert profile is not None
    assert profile.id == cast.meryem.id


def test_what_was_just_done_is_shown_to_its_office_newest_first(cast: Cast, clock: FakeClock) -> None:
    hanna, emil = as_viewer(cast.coordinator_hoerde), as_viewer(cast.coordinator_eving)
    for act in ("open_request", "undo_clearing"):
        record(
            act=act, object_type="help_request", object_id=cast.uncleared.id, office_id=cast.hoerde.id,
            by=hanna, now=clock.advance(minutes=1),
        )  # fmt: skip
    db.session.flush()
    acts = {"open_request", "undo_clearing"}
    just_now, today = clock.now(), clock.now().replace(hour=0)
    assert [each.act for each, _request in requests.just_cleared(hanna, acts=acts, since=just_now)] == [
        "undo_clearing"
    ]
    seen = [each.act for each, _request in requests.just_cleared(hanna, acts=acts, since=today)]
    assert seen == ["undo_clearing", "open_request"]
    assert requests.just_cleared(emil, acts=acts, since=today) == []


def test_counts_are_those_of_the_offices_one_may_see(cast: Cast) -> None:
    lead, hanna = as_viewer(cast.network_lead), as_viewer(cast.coordinator_hoerde)
    seen = {(each.office_id, each.state): each.requests for each in requests.counts_by_office(lead)}
    assert seen == {
        (cast.hoerde.id, RequestState.OPEN): 2,
        (cast.hoerde.id, RequestState.SUBMITTED): 1,
        (cast.eving.id, RequestState.OPEN): 1,
    }
    assert {each.office_id for each in requests.counts_by_office(hanna)} == {cast.hoerde.id}
    assert {each.office_id for each in helpers.counts_by_office(hanna)} == {cast.hoerde.id}
    assert requests.counts_by_office(as_viewer(cast.senior)) == []


def test_numbers_without_names_are_for_everybody(cast: Cast) -> None:
    assert requests.totals(VISITOR) == {RequestState.OPEN: 3, RequestState.SUBMITTED: 1}
    assert helpers.active_count(VISITOR) == 2
    assert [(each.state, each.students) for each in helpers.student_counts(VISITOR)] == [
        (HelperState.ACTIVE, 1)
    ]
    assert cast.jonas.kind is HelperKind.STUDENT
