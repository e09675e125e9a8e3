"""Money as people write it, limits of a month, months, codes, what a file is."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpexchange.hours_and_costs.rules import (
    NEXT_STATES,
    CostState,
    Limits,
    Month,
    Spent,
    amount_of,
    cents_in,
    initials_of,
    media_type_of,
    month_of,
    new_code,
    over_by,
    read_code,
    read_month,
    round_trip_km,
    shown_code,
)


@pytest.mark.parametrize(
    ("text", "cents"),
    [
        ("3,40", 340), ("3.40", 340), ("3,4", 340), ("3", 300), ("0,05", 5), ("3,40 €", 340), ("€3.40", 340),
        ("3,40\u00a0EUR", 340), ("25 kr.", 2500), ("25,50 DKK", 2550), ("12,-", 1200), ("12,–", 1200),
        ("1.234,50", 123450), ("1,234.50", 123450), ("1 234,50", 123450),
        ("1\u00a0234,50 €", 123450), ("kr. 25", 2500), ("3 40", None), ("3 4", None),
        ("", None), ("1.234", None), ("1,234", None), ("3,4,0", None), ("-3", None), ("+3", None),
        ("3,400", None), ("1e3", None), ("٣", None), ("abc", None), ("=1+1", None), ("9" * 12, None),
    ],
)  # fmt: skip
def test_amounts_as_people_write_them(text: str, cents: int | None) -> None:
    assert cents_in(text) == cents


@given(st.integers(min_value=0, max_value=99_999_99))
def test_an_amount_is_read_as_it_is_written(cents: int) -> None:
    for point in ",.":
        assert cents_in(f"{amount_of(cents)}".replace(".", point)) == cents


def test_cents_are_exact() -> None:
    assert amount_of(340) == Decimal("3.40")
    assert str(amount_of(1)) == "0.01"


@pytest.mark.parametrize(("metres", "km"), [(0.0, 1), (300.0, 1), (740.0, 1), (750.0, 2), (4_300.0, 9)])
def test_a_way_there_and_back_in_whole_kilometres(metres: float, km: int) -> None:
    assert round_trip_km(metres) == km


@pytest.mark.parametrize(
    ("limits", "spent", "over"),
    [
        (Limits(), Spent(99_999, 99_999), 0),
        (Limits(helper_cents=1000), Spent(660, 5000), 0),
        (Limits(helper_cents=1000), Spent(700, 5000), 40),
        (Limits(office_cents=1000), Spent(0, 900), 240),
        (Limits(helper_cents=0), Spent(), 340),
        (Limits(helper_cents=1000, office_cents=1000), Spent(700, 900), 240),
    ],
)
def test_what_is_over_a_limit(limits: Limits, spent: Spent, over: int) -> None:
    assert over_by(limits, spent, 340) == over


def test_months() -> None:
    december = month_of(date(2026, 12, 31))
    assert (december.word, december.before, december.next.word) == ("2026-12", date(2027, 1, 1), "2027-01")
    assert month_of(date(2026, 3, 31)).previous == Month(date(2026, 2, 1))
    assert read_month(" 2026-02 ") == Month(date(2026, 2, 1))
    assert [read_month(each) for each in ("", "2026-13", "2026-2", "1999-01", "2026-02-01")] == [None] * 5


def test_a_code_is_read_as_it_is_typed() -> None:
    code = new_code()
    assert read_code(shown_code(code)) == read_code(f" {shown_code(code).lower()} ") == code
    assert shown_code("7K3M9QXH2PDR") == "7K3M-9QXH-2PDR"
    assert read_code("oooo-iiii-llll") == "000011111111"
    assert [read_code(each) for each in ("", "7K3M", "7K3M-9QXH-2PD!", "UUUU-UUUU-UUUU")] == [None] * 4


def test_codes_do_not_come_twice() -> None:
    assert len({new_code() for _ in range(1000)}) == 1000


def test_initials() -> None:
    assert initials_of("Meryem von  Muster") == "M. V. M."
    assert initials_of("") == ""


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"\xff\xd8\xff\xe0abc", "image/jpeg"), (b"\x89PNG\r\n\x1a\nabc", "image/png"),
        (b"%PDF-1.7", "application/pdf"), (b"<html>", None), (b"<?xml version='1.0'?><svg/>", None),
        (b"GIF89a", None), (b"", None), (b" %PDF-1.7", None), (b"MZ", None),
    ],
)  # fmt: skip
def test_a_file_is_what_its_first_bytes_say(data: bytes, kind: str | None) -> None:
    assert media_type_of(data) == kind


def test_what_is_paid_can_be_taken_back_and_nothing_skips_a_step() -> None:
    assert set(NEXT_STATES) == set(CostState)
    assert CostState.PAID not in NEXT_STATES[CostState.CLAIMED]
    assert NEXT_STATES[CostState.PAID] == {CostState.APPROVED}
    assert not NEXT_STATES[CostState.WITHDRAWN]
