"""Telephone numbers of four countries, and names however they are spelt."""

import pytest

from helpexchange.core.folding import folded
from helpexchange.core.phones import dialled, is_mobile, phone_key


@pytest.mark.parametrize(
    ("text", "region", "key"),
    [
        ("0231 5550177", "DE", "+492315550177"),
        ("(0231) 555-0177", "DE", "+492315550177"),
        ("0231/5550177", "DE", "+492315550177"),
        ("+49 231 5550177", "DK", "+492315550177"),
        ("0049 231 5550177", "DE", "+492315550177"),
        ("09 360 12 34", "BE", "+3293601234"),
        ("0470 12 34 56", "BE", "+32470123456"),
        ("32 12 34 56", "DK", "+4532123456"),
        ("05332 12345", "AT", "+43533212345"),
        ("+1 202 555 0123", "DE", "+12025550123"),
        ("12", "DE", ""),
        ("call me", "DE", ""),
        ("0231 555 01 77 or 78", "DE", ""),
        ("", "DE", ""),
        ("9" * 60, "DE", ""),
    ],
)
def test_numbers_in_any_form(text: str, region: str, key: str) -> None:
    assert phone_key(text, region) == key


def test_text_messages_reach_mobile_phones() -> None:
    assert is_mobile("0171 1234567", "DE")
    assert not is_mobile("0231 5550177", "DE")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Müller", "Mueller"),
        ("Müller", "muller"),
        ("Åse", "Aase"),
        ("Søren", "soren"),
        ("Weiß", "WEISS"),
        ("René", "rene"),
    ],
)
def test_names_that_sound_the_same(one: str, other: str) -> None:
    assert folded(one) == folded(other)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("0231 / 55-01 (88)", "0231550188"),
        ("+49 231 5550188", "+492315550188"),
        ("+49 (0)231 5550188", "+492315550188"),
        ("", ""),
    ],
)
def test_a_link_dials_digits_only(written: str, expected: str) -> None:
    assert dialled(written) == expected
