"""The office's pages: what waits, one decision, payments, the month by helper, closing, files, rates."""

import csv
import io

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from helpexchange.core.database import db
from helpexchange.hours_and_costs.models import ClosedMonth, CostExport, CostSettings, TravelCost
from helpexchange.hours_and_costs.rules import CostState
from tests.cast import Cast
from tests.fakes import FakeClock
from tests.page_client import PageClient
from tests.spending import claimed, confirmed, limited, logged


@pytest.fixture
def hanna(client: PageClient, cast: Cast) -> PageClient:
    """The coordinator of Hörde."""
    client.sign_in(cast.coordinator_hoerde)
    return client


@pytest.fixture
def cost(cast: Cast, clock: FakeClock) -> TravelCost:
    """Meryem's ticket of 3 November, 3.40, with a picture."""
    return claimed(clock, cast.meryem)


def state_of(cost: TravelCost) -> CostState:
    db.session.expire_all()
    return cost.state


def test_nothing_waits(hanna: PageClient, cast: Cast) -> None:
    assert "Nothing waits for you" in hanna.get("/hours/costs").text
    assert "Nothing is to be paid" in hanna.get("/hours/pay").text
    assert "No hours and no costs in this month" in hanna.get("/hours").text


def test_what_waits_stands_by_helper_with_what_is_over(
    hanna: PageClient, cast: Cast, clock: FakeClock, cost: TravelCost
) -> None:
    limited(cast, clock, helper_cents=300)
    claimed(clock, cast.meryem, 100, receipt=b"")
    claimed(clock, cast.jonas)
    page = hanna.get("/hours/costs")
    assert "Meryem Muster : €4.40" in page.text or "Meryem Muster: €4.40" in page.text
    assert "€0.40 over the limit" in page.text
    assert "No receipt" in page.text
    assert "Jonas" not in page.text


def test_approving_over_the_limit_asks_for_the_reason(
    hanna: PageClient, cast: Cast, clock: FakeClock, cost: TravelCost
) -> None:
    limited(cast, clock, helper_cents=300)
    address = f"/hours/costs/{cost.id}"
    page = hanna.get(address)
    assert "€0.00 / €3.00" in page.text
    assert page.all(
        "a", href=f"/hours/helpers/{cast.meryem.id}/costs/{cost.id}/receipts/{cost.receipts[0].name}"
    )
    refused = hanna.post(address, {"decision": "approve"}, status=422)
    assert refused is not None
    assert refused.all("a", href="#reason")
    assert state_of(cost) is CostState.CLAIMED
    assert "Approved." in hanna.submit(address, {"decision": "approve", "reason": "hospital"}).text
    assert state_of(cost) is CostState.APPROVED
    page = hanna.get(address)
    assert "Hanna Beispiel: approved travel costs" in page.text
    assert "hospital" in page.text
    assert "taken back" in hanna.submit(f"{address}/take-back/approved").text
    assert state_of(cost) is CostState.CLAIMED
    hanna.post(f"{address}/take-back/nonsense", status=409)


def test_a_ticket_seen_on_paper(hanna: PageClient, cast: Cast, clock: FakeClock) -> None:
    cost = claimed(clock, cast.meryem, receipt=b"")
    page = hanna.post(f"/hours/costs/{cost.id}", {"decision": "approve"}, status=422)
    assert page is not None
    assert page.all("a", href="#is_receipt_seen")
    hanna.submit(f"/hours/costs/{cost.id}", {"decision": "approve", "is_receipt_seen": "y"})
    assert state_of(cost) is CostState.APPROVED


def test_sending_back_asks_for_the_reason(hanna: PageClient, cost: TravelCost) -> None:
    address = f"/hours/costs/{cost.id}"
    page = hanna.post(address, {"decision": "send_back", "reason": ""}, status=422)
    assert page is not None
    assert page.all("a", href="#reason")
    assert (
        "The helper is told why." in hanna.submit(address, {"decision": "send_back", "reason": "Day?"}).text
    )
    assert state_of(cost) is CostState.SENT_BACK
    page = hanna.post(address, {"decision": "approve"}, status=409)
    assert page is not None
    assert "Somebody has decided about this" in page.text


def test_all_that_are_clear_and_then_paid(
    hanna: PageClient, cast: Cast, clock: FakeClock, cost: TravelCost
) -> None:
    left = claimed(clock, cast.meryem, 100, receipt=b"")
    page = hanna.submit(f"/hours/offices/{cast.hoerde.id}/approve-all")
    assert "1 claim is approved. 1 is left" in page.text
    assert (state_of(cost), state_of(left)) == (CostState.APPROVED, CostState.CLAIMED)
    page = hanna.get("/hours/pay")
    assert "Meryem Muster: €3.40 (1 claim)" in page.text
    page = hanna.post("/hours/pay", {"paid_on": "nonsense"}, status=422) or page
    assert page.all("a", href="#costs") or page.all("a", href="#costs-0")
    hanna.post("/hours/pay", {"costs": [str(cost.id)], "paid_on": "3.11.2024"}, status=422)
    page = hanna.submit("/hours/pay", {"costs": [f"{cost.id}.{left.id}.x"], "paid_on": "3.11.2026"})
    assert "1 claim is marked as paid: €3.40." in page.text
    assert (state_of(cost), state_of(left)) == (CostState.PAID, CostState.CLAIMED)


def test_the_month_by_helper_closed_and_opened(hanna: PageClient, cast: Cast, clock: FakeClock) -> None:
    confirmed(cast, clock)
    logged(cast, clock)
    claimed(clock, cast.meryem)
    clock.moment = clock.moment.replace(month=12, day=3)
    base = f"/hours/offices/{cast.hoerde.id}"
    hanna.sign_in(cast.coordinator_hoerde)
    page = hanna.get("/hours?month=2026-11")
    assert "Hours and costs: November 2026" in page.text
    assert "Visits: 1 h; other hours: 1 h 30 min" in page.text
    assert "3 visits not confirmed" in page.text
    assert "To be decided: €3.40" in page.text
    assert "Closed on" in hanna.submit(f"{base}/2026-11/close").text
    assert db.session.scalars(select(ClosedMonth)).one().office_id == cast.hoerde.id
    page = hanna.get(f"/hours/helpers/{cast.meryem.id}?month=2026-11")
    assert "The office has closed this month." in page.text
    assert not page.all("a", href=f"/hours/helpers/{cast.meryem.id}/costs/new")
    assert "The month is open again." in hanna.submit(f"{base}/2026-11/reopen").text
    hanna.post(f"{base}/2026-12/close", status=400)
    hanna.post(f"{base}/2026-13/close", status=404)


def test_a_file_as_text_with_columns(hanna: PageClient, cast: Cast, cost: TravelCost) -> None:
    cast.meryem.first_name = "=HYPERLINK(1)"
    db.session.commit()
    base = f"/hours/offices/{cast.hoerde.id}/2026-11/export"
    rows: list[list[str]] = []
    for language, separator, amount in (("en", ",", "3.40"), ("de", ";", "3,40")):
        url = f"{base}?lang={language}"
        hanna._open(url, method="POST", data={"state": "", "kind": "csv"}, headers={})
        text = hanna.response.data.decode("utf-8-sig")
        rows = [row for row in csv.reader(io.StringIO(text), delimiter=separator) if row]
        (line,) = [row for row in rows if row[0] == "2026-11-03"]
        assert line[1] == "'=HYPERLINK(1) Muster"
        assert line[5] == rows[-1][5] == amount
        assert rows[1][1] == "Seniorenbüro Hörde"
        assert rows[4][1] == "Hanna Beispiel"
    assert rows[6][1] == "2"
    assert hanna.response.headers["Content-Disposition"].endswith('"costs-hoerde-2026-11-2.csv"')
    page = hanna.get("/hours?month=2026-11&lang=en")
    assert "Number 2: €3.40" in page.text
    assert "Number 1: €3.40" in page.text


def test_a_spreadsheet_has_no_formulas(hanna: PageClient, cast: Cast, clock: FakeClock) -> None:
    for number, sign in enumerate("=+-@\t\r"):
        cast.meryem.first_name = f"{sign}SUM(A1)"
        claimed(clock, cast.meryem, 100 + number)
    base = f"/hours/offices/{cast.hoerde.id}/2026-11/export"
    hanna._open(base, method="POST", data={"state": "claimed", "kind": "xlsx"}, headers={})
    sheet = load_workbook(io.BytesIO(hanna.response.data)).active
    assert sheet is not None
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s", "n", "d"}
    assert [cell.value for cell in cells if cell.number_format == "0.00"][-1] == 6.15
    assert any("SUM(A1)" in str(cell.value) for cell in cells)


def test_a_file_of_nothing_and_of_what_nobody_may(
    hanna: PageClient, client: PageClient, cast: Cast, cost: TravelCost
) -> None:
    base = f"/hours/offices/{cast.hoerde.id}/2026-11/export"
    hanna._open(base, method="POST", data={"state": "paid", "kind": "csv"}, headers={})
    assert hanna.response.status_code == 200
    assert "No file" not in hanna.submit(base, {"state": "paid", "kind": "exe"}).text
    client.sign_in(cast.coordinator_eving)
    client.post(base, {"state": "", "kind": "csv"}, status=404)
    client.sign_in(cast.network_lead)
    client._open(base, method="POST", data={"state": "", "kind": "csv"}, headers={})
    assert client.response.status_code == 200
    assert db.session.scalars(select(CostExport.exported_by).order_by(CostExport.id)).all() == [
        "Hanna Beispiel", "Nora Beispiel",
    ]  # fmt: skip


def test_what_an_office_refunds(hanna: PageClient, cast: Cast) -> None:
    address = f"/hours/offices/{cast.hoerde.id}/settings"
    assert hanna.get(address).one("input", id="per_km").get("value") == "0.30"
    for wrong, field in (
        ({"per_km": "2,01"}, "per_km"),
        ({"per_km": ""}, "per_km"),
        ({"per_km": "0,3", "helper_limit": "much"}, "helper_limit"),
    ):
        page = hanna.post(address, wrong, status=422)
        assert page is not None
        assert page.all("a", href=f"#{field}")
    hanna.submit(address, {"per_km": "0,35", "helper_limit": "50", "office_limit": ""})
    settings = db.session.scalars(select(CostSettings)).one()
    assert (settings.cents_per_km, settings.most_cents_helper, settings.most_cents_office) == (35, 5000, None)
    hanna.get(f"/hours/offices/{cast.eving.id}/settings", status=404)
    assert hanna.get(f"/offices/{cast.hoerde.id}/edit").all("a", href=address)


def test_the_network_lead_looks_and_decides_nothing(client: PageClient, cast: Cast, cost: TravelCost) -> None:
    client.sign_in(cast.network_lead)
    assert "€3.40" in client.get("/hours/costs").text
    assert "Meryem" in client.get(f"/hours?office={cast.hoerde.id}&month=2026-11").text
    page = client.get(f"/hours/costs/{cost.id}")
    assert not page.all("button", value="approve")
    client.post(f"/hours/costs/{cost.id}", {"decision": "approve"}, status=403)
    for path in ("/hours/pay", f"/hours/offices/{cast.hoerde.id}/settings"):
        client.get(path, status=403)
    client.sign_in(cast.coordinator_eving)
    client.get(f"/hours/costs/{cost.id}", status=404)
    assert "Meryem" not in client.get(f"/hours?office={cast.hoerde.id}").text
