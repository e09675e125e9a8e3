"""Reading policy.toml."""

from __future__ import annotations

import dataclasses
import re
import tomllib
from collections.abc import Mapping
from typing import Any

from matching.files.tables import Reading
from matching.pairing.problem import Policy, Travel, Weights

FILE = "policy.toml"
_EXPECTED = {
    int: "a whole number",
    float: "a number",
    bool: "true or false",
    Travel: "one of none, beeline, matrix",
}
_KEYS: Mapping[str, type] = {
    "grid_minutes": int,
    "travel": Travel,
    "detour": float,
    "speed_kmh": float,
    "only_listed_pairs": bool,
    "coverage_floor": float,
    "seed": int,
}
_WEIGHTS: Mapping[str, type] = {field.name: int for field in dataclasses.fields(Weights)}


def read_policy(reading: Reading) -> Policy:
    """Return the policy of the folder; an absent file, and what it leaves out, takes the defaults."""
    text = reading.text(FILE)
    settings = {} if text is None else _settings(reading, text)
    weights = settings.pop("weights", {})
    if not isinstance(weights, dict):
        _fault(reading, "weights", f"{weights!r}", "a table [weights]")
        weights = {}
    chosen = _known(reading, settings, _KEYS, ("weights",))
    return Policy(weights=Weights(**_known(reading, weights, _WEIGHTS)), **chosen)


def _settings(reading: Reading, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"line ([0-9]+)", str(error))
        reading.fault(
            FILE, int(line[1]) if line else 0, "", f"no TOML: {error}", "lines such as grid_minutes = 15"
        )
        return {}


def _known(
    reading: Reading, settings: Mapping[str, Any], kinds: Mapping[str, type], also: tuple[str, ...] = ()
) -> dict[str, Any]:
    """Return the settings that can be used; the others become faults."""
    chosen: dict[str, Any] = {}
    for key, setting in settings.items():
        if key not in kinds:
            _fault(reading, key, "the key is unknown", "one of " + ", ".join((*kinds, *also)))
        elif (value := _value(setting, kinds[key])) is None:
            _fault(reading, key, f"{setting!r}", _EXPECTED[kinds[key]])
        else:
            chosen[key] = value
    return chosen


def _value(setting: object, kind: type) -> object:
    """Return the setting as that kind, or None. TOML's true is no number although Python's is."""
    if kind is Travel:
        return next((travel for travel in Travel if travel == setting), None)
    if kind is float and isinstance(setting, int) and not isinstance(setting, bool):
        return float(setting)
    return setting if type(setting) is kind else None


def _fault(reading: Reading, key: str, problem: str, expected: str) -> None:
    reading.fault(FILE, 0, key, problem, expected)
