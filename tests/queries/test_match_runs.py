"""Reading runs and proposals, each only as far as the viewer may see."""

import pytest

from helpexchange.core.database import db
from helpexchange.core.errors import NotFoundRefusal
from helpexchange.core.viewer import VISITOR
from helpexchange.match_runs import queries
from helpexchange.match_runs.models import MatchRun, RunGap, UnmatchedRequest
from helpexchange.match_runs.queries import ProposalFilters, UnmatchedFilters
from helpexchange.match_runs.rules import ProposalState
from tests.cast import Cast
from tests.fakes import FakeClock
from tests.matched import as_viewer, done_run, proposed


@pytest.fixture
def town_run(cast: Cast, clock: FakeClock) -> MatchRun:
    """A run of the whole town: one proposal in each office, and the garden in Hörde without help."""
    run = done_run(now=clock.now())
    proposed(run, cast.meryem, cast.shopping)
    proposed(run, cast.jonas, cast.company, is_locked=True, distance_m=None)
    db.session.add(
        UnmatchedRequest(
            run_id=run.id, request_id=cast.garden.id, office_id=cast.hoerde.id, reason="no_skill_in_reach",
            details={"skills": "garden", "helpers_with_skill": 0}, nearest_fix={"kind": "none"},
        )
    )  # fmt: skip
    db.session.commit()
    return run


def test_runs_of_other_offices_are_not_found(cast: Cast, clock: FakeClock) -> None:
    run = done_run(now=clock.now(), office_id=cast.eving.id)
    assert queries.run(as_viewer(cast.coordinator_eving), run.id) is run
    assert queries.run(as_viewer(cast.network_lead), run.id) is run
    for stranger in (as_viewer(cast.coordinator_hoerde), as_viewer(cast.administrator), VISITOR):
        with pytest.raises(NotFoundRefusal):
            queries.run(stranger, run.id)
        with pytest.raises(NotFoundRefusal):
            queries.certificate(stranger, run.id)


def test_a_coordinator_lists_own_and_town_runs_latest_first(cast: Cast, clock: FakeClock) -> None:
    town = done_run(now=clock.now())
    done_run(now=clock.now(), office_id=cast.eving.id)
    own = done_run(now=clock.advance(hours=1), office_id=cast.hoerde.id)
    assert list(queries.runs(as_viewer(cast.coordinator_hoerde)).items) == [own, town]
    assert queries.runs(as_viewer(cast.network_lead)).total == 3
    assert queries.runs(as_viewer(cast.administrator)).total == 0


def test_a_town_run_is_narrowed_to_the_own_office(cast: Cast, town_run: MatchRun) -> None:
    hoerde = queries.run_summary(as_viewer(cast.coordinator_hoerde), town_run)
    assert (hoerde.served, hoerde.waiting, hoerde.total) == (1, 1, 2)
    town = queries.run_summary(as_viewer(cast.network_lead), town_run)
    assert (town.served, town.waiting, town.total) == (2, 1, 3)
    assert [(each.name, each.served, each.total) for each in town.districts] == [
        ("Eving", 1, 1), ("Hörde", 1, 2)
    ]  # fmt: skip


def test_a_partly_served_request_counts_once_and_waits(cast: Cast, town_run: MatchRun) -> None:
    db.session.add(
        UnmatchedRequest(
            run_id=town_run.id, request_id=cast.shopping.id, office_id=cast.hoerde.id,
            reason="partly_served", details={"served": 1, "needed": 2},
        )
    )  # fmt: skip
    db.session.commit()
    summary = queries.run_summary(as_viewer(cast.coordinator_hoerde), town_run)
    assert (summary.served, summary.waiting) == (0, 2)


@pytest.mark.parametrize(
    ("filters", "names"),
    [
        (ProposalFilters(stand="all"), ["company", "shopping"]),
        (ProposalFilters(kind_code="shopping"), ["shopping"]),
        (ProposalFilters(stand="locked"), ["company"]),
        (ProposalFilters(stand="decided"), []),
        (ProposalFilters(district_id=0), []),
    ],
)
def test_filters_and_their_counts_agree(
    cast: Cast, town_run: MatchRun, filters: ProposalFilters, names: list[str]
) -> None:
    lead = as_viewer(cast.network_lead)
    total = queries.run_summary(lead, town_run).count(filters)
    page = queries.proposals_page(lead, town_run, filters, sort="urgent", number=1, total=total)
    assert [item.request.kind_code for item in page.items] == names
    assert total == len(names)


def test_the_urgent_come_first_and_unknown_ways_last(cast: Cast, town_run: MatchRun) -> None:
    cast.shopping.priority = 4
    db.session.commit()
    lead, everything = as_viewer(cast.network_lead), ProposalFilters(stand="all")
    for sort in ("urgent", "near", "no such order"):
        page = queries.proposals_page(lead, town_run, everything, sort=sort, number=1, total=2)
        assert [item.request_id for item in page.items] == [cast.shopping.id, cast.company.id]


def test_a_page_past_the_end_is_the_last(cast: Cast, town_run: MatchRun) -> None:
    lead = as_viewer(cast.network_lead)
    page = queries.proposals_page(lead, town_run, ProposalFilters(), sort="urgent", number=99, total=2)
    assert (page.number, len(page.items)) == (1, 2)


def test_decided_just_now_shows_only_decided_ones_of_the_own_office(cast: Cast, town_run: MatchRun) -> None:
    lead = as_viewer(cast.network_lead)
    page = queries.proposals_page(lead, town_run, ProposalFilters(), sort="urgent", number=1, total=2)
    ids = [item.id for item in page.items]
    for item in page.items:
        item.state = ProposalState.REJECTED
    db.session.commit()
    hoerde = queries.decided_just_now(as_viewer(cast.coordinator_hoerde), town_run, ids)
    assert [item.request_id for item in hoerde] == [cast.shopping.id]
    assert queries.decided_just_now(lead, town_run, []) == []


def test_who_waits_is_narrowed_and_filtered(cast: Cast, town_run: MatchRun) -> None:
    hoerde, eving = as_viewer(cast.coordinator_hoerde), as_viewer(cast.coordinator_eving)
    page = queries.unmatched_page(hoerde, town_run, UnmatchedFilters(), number=1, total=1)
    assert [one.request_id for one in page.items] == [cast.garden.id]
    assert queries.unmatched_counts(eving, town_run) == []
    others = UnmatchedFilters(reason="all_full", district_id=cast.garden.district_id)
    assert queries.unmatched_page(hoerde, town_run, others, number=1, total=0).items == []


def gap(run: MatchRun, office_id: int, district: str, skill_code: str, points: float) -> RunGap:
    return RunGap(
        run_id=run.id, office_id=office_id, district=district, skill_code=skill_code, waiting=2,
        helpers_missing=3, visit_minutes=90, points=points, one_more=points / 2,
    )  # fmt: skip


def test_where_help_is_missing_is_narrowed_to_the_own_office(cast: Cast, town_run: MatchRun) -> None:
    db.session.add_all(
        [
            gap(town_run, cast.hoerde.id, "Hörde", "garden", 10_000.0),
            gap(town_run, cast.eving.id, "Hörde", "garden", 30_000.0),
            gap(town_run, cast.eving.id, "Eving", "shopping", 50_000.0),
        ]
    )
    db.session.commit()
    (own,) = queries.run_gaps(as_viewer(cast.coordinator_hoerde), town_run)
    assert (own.district, own.skill_code, own.waiting, own.one_more) == ("Hörde", "garden", 2, 5_000.0)
    town = queries.run_gaps(as_viewer(cast.network_lead), town_run)
    assert [(each.district, each.waiting, each.visit_minutes, each.one_more) for each in town] == [
        ("Eving", 2, 90, 25_000.0), ("Hörde", 4, 180, 15_000.0)
    ]  # fmt: skip


def test_names_of_others_are_those_the_viewer_may_know(cast: Cast) -> None:
    asked = {cast.shopping.id, cast.company.id, cast.garden.id}
    hoerde = queries.people_of(as_viewer(cast.coordinator_hoerde), asked)
    assert hoerde == {cast.shopping.id: "Erna Muster", cast.garden.id: cast.garden.reference}
    assert set(queries.people_of(as_viewer(cast.network_lead), asked)) == asked
    assert queries.people_of(VISITOR, asked) == {}
    assert queries.people_of(as_viewer(cast.network_lead), set()) == {}


def test_counts_for_first_pages(cast: Cast, town_run: MatchRun) -> None:
    lead, hoerde = as_viewer(cast.network_lead), as_viewer(cast.coordinator_hoerde)
    assert (queries.open_proposal_count(lead), queries.open_proposal_count(hoerde)) == (2, 1)
    counts = [(each.office, each.to_decide, each.approved) for each in queries.office_counts(lead)]
    assert counts == [("Seniorenbüro Eving", 1, 0), ("Seniorenbüro Hörde", 1, 0)]
    assert [each.office_id for each in queries.office_counts(hoerde)] == [cast.hoerde.id]
