"""What the trail announces."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from helpexchange.core.viewer import Viewer


@dataclass(frozen=True, slots=True, kw_only=True)
class ActRecorded:
    """Announced with every entry, in the transaction of its act; the fields are those of the entry."""

    act: str
    object_type: str
    object_id: int
    office_id: int | None
    details: Mapping[str, Any]
    by: Viewer
    now: datetime
