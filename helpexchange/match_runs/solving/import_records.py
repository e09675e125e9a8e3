"""From the helpers, requests and pairs of a folder to rows of the tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, cast

from sqlalchemy import Table

from helpexchange.help_requests.models import HelpRequest, RequestLanguage, RequestSkill, RequestTime
from helpexchange.help_requests.rules import Channel, RequestState
from helpexchange.helper_profiles.models import (
    HelperCheck,
    HelperLanguage,
    HelperProfile,
    HelperSkill,
    HelperTime,
)
from helpexchange.helper_profiles.rules import HelperState
from matching import Helper, Request, Window

Key = tuple[Any, ...]


@dataclass(frozen=True)
class Belongings:
    """A table whose rows belong to one record; `columns` are all that is compared."""

    table: Table
    owner: str
    columns: tuple[str, ...]


@dataclass(frozen=True)
class Family:
    """A table of records known by their `reference`, and what belongs to them."""

    table: Table
    columns: tuple[str, ...]
    belongings: tuple[Belongings, ...]


@dataclass(frozen=True)
class Incoming:
    """A record as the folder has it.

    Attributes:
        values: what is compared with the row that is there, and written when it differs.
        at_first: what is written only when the record is new: its state, and dates that the system goes on
            counting itself.
        belongings: by name of the table, the key of each row and what else is written into it.
    """

    reference: str
    values: Mapping[str, Any]
    at_first: Mapping[str, Any]
    belongings: Mapping[str, Mapping[Key, Mapping[str, Any]]] = field(default_factory=dict)


@dataclass(frozen=True)
class Arrival:
    """When the folder is imported, and where records go.

    Attributes:
        places: (office id, district id) by the district's word in the folder; "" for records without one.
        kinds: the kind of help of each request, by its id.
    """

    now: datetime
    today: date
    places: Mapping[str, tuple[int, int | None]]
    kinds: Mapping[str, str]


def _table(model: type[Any]) -> Table:
    return cast(Table, model.__table__)


HELPERS = Family(
    table=_table(HelperProfile),
    columns=(
        "office_id", "district_id", "kind", "latitude", "longitude", "max_distance_m", "max_requests",
        "minutes_per_week",
    ),
    belongings=(
        Belongings(_table(HelperSkill), "helper_id", ("skill_code", "level")),
        Belongings(_table(HelperLanguage), "helper_id", ("language",)),
        Belongings(_table(HelperCheck), "helper_id", ("check_code",)),
        Belongings(_table(HelperTime), "helper_id", ("weekday", "start_min", "end_min")),
    ),
)  # fmt: skip

REQUESTS = Family(
    table=_table(HelpRequest),
    columns=(
        "office_id", "district_id", "kind_code", "latitude", "longitude", "max_distance_m", "helper_kinds",
        "checks", "helpers_needed", "together", "visits_per_week", "visit_minutes", "remote", "priority",
        "value",
    ),
    belongings=(
        Belongings(_table(RequestSkill), "request_id", ("skill_code", "is_needed")),
        Belongings(_table(RequestLanguage), "request_id", ("language",)),
        Belongings(_table(RequestTime), "request_id", ("weekday", "start_min", "end_min")),
    ),
)  # fmt: skip


def incoming_helper(helper: Helper, arrival: Arrival) -> Incoming:
    """Return the rows of a helper: active when new, since a list of helpers holds those who help."""
    office_id, district_id = arrival.places[helper.district]
    days = helper.last_engaged_days
    return Incoming(
        reference=helper.id,
        values={
            "office_id": office_id, "district_id": district_id, "kind": helper.kind.value,
            "latitude": helper.latitude, "longitude": helper.longitude,
            "max_distance_m": helper.max_distance_m, "max_requests": helper.max_requests,
            "minutes_per_week": helper.minutes_per_week,
        },
        at_first={
            "first_name": helper.id, "state": HelperState.ACTIVE, "created_at": arrival.now,
            "last_engaged_on": None if days is None else arrival.today - timedelta(days=days),
        },
        belongings={
            "helper_skills": {item: {} for item in helper.skills.items()},
            "helper_languages": {(language,): {} for language in helper.languages},
            "helper_checks": {(check,): {"seen_on": arrival.today} for check in helper.checks},
            "helper_times": {key: {} for key in _times(helper.windows)},
        },
    )  # fmt: skip


def incoming_request(request: Request, arrival: Arrival) -> Incoming:
    """Return the rows of a request: open when new, its waiting days counted back from now."""
    office_id, district_id = arrival.places[request.district]
    kind_code = arrival.kinds[request.id]
    return Incoming(
        reference=request.id,
        values={
            "office_id": office_id, "district_id": district_id, "kind_code": kind_code,
            "latitude": request.latitude, "longitude": request.longitude,
            "max_distance_m": request.max_distance_m,
            "helper_kinds": sorted(kind.value for kind in request.kinds), "checks": sorted(request.checks),
            "helpers_needed": request.helpers_needed, "together": request.together,
            "visits_per_week": request.visits_per_week, "visit_minutes": request.visit_minutes,
            "remote": request.remote, "priority": request.priority, "value": request.value,
        },
        at_first={
            "state": RequestState.OPEN, "channel": Channel.IMPORT,
            "submitted_at": arrival.now - timedelta(days=request.waiting_days),
        },
        belongings={
            "request_skills": {key: {} for key in _asked_skills(request, kind_code)},
            "request_languages": {(language,): {} for language in request.languages},
            "request_times": {key: {} for key in _times(request.windows)},
        },
    )  # fmt: skip


def _asked_skills(request: Request, kind_code: str) -> Iterator[tuple[str, bool]]:
    """Yield skill and whether it is needed; the kind of help is needed anyway and needs no row."""
    for skill in request.skills - {kind_code}:
        yield skill, True
    for skill in request.wished_skills - request.skills:
        yield skill, False


def _times(windows: tuple[Window, ...]) -> Iterator[Key]:
    return ((window.weekday, window.start_min, window.end_min) for window in windows)
