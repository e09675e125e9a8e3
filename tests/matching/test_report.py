"""The report is one well-formed page that loads nothing, tells everything and stays small."""

import re
from dataclasses import replace

import html5lib
import pytest

from matching.pairing.answer import Status
from matching.pairing.candidates import find_candidates
from matching.pairing.checks import build_problem
from matching.pairing.explanation import explain_unmatched, supply_gaps
from matching.pairing.problem import Helper, Request
from matching.pairing.solver import solve
from matching.report import LONGEST_LIST, groups
from tests.matching.answers import Solved, small_town, solved


@pytest.fixture(scope="module")
def page() -> str:
    return small_town().report()


def texts(page: str, tag: str) -> list[str]:
    found = re.findall(rf"<{tag}[^>]*>(.*?)</{tag}>", page, flags=re.DOTALL)
    return [re.sub(r"<[^>]+>", "", text).strip() for text in found]


def test_the_page_is_valid_with_one_heading_a_language_and_titles(page: str) -> None:
    html5lib.HTMLParser(strict=True).parse(page)
    assert page.count("<h1") == 1
    assert '<html lang="en">' in page
    assert texts(page, "title")[0].startswith(texts(page, "h1")[0])


def test_nothing_is_loaded_and_no_script_runs(page: str) -> None:
    assert re.findall(r"https?://|<script|<link(?! rel=\"icon\" href=\"data:,\")|@import|url\(", page) == []


def test_no_id_stands_twice_and_every_label_points_to_one(page: str) -> None:
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    for label in re.findall(r'aria-labelledby="([^"]+)"', page):
        assert set(label.split()) <= set(ids)


def test_the_numbers_are_those_of_the_answer(page: str) -> None:
    town = small_town()
    served = len(town.problem.requests) - len(town.unmatched)
    assert f"{served} of {len(town.problem.requests)} requests served" in texts(page, "h1")[0]
    assert f"{town.answer.objective:,} points" in page
    for one in town.unmatched:
        assert f'<th scope="row">{one.request_id}' in page


def test_where_help_is_missing_is_told(page: str) -> None:
    town = small_town()
    gap = supply_gaps(town.problem, town.answer).cells[0]
    rows = texts(page, "tr")
    place = f"{gap.district}, {str(gap.skill).replace('_', ' ')}"
    assert any(row.startswith(place) and f"{gap.one_more:,.0f}" in row for row in rows)


def test_every_place_is_on_the_map(page: str) -> None:
    town = small_town()
    latitudes = [p.latitude for p in town.problem.helpers] + [p.latitude for p in town.problem.requests]
    dots = sum(
        path.count("M") for path in re.findall(r'<path class="(?:helpers|served|waiting)" d="([^"]*)"', page)
    )
    assert dots == sum(latitude is not None for latitude in latitudes)


def test_ids_are_text_and_never_markup() -> None:
    bad = "<script>alert('x')</script>"
    problem = build_problem(
        helpers=[Helper(id="ada", latitude=51.5, longitude=7.46)],
        requests=[
            Request(id=bad, latitude=51.5, longitude=7.46, district="<b>"),
            Request(id="garden", latitude=51.5, longitude=7.46, skills=frozenset({"<i>"})),
        ],
    )
    page = solved(problem).report()
    assert "<script" not in page
    assert "<b>" not in page
    assert "<i>" not in page


def test_long_lists_are_cut_and_say_so() -> None:
    requests = [
        Request(id=f"r{n:04}", latitude=51.5 + n / 1e5, longitude=7.46) for n in range(LONGEST_LIST + 30)
    ]
    page = solved(build_problem(helpers=[], requests=requests)).report()
    assert f"The first {LONGEST_LIST} of {len(requests)} requests" in page
    assert "r0000" in page
    assert f"r{len(requests) - 1:04}" not in page


def test_nobody_at_all_is_shown_too() -> None:
    page = solved(build_problem(helpers=[], requests=[])).report()
    html5lib.HTMLParser(strict=True).parse(page)
    assert "Nobody: every request has all the helpers it needs." in page
    assert '<svg class="map"' not in page


def test_a_wrong_place_far_away_does_not_shrink_the_town() -> None:
    near = [Request(id=f"r{n}", latitude=51.5 + n / 1e4, longitude=7.46 + n / 1e4) for n in range(150)]
    far = Request(id="far", latitude=-33.0, longitude=151.0)
    page = solved(build_problem(helpers=[], requests=[*near, far])).report()
    assert "One place lies beyond the edge of the map" in page


@pytest.mark.parametrize(
    ("above", "status", "words"),
    [
        (0, Status.OPTIMAL, "No better answer exists"),
        (5, Status.OPTIMAL, "but for less than a millionth"),
        (500, Status.WITHIN_GAP, "as close to the best as was asked for"),
        (90_000, Status.TIME_LIMIT, "The time was up"),
    ],
)
def test_the_proof_is_told_as_it_is(above: int, status: Status, words: str) -> None:
    town: Solved = small_town()
    answer = replace(town.answer, bound=float(town.answer.objective + above), status=status)
    assert words in replace(town, answer=answer).report()


def test_people_are_counted_by_district_language_and_channel() -> None:
    helpers = [Helper(id="h", latitude=51.5, longitude=7.46, languages=frozenset({"tr"}), district="Hörde")]
    asked = Request(
        id="a", latitude=51.5, longitude=7.46, languages=frozenset({"tr"}), district="Hörde", channel="phone"
    )
    problem = build_problem(
        helpers=helpers,
        requests=[asked, replace(asked, id="b", waiting_days=9), replace(asked, id="c", channel="online")],
    )
    candidates = find_candidates(problem)
    answer = solve(problem, candidates)
    lacking = explain_unmatched(problem, candidates, answer)
    (turkish,) = groups.by_language(problem, answer, lacking)
    assert (turkish.name, turkish.served, turkish.waiting, turkish.helpers, turkish.load) == (
        "tr",
        1,
        2,
        1,
        1,
    )
    (hoerde,) = groups.by_district(problem, answer, lacking)
    assert round(hoerde.served_share) == 33
    channels = {one.name: (one.served, one.waiting) for one in groups.by_channel(problem, answer, lacking)}
    assert channels == {"phone": (1, 1), "online": (0, 1)}


def test_groups_that_nobody_names_are_left_out() -> None:
    problem = build_problem(helpers=[], requests=[Request(id="a", latitude=51.5, longitude=7.46)])
    answer = solve(problem)
    assert groups.by_district(problem, answer, ()) == groups.by_channel(problem, answer, ()) == []
