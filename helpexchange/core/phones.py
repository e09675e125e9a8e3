"""Telephone numbers as people write them, made comparable."""

from __future__ import annotations

import re

import phonenumbers
from flask import current_app, has_app_context
from phonenumbers import NumberParseException, PhoneNumberFormat, PhoneNumberType

#: The countries we work in, by the time zone of their town.
REGIONS = {
    "Europe/Berlin": "DE",
    "Europe/Brussels": "BE",
    "Europe/Copenhagen": "DK",
    "Europe/Vienna": "AT",
}
FEWEST_DIGITS = 6
OWN_CHARACTERS = re.compile(r"[\d\s()+/.\-]+")
_MOBILE = frozenset({PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE})


def own_region() -> str:
    """Return the country code of the town, by its time zone; Germany when nothing says otherwise."""
    zone = current_app.extensions["settings"].time_zone if has_app_context() else ""
    return REGIONS.get(zone, "DE")


def phone_key(text: str, region: str | None = None) -> str:
    """Return a number in international form (E.164), so that however it is written it is the same.

    Args:
        text: as typed; the country code may be missing.
        region: ISO 3166 code of the country of numbers without country code; the town's when left out.

    Returns:
        "" for what cannot be a number.
    """
    number = _parsed(text, region)
    return str(phonenumbers.format_number(number, PhoneNumberFormat.E164)) if number else ""


def same_number(one: str, other: str) -> bool:
    """Return whether two numbers reach the same phone, however they are written."""
    return one == other or phone_key(one) == phone_key(other)


def international(text: str) -> list[str]:
    """Return how a number, or its beginning, may begin in international form, without the plus."""
    digits = re.sub(r"\D", "", text)
    whole = phone_key(text).lstrip("+")
    if text.startswith("+") or digits.startswith("00"):
        begun = [digits.lstrip("0")]
    elif digits.startswith("0"):
        begun = [f"{phonenumbers.country_code_for_region(own_region())}{digits.lstrip('0')}"]
    else:
        begun = [digits, f"{phonenumbers.country_code_for_region(own_region())}{digits}"]
    return sorted({each for each in (whole, *begun) if each})


def dialled(text: str) -> str:
    """Return a number as telephones take it from a link: digits, and the plus of a country code."""
    plain = text.strip().replace("(0)", "")
    return ("+" if plain.startswith("+") else "") + re.sub(r"\D", "", plain)


def is_mobile(text: str, region: str | None = None) -> bool:
    """Return whether text messages probably reach this number."""
    number = _parsed(text, region)
    return number is not None and phonenumbers.number_type(number) in _MOBILE


def _parsed(text: str, region: str | None) -> phonenumbers.PhoneNumber | None:
    if not OWN_CHARACTERS.fullmatch(text.strip() or "-x") or sum(map(str.isdigit, text)) < FEWEST_DIGITS:
        return None
    own = region or own_region()
    found = []
    for each in dict.fromkeys((own, *REGIONS.values())):
        try:
            found.append(phonenumbers.parse(text, each))
        except NumberParseException:
            continue
    valid = next((number for number in found if phonenumbers.is_valid_number(number)), None)
    possible = next((number for number in found if phonenumbers.is_possible_number(number)), None)
    return valid or possible
