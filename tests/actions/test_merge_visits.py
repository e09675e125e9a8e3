"""When two profiles become one, agreements and visits go with the helper, and come back exactly."""

import pytest
from sqlalchemy import select

from helpexchange.core.database import db
from helpexchange.core.viewer import Viewer
from helpexchange.core.week import WeeklyTime
from helpexchange.engagements.actions import begin_engagement
from helpexchange.engagements.models import Engagement, Visit
from helpexchange.helper_profiles.rules import HelperState
from helpexchange.people.actions import merge_people, undo_merge
from helpexchange.people.models import PersonMerge
from helpexchange.people.rules import BothHelpSameRequestError, VisitsAtOneTimeError
from tests.cast import Cast
from tests.engaged import TUESDAYS, agreed, begun
from tests.fakes import FakeClock
from tests.matched import as_viewer

FRIDAY = WeeklyTime(4, 600, 660)


@pytest.fixture
def hanna(cast: Cast) -> Viewer:
    """The coordinator of Hörde; Pavel, who is Meryem in truth, helps there too."""
    cast.pavel.state, cast.pavel.office_id = HelperState.ACTIVE, cast.hoerde.id
    db.session.commit()
    return as_viewer(cast.coordinator_hoerde)


def helps(cast: Cast, by: Viewer, clock: FakeClock, *times: WeeklyTime) -> Engagement:
    """Let Pavel help in the garden."""
    engagement = begin_engagement(
        request_id=cast.garden.id, helper_id=cast.pavel.id, agreed=agreed(times=times), by=by, now=clock.now()
    )
    db.session.commit()
    return engagement


def merged(cast: Cast, by: Viewer, clock: FakeClock) -> PersonMerge:
    """Make the two one person."""
    kept_id, gone_id = cast.meryem.known_id or 0, cast.pavel.known_id or 0
    return merge_people(kept_id=kept_id, gone_id=gone_id, choices={}, by=by, now=clock.now())


def owners() -> list[tuple[int, int]]:
    """Return who does which visit."""
    rows = db.session.execute(select(Visit.id, Visit.helper_id).order_by(Visit.id))
    return [(visit_id, helper_id) for visit_id, helper_id in rows]


def test_visits_go_with_the_person_and_come_back(cast: Cast, hanna: Viewer, clock: FakeClock) -> None:
    begun(cast, clock)
    garden = helps(cast, hanna, clock, FRIDAY)
    before = owners()
    merge = merged(cast, hanna, clock)
    db.session.commit()
    assert garden.helper_id == cast.meryem.id
    assert {helper_id for _, helper_id in owners()} == {cast.meryem.id}
    undo_merge(merge_id=merge.id, by=hanna, now=clock.advance(days=1))
    db.session.commit()
    assert owners() == before
    assert garden.helper_id == cast.pavel.id


def test_visits_at_one_time_are_settled_first(cast: Cast, hanna: Viewer, clock: FakeClock) -> None:
    begun(cast, clock)
    helps(cast, hanna, clock, *TUESDAYS.times)
    before = owners()
    with pytest.raises(VisitsAtOneTimeError):
        merged(cast, hanna, clock)
    db.session.rollback()
    assert owners() == before


def test_agreements_about_one_request_are_settled_first(cast: Cast, hanna: Viewer, clock: FakeClock) -> None:
    cast.shopping.helpers_needed = 2
    begun(cast, clock)
    begin_engagement(
        request_id=cast.shopping.id, helper_id=cast.pavel.id, agreed=agreed(times=(FRIDAY,)), by=hanna,
        now=clock.now(),
    )  # fmt: skip
    db.session.commit()
    with pytest.raises(BothHelpSameRequestError):
        merged(cast, hanna, clock)
    db.session.rollback()
