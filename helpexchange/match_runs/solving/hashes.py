"""Fingerprints of what was matched, so that anyone who has the same input can show that it is the same."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import is_dataclass
from enum import Enum
from typing import Any

from matching import Problem


def input_hashes(problem: Problem) -> dict[str, str]:
    """Return the sha256 of helpers, requests, pairs and policy, each as JSON lines in one fixed form."""
    return {
        "helpers": _digest(problem.helpers),
        "requests": _digest(problem.requests),
        "pairs": _digest(problem.pairs),
        "policy": _digest([problem.policy]),
    }


def _digest(records: Iterable[Any]) -> str:
    digest = hashlib.sha256()
    for record in records:
        digest.update(_line(record).encode())
    return digest.hexdigest()


def _line(record: Any) -> str:
    return json.dumps(_fields(record), sort_keys=True, default=_plain, ensure_ascii=False) + "\n"


def _fields(record: Any) -> dict[str, Any]:
    """The fields of a record with slots; asdict would copy every list of 20,000 people."""
    return {name: getattr(record, name) for name in record.__slots__}


def _plain(value: Any) -> Any:
    if isinstance(value, frozenset | set):
        return sorted(value)
    if isinstance(value, Mapping):
        return dict(value)
    if is_dataclass(value):
        return _fields(value)
    if isinstance(value, Enum):
        return value.value
    raise TypeError(f"{type(value).__name__} has no fixed form")
