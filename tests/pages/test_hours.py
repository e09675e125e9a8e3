"""A helper's month: visits as planned or not, other hours, travel costs; by the helper, and by the office."""

import pytest
from sqlalchemy import select

from helpexchange.core.database import db
from helpexchange.engagements.models import Visit
from helpexchange.engagements.rules import Side, VisitState
from helpexchange.hours_and_costs.models import LoggedHours, TravelCost, TravelReceipt
from helpexchange.hours_and_costs.rules import CostState, HourKind, Means
from tests.cast import Cast
from tests.fakes import FakeClock
from tests.page_client import PageClient
from tests.sent_files import send
from tests.spending import JPEG, PDF, PNG, claimed, limited, logged, visited

TICKET = {"day": "3.11.2026", "means": "ticket", "amount": "3,40", "km": "", "note": "", "reference": "r-1"}


@pytest.fixture
def visit(cast: Cast, clock: FakeClock) -> Visit:
    """Meryem's visit of 3 November, which is over."""
    return visited(cast, clock)


@pytest.fixture(params=["helper", "office"])
def base(request: pytest.FixtureRequest, client: PageClient, cast: Cast, visit: Visit) -> str:
    """The address below which a side's pages stand: Meryem's own, and those of her office."""
    if request.param == "helper":
        client.sign_in(cast.volunteer)
        return "/my-help/hours"
    client.sign_in(cast.coordinator_hoerde)
    return f"/hours/helpers/{cast.meryem.id}"


def costs() -> list[TravelCost]:
    return list(db.session.scalars(select(TravelCost).order_by(TravelCost.id)))


def test_the_month_as_planned_with_one_click(client: PageClient, base: str, visit: Visit) -> None:
    page = client.get(f"{base}?month=2026-11")
    assert "Tuesday, 3 November 2026, 14:00 to 15:00" in page.text
    assert "Together: 0 min, €0.00 for travel." in page.text
    page = client.submit(f"{base}/visits/{visit.id}/as-planned")
    assert "Noted. Thank you!" in page.text
    assert "Together: 1 h" in page.text
    assert "Hours in 2026 1 h" in page.text
    db.session.expire_all()
    assert (visit.state, visit.minutes_spent, visit.noted_by) == (VisitState.DONE, 60, Side.HELPER)
    assert "noted before" in client.submit(f"{base}/visits/{visit.id}/as-planned").text


def test_another_time_and_the_correction(client: PageClient, base: str, visit: Visit) -> None:
    address = f"{base}/visits/{visit.id}"
    page = client.post(address, {"minutes": "long"}, status=422)
    assert page is not None
    assert page.all("a", href="#minutes")
    for typed, shown in (("1:15", "1 h 15 min"), ("45", "45 min")):
        assert f"Together: {shown}" in client.submit(address, {"minutes": typed, "note": "slow bus"}).text
    client.post(f"{base}/visits/{visit.id}/as-planned")
    db.session.expire_all()
    assert visit.minutes_spent == 45  # one click never writes over what was said


def test_nobody_elses_visit(client: PageClient, cast: Cast, base: str, visit: Visit) -> None:
    visit.helper_id = cast.jonas.id
    db.session.commit()
    client.get(f"{base}/visits/{visit.id}", status=404)
    client.post(f"{base}/visits/{visit.id}/as-planned", status=404)
    client.get(f"{base}/costs/new?visit={visit.id}", status=404)


def test_hours_without_a_visit(client: PageClient, base: str) -> None:
    empty = {"day": "", "minutes": "", "reference": "r-1"}
    page = client.post(f"{base}/other/new", empty, status=422)
    assert page is not None
    assert all(page.all("a", href=f"#{name}") for name in ("day", "minutes"))
    values = {
        "day": "2.11.2026",
        "minutes": "1:30",
        "kind": "training",
        "note": "first aid",
        "reference": "r-1",
    }
    for tomorrow in ("4.11.2026", "1.11.2024"):
        page = client.post(f"{base}/other/new", {**values, "day": tomorrow}, status=422)
        assert page is not None
        assert "Enter a day that has been" in page.text
    page = client.submit(f"{base}/other/new", values)
    client.submit(f"{base}/other/new", values)
    assert "Course or training" in page.text
    assert "1 h 30 min" in page.text
    entry = db.session.scalars(select(LoggedHours)).one()
    assert (entry.minutes, entry.kind) == (90, HourKind.TRAINING)
    assert entry.noted_by is (Side.HELPER if base.startswith("/my") else Side.OFFICE)
    address = f"{base}/other/{entry.id}"
    assert "2 h" in client.submit(address, {**values, "minutes": "120"}).text
    assert "The hours are removed." in client.submit(f"{address}/remove").text
    client.get(address, status=404)


def test_a_ticket_with_its_picture(client: PageClient, base: str, visit: Visit) -> None:
    assert send(client, f"{base}/costs/new?visit={visit.id}", TICKET, (PNG, "../../etc/ticket.exe")) == 302
    assert send(client, f"{base}/costs/new?visit={visit.id}", TICKET, (PNG, "again.png")) == 302
    (cost,) = costs()
    assert (cost.cents, cost.means, cost.visit_id, cost.state) == (
        340,
        Means.TICKET,
        visit.id,
        CostState.CLAIMED,
    )
    (receipt,) = cost.receipts
    assert (receipt.media_type, receipt.size, len(receipt.name)) == ("image/png", len(PNG), 22)
    page = client.get(f"{base}?month=2026-11")
    assert "€3.40" in page.text
    assert "1 receipt was sent" in page.text
    client._open(f"{base}/costs/{cost.id}/receipts/{receipt.name}", method="GET", headers={})
    headers = client.response.headers
    assert client.response.data == PNG
    assert headers["Content-Type"] == "image/png"
    assert headers["Content-Disposition"] == f'attachment; filename="receipt-{cost.id}-{receipt.id}.png"'
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in headers["Content-Security-Policy"]


@pytest.mark.parametrize("data", [b"<svg onload='alert(1)'/>", b"<html>", PNG + b"0" * 5_000_000])
def test_other_files_are_refused_beside_the_field(client: PageClient, base: str, data: bytes) -> None:
    assert send(client, f"{base}/costs/new", TICKET, (data, "ticket.png")) == 422
    assert "at most 5 MB" in client.response.text
    assert 'href="#receipt"' in client.response.text
    assert costs() == []


def test_a_file_of_4_mb_passes_but_only_here(client: PageClient, base: str) -> None:
    large = JPEG + b"0" * 4_000_000
    assert send(client, f"{base}/costs/new", TICKET, (large, "photo.jpg")) == 302
    assert send(client, f"{base}/other/new", TICKET, (large, "photo.jpg")) == 413
    assert db.session.scalars(select(TravelReceipt.size)).one() == len(large)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"amount": ""}, "amount"), ({"amount": "3,400"}, "amount"), ({"amount": "0"}, "amount"),
        ({"amount": "1000,01"}, "amount"), ({"means": "km", "km": "12,5"}, "km"), ({"means": "km"}, "km"),
        ({"means": "km", "km": "1001"}, "km"), ({"means": "plane"}, "means-0"), ({"day": "31.2.2026"}, "day"),
        ({"day": "4.11.2026"}, "day"), ({"note": "x" * 501}, "note"),
    ],
)  # fmt: skip
def test_what_is_wrong_stands_beside_the_field(
    client: PageClient, base: str, values: dict[str, str], field: str
) -> None:
    page = client.post(f"{base}/costs/new", {**TICKET, **values}, status=422)
    assert page is not None
    assert page.all("a", href=f"#{field}") or page.all("a", href=f"#{field.removesuffix('-0')}")
    assert costs() == []


def test_kilometres_are_proposed_and_refunded_by_the_rate(
    client: PageClient, cast: Cast, clock: FakeClock, base: str, visit: Visit
) -> None:
    limited(cast, clock, cents_per_km=35)
    page = client.get(f"{base}/costs/new?visit={visit.id}")
    assert "€0.35 are refunded for each kilometre. As the crow flies it is 1 km." in page.text
    assert page.one("input", id="km").get("value") == "1"
    page = client.submit(f"{base}/costs/new", {**TICKET, "means": "km", "km": "12"})
    assert "Own car, by kilometre: 12 km" in page.text
    assert [(each.cents, each.km, each.cents_per_km) for each in costs()] == [(420, 12, 35)]


def test_an_office_that_refunds_no_kilometres_does_not_ask_for_them(
    client: PageClient, cast: Cast, clock: FakeClock, base: str
) -> None:
    limited(cast, clock, cents_per_km=0)
    assert not client.get(f"{base}/costs/new").all("input", id="km")
    client.post(f"{base}/costs/new", {**TICKET, "means": "km", "km": "12"}, status=422)


def test_a_claim_is_corrected_and_taken_back(
    client: PageClient, cast: Cast, clock: FakeClock, base: str
) -> None:
    cost = claimed(clock, cast.meryem)
    address = f"{base}/costs/{cost.id}"
    assert client.get(address).one("input", id="amount").get("value") == "3.40"
    assert (
        send(client, address, {**TICKET, "amount": "2.80", "reference": cost.reference}, (PDF, "b.pdf"))
        == 302
    )
    db.session.expire_all()
    assert (cost.cents, len(cost.receipts)) == (280, 2)
    client.submit(f"{address}/receipts/{cost.receipts[0].name}/remove")
    db.session.expire_all()
    assert len(cost.receipts) == 1
    assert "taken back" in client.submit(f"{address}/withdraw").text
    db.session.expire_all()
    assert (cost.state, cost.receipts) == (CostState.WITHDRAWN, [])


def test_what_others_spent_is_not_there(client: PageClient, cast: Cast, clock: FakeClock, base: str) -> None:
    cost = claimed(clock, cast.jonas)
    name = cost.receipts[0].name
    for path in (f"/costs/{cost.id}", f"/costs/{cost.id}/receipts/{name}"):
        client.get(f"{base}{path}", status=404)
    client.post(f"{base}/costs/{cost.id}/withdraw", status=404)
    own = claimed(clock, cast.meryem)
    client.get(f"{base}/costs/{own.id}/receipts/{name}", status=404)


def test_another_office_and_visitors_find_nothing(
    client: PageClient, cast: Cast, clock: FakeClock, visit: Visit
) -> None:
    entry, cost = logged(cast, clock), claimed(clock, cast.meryem)
    base = f"/hours/helpers/{cast.meryem.id}"
    paths = ("", f"/visits/{visit.id}", f"/other/{entry.id}", "/costs/new", f"/costs/{cost.id}")
    client.sign_in(cast.coordinator_eving)
    for path in paths:
        client.get(f"{base}{path}", status=404)
    client.get(f"{base}/costs/{cost.id}/receipts/{cost.receipts[0].name}", status=404)
    client.sign_in(cast.network_lead)
    assert "€3.40" in client.get(f"{base}?month=2026-11").text
    for path in paths[1:]:
        client.get(f"{base}{path}", status=403)
    client.sign_out()
    client._open("/my-help/hours", method="GET", headers={})
    assert client.location.startswith("/sign-in")


def test_an_empty_month(client: PageClient, base: str) -> None:
    page = client.get(f"{base}?month=2026-05")
    assert "No visits in this month" in page.text
    assert "Hours and costs: May 2026" in page.text
    assert "November 2026" in client.get(f"{base}?month=nonsense").text
