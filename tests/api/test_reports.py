"""Reports for programs: the numbers of the pages, for whole months, and nothing that pages hide."""

from itertools import pairwise

import pytest
from flask import Flask

from helpexchange.accounts.scopes import Scope
from helpexchange.reports.rules import BASE, named_period, published, range_of, year_period
from tests.cast import Cast
from tests.fakes import FakeClock
from tests.programs import ProgramClient, integration_of, token_of
from tests.reported import october

OCTOBER = "period=2026-10"
on_sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


def test_a_program_reads_what_the_page_shows(app: Flask, cast: Cast) -> None:
    october(cast)
    lead = ProgramClient(app, token_of(cast.network_lead))
    served = lead.get(f"/reports/served?{OCTOBER}")
    assert (served["days"], served["place"]) == (
        {"first": "2026-10-01", "last": "2026-10-31"}, "The whole town",
    )  # fmt: skip
    assert [each["code"] for each in served["columns"]] == ["now", "before"]
    assert {line["label"]: [cell["value"] for cell in line["cells"]] for line in served["lines"]} == {
        "Came": [15, 5], "Served within 1 day": [None, 0], "Served within 3 days": [5, 0],
        "Served within 7 days": [5, 0], "Served within 14 days": [5, 0], "Still waiting": [5, 5],
    }  # fmt: skip
    assert served["lines"][1]["cells"][0] == {"text": "<5", "value": None}
    one = lead.get(f"/reports/served?{OCTOBER}&office=eving", Accept_Language="de")
    assert one["lines"][0]["label"] == "Eingegangen"
    assert one["lines"][0]["cells"][0]["value"] == 5


@on_sqlite
def test_every_table_has_an_address_and_a_version(app: Flask, cast: Cast) -> None:
    october(cast)
    lead = ProgramClient(app, token_of(cast.network_lead))
    found = lead.get("/reports?per_page=5")
    assert (len(found["items"]), found["total"]) == (5, 17)
    assert 'rel="next"' in lead.response.headers["Link"]
    for each in lead.get("/reports?per_page=100")["items"]:
        table = lead.get(f"/reports/{each['name']}?period=2026")
        assert (table["name"], table["part"]) == (each["name"], each["part"])
        assert all(len(line["cells"]) == len(table["columns"]) for line in table["lines"])
    version = lead.response.headers["ETag"]
    lead.get("/reports/work-by-office?period=2026", status=304, If_None_Match=version)
    assert lead.get("/reports?page=9")["items"] == []


@on_sqlite
def test_who_may_read_which_numbers(app: Flask, cast: Cast) -> None:
    october(cast)
    office = ProgramClient(app, token_of(cast.coordinator_hoerde))
    assert office.get(f"/reports/served?{OCTOBER}")["lines"][0]["cells"][0]["value"] == 10
    office.get(f"/reports/served?{OCTOBER}&office=eving", status=404)
    office.get("/reports/nothing", status=404)
    partner = ProgramClient(app, integration_of(cast, Scope.REPORTS_READ)[1])
    last_year = partner.get("/reports/served?period=2025")
    assert (last_year["place"], last_year["days"]["last"]) == ("Seniorenbüro Hörde", "2025-12-31")
    assert partner.get("/reports/served")["days"] == last_year["days"]
    partner.get("/reports/served?period=2025&office=eving", status=404)
    assert partner.get("/reports/served?period=2025-Q4", status=403)["code"] == "only_years"
    other = ProgramClient(app, integration_of(cast, Scope.VISITS_READ)[1])
    other.get("/reports", status=403)
    ProgramClient(app, token_of(cast.volunteer)).get("/reports/served", status=403)


@on_sqlite
def test_what_leaves_the_house_cannot_be_subtracted(app: Flask, cast: Cast, clock: FakeClock) -> None:
    """A partner asks for everything: no two answers share a day, and none of them grows."""
    partner = ProgramClient(app, integration_of(cast, Scope.REPORTS_READ)[1])
    parts = [f"-{month:02}" for month in (1, 6, 10, 11, 12)] + [f"-Q{quarter}" for quarter in (1, 4)]
    years = [year_period(2024), year_period(2025)]
    for name in [f"{year}{part}" for year in (2024, 2025, 2026, 2027) for part in ("", *parts)]:
        status = 200 if named_period(name) in years else 403
        partner.get(f"/reports/requests-by-kind?period={name}", status=status)
    assert all(one.until <= other.first for one, other in pairwise(years))
    assert all(each.until <= clock.now().date() for each in years)


@pytest.mark.parametrize(("months", "told"), [([4, 4], {4}), ([2, 3], set()), ([1, 8, 13], {1})])
def test_a_year_beside_its_months_would_tell(months: list[int], told: set[int]) -> None:
    """Why: whoever had both would know small counts for sure, unless luck had it otherwise."""
    low, high = range_of(published(sum(months)))
    ranges = [range_of(published(each)) for each in months]
    lows, highs = sum(one for one, _ in ranges), sum(other or 0 for _, other in ranges)
    sure = {
        count
        for count, (least, most) in zip(months, ranges, strict=True)
        if 0 < count < BASE
        and max(least, low - (highs - (most or 0))) == min(most or 0, (high or 0) - (lows - least))
    }
    assert sure == told


@on_sqlite
@pytest.mark.parametrize("query", ["period=2026-13", "period=2026-10-05", "period=last"])
def test_other_days_than_whole_months_are_refused(app: Flask, cast: Cast, query: str) -> None:
    office = ProgramClient(app, token_of(cast.coordinator_hoerde))
    problem = office.get(f"/reports/served?{query}", status=422, Accept_Language="nl")
    assert list(problem["errors"]) == ["period"]
    assert problem["title"] == "Iets wat u hebt gestuurd, klopt niet."
