"""Every setting of an installation, how it is read from the environment, and what is refused at start."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from typing import get_args, get_type_hints

from helpexchange.config.refusals import REFUSALS
from helpexchange.config.settings import ENVIRONMENTS, LANGUAGES, PREFIX, Settings, SettingsError

__all__ = ["ENVIRONMENTS", "LANGUAGES", "PREFIX", "Settings", "SettingsError", "described", "load_settings"]


def load_settings(environ: Mapping[str, str], **given: object) -> Settings:
    """Read the settings from `environ`; `given` ones, by field name, win.

    Raises:
        SettingsError: a value is of the wrong type, unknown, unsafe or lacks its partner.
    """
    values, faults = _read(environ)
    if faults:
        raise SettingsError(faults)
    settings = Settings(**{**values, **given})  # type: ignore[arg-type]  # read by the field's own type
    faults = [sentence for refuse in REFUSALS for sentence in refuse(settings)]
    if faults:
        raise SettingsError(faults)
    return settings


def _read(environ: Mapping[str, str]) -> tuple[dict[str, object], list[str]]:
    types = {name: get_args(hint)[0] for name, hint in _hints().items()}
    values: dict[str, object] = {}
    faults = []
    for key, text in sorted(environ.items()):
        name = key.removeprefix(PREFIX).lower()
        if not key.startswith(PREFIX) or name.startswith("test_"):
            continue
        if name not in types:
            faults.append(f"{key} is no setting; see helpexchange/config/settings.py for all of them.")
            continue
        try:
            values[name] = types[name](text)
        except ValueError:
            faults.append(f"{key} is {text!r}, but it must be a whole number.")
    return values, faults


def _hints() -> dict[str, object]:
    return get_type_hints(Settings, include_extras=True)


def described() -> Iterator[tuple[str, object, str]]:
    """Yield (environment variable, default, meaning) of every setting."""
    hints = _hints()
    for each in dataclasses.fields(Settings):
        yield PREFIX + each.name.upper(), each.default, get_args(hints[each.name])[1]
