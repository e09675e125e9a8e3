"""Reports taken along: what stands in CSV and XLSX files."""

import csv
from collections.abc import Callable
from datetime import date
from io import BytesIO, StringIO
from typing import Any

import pytest
from openpyxl import load_workbook

from helpexchange.reports.files import csv_of, xlsx_of
from helpexchange.reports.rules import Period
from helpexchange.reports.tables import PART_OF_TABLE, Cell, Column, Line, Table
from tests.cast import Cast
from tests.page_client import PageClient
from tests.reported import october

OCTOBER = "span=days&first=2026-10-01&last=2026-10-31"
DAYS = Period(date(2026, 10, 1), date(2026, 11, 1))
on_sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@pytest.fixture
def taken(client: PageClient) -> Callable[[str], list[list[str]]]:
    """Return a function that takes a table along as CSV and reads it, the words above it left out."""

    def take(name: str) -> list[list[str]]:
        client._open(f"/reports/tables/{name}.csv?{OCTOBER}", method="GET", headers={})
        assert client.response.status_code == 200
        assert client.response.mimetype == "text/csv"
        return list(csv.reader(StringIO(client.response.data.decode("utf-8-sig")), delimiter=";"))[4:]

    return take


@on_sqlite
@pytest.mark.parametrize("name", [name for name in PART_OF_TABLE if name != "visits-by-month"])
def test_a_file_says_what_its_page_says(
    name: str, client: PageClient, cast: Cast, taken: Callable[[str], list[list[str]]]
) -> None:
    october(cast)
    client.sign_in(cast.network_lead)
    kept = {line[0]: line[1:] for line in taken(name)[1:]}
    page = client.get(f"/reports/{PART_OF_TABLE[name]}?{OCTOBER}")
    links = [link.get("href", "") for link in page.all("a") if f"/{name}.xlsx" in link.get("href", "")]
    client._open(links[0], method="GET", headers={})
    sheet = load_workbook(BytesIO(client.response.data)).active
    assert sheet is not None
    width = 1 + max(len(cells) for cells in kept.values())
    found = sheet.iter_rows(min_row=6, max_col=width, values_only=True)
    rows: list[list[Any]] = [list(row) for row in found]
    assert {str(row[0]): ["" if cell is None else str(cell) for cell in row[1:]] for row in rows} == kept
    numbers = {cell for row in rows for cell in row[1:] if isinstance(cell, int)}
    if not name.startswith("waits"):
        assert all(number % 5 == 0 for number in numbers)


@pytest.mark.parametrize("risky", ["=1+1", "+49 231", "-2", "@SUM(A1)", "\tx", "\rx", "\n=1", "\uff1d1"])
def test_no_cell_becomes_a_formula(risky: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("helpexchange.reports.files.today", lambda: DAYS.until)
    line = Line(risky, (Cell(risky, risky), Cell("5", 5)))
    table = Table("served", risky, risky, (Column("a", risky), Column("b", "B")), (line,))
    text = csv_of(table, about=risky, period=DAYS).decode("utf-8-sig")
    cells = [cell for row in csv.reader(StringIO(text, newline=""), delimiter=";") for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d"))]
    sheet = load_workbook(BytesIO(xlsx_of(table, about=risky, period=DAYS))).active
    assert sheet is not None
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value is not None} == {
        "s",
        "n",
        "d",
    }


@on_sqlite
def test_days_in_files_are_days(
    client: PageClient, cast: Cast, taken: Callable[[str], list[list[str]]]
) -> None:
    october(cast)
    client.sign_in(cast.network_lead)
    url = "/reports/tables/visits-by-month.xlsx?span=days&first=2026-09-01&last=2026-10-31&lang=de"
    client._open(url, method="GET", headers={})
    sheet = load_workbook(BytesIO(client.response.data)).active
    assert sheet is not None
    rows = [list(row) for row in sheet.iter_rows(max_col=2, values_only=True)]
    assert str(rows[1][1]) == "2026-09-01 00:00:00"
    assert [[str(cell) for cell in row] for row in rows[4:]] == [
        ["Monat", "Besuche"], ["2026-09-01 00:00:00", "0"], ["2026-10-01 00:00:00", "5"], ["Alle", "5"],
    ]  # fmt: skip
