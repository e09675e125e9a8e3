"""Reports: what an office and the town read, and never learn."""

from datetime import date
from io import BytesIO

import pytest
from flask import Flask
from pypdf import PdfReader

from helpexchange.reports.labels import wait_text
from helpexchange.reports.rules import Period
from tests.cast import Cast
from tests.page_checks import Page
from tests.page_client import PageClient
from tests.reported import october

OCTOBER = "span=days&first=2026-10-01&last=2026-10-31"
DAYS = Period(date(2026, 10, 1), date(2026, 11, 1))
REQUESTS = f"/reports/requests?{OCTOBER}"
on_sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


def rows_of(page: Page, caption: str) -> dict[str, list[str]]:
    """Return the cells of a table by the label of their row."""
    [table] = [each for each in page.all("table") if "".join(each.find("caption").itertext()) == caption]  # type: ignore[union-attr]
    lines = [["".join(cell.itertext()).strip() for cell in row] for row in table.iter("tr")]
    return {line[0]: line[1:] for line in lines[1:]}


def test_the_lead_reads_the_town_and_every_office(client: PageClient, cast: Cast) -> None:
    october(cast)
    client.sign_in(cast.network_lead)
    page = client.get(REQUESTS)
    assert "1 October 2026 to 31 October 2026" in page.text
    assert "1 September 2026 to 30 September 2026" in page.text
    assert rows_of(page, "How soon requests were served") == {
        "Came": ["15", "5"],  # 14 and 5
        "Served within 1 day": ["<5", "0"],
        "Served within 3 days": ["5", "0"],
        "Served within 7 days": ["5", "0"],
        "Served within 14 days": ["5", "0"],
        "Still waiting": ["5", "5"],  # 7 and 5
    }
    by_channel = rows_of(page, "Requests by channel")
    assert {label: cells[1] for label, cells in by_channel.items()} == {
        "Asked by phone": "10", "Asked online": "5", "All": "15",
    }  # fmt: skip
    offices = rows_of(client.get(f"/reports/offices?{OCTOBER}"), "Requests by office")
    assert {label: cells[1] for label, cells in offices.items()} == {
        "Seniorenbüro Eving": "5", "Seniorenbüro Hörde": "10", "All": "15",
    }  # fmt: skip
    one = client.get(f"{REQUESTS}&office={cast.eving.id}")
    assert rows_of(one, "How soon requests were served")["Came"] == ["5", "0"]


def test_an_office_reads_its_own_only(client: PageClient, cast: Cast) -> None:
    october(cast)
    client.sign_in(cast.coordinator_hoerde)
    page = client.get(REQUESTS)
    assert "Seniorenbüro Hörde" in page.text
    assert "Offices side by side" not in page.text
    assert rows_of(page, "How soon requests were served")["Came"] == ["10", "5"]
    assert set(rows_of(page, "Requests by district")) == {"Hörde", "All"}
    for url in (f"{REQUESTS}&office={cast.eving.id}", f"/reports/tables/served.csv?office={cast.eving.id}",
                f"/reports/year?office={cast.eving.id}", "/reports/requests?office=x"):  # fmt: skip
        client.get(url, status=404)


@pytest.mark.parametrize(
    ("hours", "words"),
    [(None, "–"), (1, "1 hour"), (72, "72 hours"), (96, "4 days"), (24_024, "1001 days")],
)
def test_a_wait_is_said_in_hours_then_in_days(hours: int | None, words: str, app: Flask) -> None:
    with app.test_request_context():
        assert wait_text(hours) == words


@on_sqlite
def test_times_are_said_from_enough_cases_on(client: PageClient, cast: Cast) -> None:
    october(cast)
    client.sign_in(cast.network_lead)
    waits = rows_of(client.get(REQUESTS), "How long it took after asking")
    assert waits["First contact"] == ["10", "6 hours", "–", "–"]
    assert waits["Agreement with a helper"] == ["5", "21 hours", "–", "–"]
    assert waits["First visit"] == ["<5", "–", "–", "–"]
    page = client.get(f"/reports/equality?{OCTOBER}")
    few = "Few cases: read with care"
    assert rows_of(page, "Waits by channel") == {
        "Asked by phone": ["10", "6 hours", "–", "5", "21 hours", "–", few]
    }


@on_sqlite
def test_helpers_engagements_and_visits_are_told(client: PageClient, cast: Cast) -> None:
    october(cast)
    client.sign_in(cast.coordinator_hoerde)
    helpers = client.get(f"/reports/helpers?{OCTOBER}")
    assert rows_of(helpers, "Helpers")["Asked in the period"] == ["<5", "–"]
    page = client.get(f"/reports/engagements?{OCTOBER}")
    assert rows_of(page, "Engagements") == {
        "Running today": ["5", "–"], "Began in the period": ["5", "0"], "Ended in the period": ["<5", "0"],
    }  # fmt: skip
    assert rows_of(page, "Why engagements ended")["One of the two has moved"] == ["<5", "0"]
    assert rows_of(page, "Visits") == {
        "Took place": ["5", "0"], "Did not take place": ["<5", "0"], "Called off": ["<5", "0"],
        "Hours of visits that took place": ["5", "0"],
    }  # fmt: skip


def test_the_year_is_told_in_sentences(client: PageClient, cast: Cast) -> None:
    october(cast)
    client.sign_in(cast.network_lead)
    page = client.get("/reports/year?year=2026")
    for words in (
        "Report of the year 2026",
        "25 help requests came; in the period before it was 0.",  # 14 + 5 + 4 of the cast
        "About 20% of them were served within 7 days.",
        "Half of those who were served had a helper within 21 hours.",
        "5 visits took place; in the period before it was 0.",
        "Fewer than five helpers are active today",
        "Asked by phone: half of them had a helper within 21 hours.",
    ):
        assert words in page.text
    assert rows_of(page, "Visits that took place, by month")["Oct 2026"] == ["5"]
    empty = client.get("/reports/year?year=2024")
    assert "No help request came in these days." in empty.text
    assert client.get("/reports/year?year=1999").text.startswith(client.get("/reports/year").text[:40])


@on_sqlite
@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "Report of the year 2026"), ("de", "Jahresbericht 2026"), ("nl", "Jaarverslag 2026"),
     ("da", "Årsrapport 2026")],
)  # fmt: skip
def test_the_year_is_a_pdf_for_the_council_too(
    language: str, words: str, client: PageClient, cast: Cast
) -> None:
    october(cast)
    client.sign_in(cast.network_lead)
    page = client.get(f"/reports/year?year=2026&lang={language}")
    [url] = [link.get("href") for link in page.all("a") if ".pdf" in str(link.get("href"))]
    client._open(str(url), method="GET", headers={})
    assert client.response.mimetype == "application/pdf"
    pdf = client.response.data
    assert b"pdfuaid:part" in pdf
    sheets = [sheet.extract_text() for sheet in PdfReader(BytesIO(pdf)).pages]
    assert words in sheets[0]
    assert str(language).encode() in pdf
    told = " ".join(sheets)
    assert "<5" in told
    cells = [cell for cell in page.all("td") if "numeric" in str(cell.get("class"))]
    shown = [cell.text for cell in cells if cell.text]
    assert len(shown) > 40
    assert [each for each in shown if each not in told] == []


@on_sqlite
def test_an_offices_pdf_is_its_own(client: PageClient, cast: Cast) -> None:
    october(cast)
    client.sign_in(cast.coordinator_hoerde)
    client.get(f"/reports/year.pdf?year=2026&office={cast.eving.id}", status=404)
    client._open("/reports/year.pdf?year=2026", method="GET", headers={})
    told = PdfReader(BytesIO(client.response.data)).pages[0].extract_text()
    assert "Seniorenbüro Hörde" in told


def test_every_chart_says_its_numbers_in_words_and_patterns(client: PageClient, cast: Cast) -> None:
    october(cast)
    client.sign_in(cast.network_lead)
    page = client.get(REQUESTS)
    svg = "{http://www.w3.org/2000/svg}"
    charts = page.all(f"{svg}svg", role="img") or page.all("svg", role="img")
    assert len(charts) == 5
    for chart in charts:
        named = (chart.get("aria-labelledby") or "").split()
        ids = {each.get("id") for each in chart.iter() if each.get("id")}
        assert set(named) <= ids
        assert any((each.get("fill") or "").startswith("url(#hatch-") for each in chart.iter())
    assert "1 to 4, how many is not said" in page.text


@on_sqlite
def test_days_that_cannot_be_are_told_beside_the_field(client: PageClient, cast: Cast) -> None:
    client.sign_in(cast.network_lead)
    for days in ("first=2026-10-31&last=2026-10-01", "first=&last=", "first=2026-10-01&last=2026-10-03"):
        page = client.get(f"/reports/requests?span=days&{days}", status=422)
        assert "Choose at least 7 days and at most 3 years" in page.text
    client.get("/reports/requests?span=days&first=x&last=2026-10-31", status=422)
    assert "1 October 2026 to 31 October 2026" in client.get("/reports/requests?span=nonsense").text
    client.get("/reports/nothing", status=404)
    client.get("/reports/tables/nothing.csv", status=404)


@on_sqlite
def test_days_without_anything_say_so(client: PageClient, cast: Cast) -> None:
    client.sign_in(cast.network_lead)
    for part in ("requests", "engagements", "equality"):
        page = client.get(f"/reports/{part}?span=days&first=2020-01-01&last=2020-12-31")
        assert "Nothing to count in these days" in page.text


@on_sqlite
@pytest.mark.parametrize("who", ["senior", "volunteer", "administrator"])
def test_others_may_not_open_them(who: str, client: PageClient, cast: Cast) -> None:
    client.sign_in(getattr(cast, who))
    for url in ("/reports", "/reports/requests", "/reports/year", "/reports/tables/served.csv"):
        client.get(url, status=403)


@on_sqlite
def test_the_menu_leads_to_the_last_month(client: PageClient, cast: Cast) -> None:
    client.sign_in(cast.coordinator_hoerde)
    assert client.get("/home").all("a", href="/reports")
    client._open("/reports", method="GET", headers={})
    assert client.location == "/reports/requests"
    assert "1 October 2026 to 31 October 2026" in client.get("/reports/requests").text


@on_sqlite
def test_numbers_and_days_are_written_as_in_the_language(client: PageClient, cast: Cast) -> None:
    october(cast)
    client.sign_in(cast.network_lead)
    german = client.get(f"{REQUESTS}&lang=de")
    assert "1. Oktober 2026 bis 31. Oktober 2026" in german.text
    assert rows_of(german, "Wie lange es nach der Anfrage dauerte")["Erster Kontakt"][1] == "6 Stunden"
    for language, words in (("nl", "Hoe snel hulpvragen een helper kregen"), ("da", "Venter")):
        assert words in client.get(f"{REQUESTS}&lang={language}").text
