"""The public board: open requests with a coarse place and without anything that tells who asks."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple

from pyproj import Geod
from sqlalchemy import Select, case, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload, load_only, selectinload

from helpexchange.core.database import db
from helpexchange.core.errors import NotFoundRefusal
from helpexchange.core.paging import Page, fetch_page
from helpexchange.core.viewer import Viewer
from helpexchange.core.week import HOURS, DayPart, WeeklyTime
from helpexchange.help_requests.models import HelpRequest, RequestLanguage, RequestTime
from helpexchange.help_requests.rules import WAITING_STATES, RequestState
from helpexchange.offices.models import District

EARTH = Geod(ellps="WGS84")
KM_M = 1_000
PER_PAGE = 20
# The board loads no other column of a request, so that no template can show one by mistake.
PUBLIC_COLUMNS = (
    HelpRequest.id,
    HelpRequest.kind_code,
    HelpRequest.district_id,
    HelpRequest.office_id,
    HelpRequest.visits_per_week,
    HelpRequest.visit_minutes,
    HelpRequest.is_one_off,
    HelpRequest.helpers_needed,
    HelpRequest.remote,
    HelpRequest.state,
    HelpRequest.submitted_at,
)


class BoardOrder(StrEnum):
    """How the board is sorted."""

    NEWEST = "newest"
    LONGEST = "longest"
    NEAREST = "nearest"


class Spot(NamedTuple):
    """A place on the map, WGS84, and the district it lies in."""

    latitude: float
    longitude: float
    district_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardWish:
    """What somebody looks for on the board; an empty field asks for nothing.

    Attributes:
        kind_codes: any of these kinds of help.
        weekday: 0 (Monday) to 6. With `part`, both must hold of the same time.
        near: if `order` is nearest, its own district comes first, then that with the nearest middle.
    """

    district_code: str = ""
    kind_codes: Sequence[str] = ()
    weekday: int | None = None
    part: DayPart | None = None
    language: str = ""
    near: Spot | None = None
    order: BoardOrder = BoardOrder.NEWEST


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenRequest:
    """A request as everybody may see it.

    `distance_km` is whole, from where the viewer looks to the district's middle; 0 in the viewer's own.
    `still_waits` is False once help is agreed, or it is over.
    """

    id: int
    kind_code: str
    kind_name: str
    district_name: str
    office_id: int
    times: Sequence[WeeklyTime]
    languages: Sequence[str]
    visits_per_week: int
    visit_minutes: int
    is_one_off: bool
    helpers_needed: int
    remote: bool
    submitted_at: datetime
    still_waits: bool
    distance_km: int | None


class DistrictCount(NamedTuple):
    """How many requests wait in a district, and its middle."""

    code: str
    name: str
    latitude: float | None
    longitude: float | None
    requests: int


def board_page(
    _viewer: Viewer, *, wish: BoardWish, number: int, per_page: int = PER_PAGE
) -> Page[OpenRequest]:
    """Return one page of the open requests that fit the wish."""
    statement = _with_public_parts(_open(wish)).order_by(*_order(wish))
    return fetch_page(db.session(), statement, number=number, per_page=per_page).map(
        lambda request: shown(request, wish.near)
    )


def first_on_board(_viewer: Viewer, *, wish: BoardWish, at_most: int) -> Sequence[OpenRequest]:
    """Return the first open requests that fit the wish."""
    statement = _with_public_parts(_open(wish)).order_by(*_order(wish)).limit(at_most)
    return [shown(request, wish.near) for request in db.session.scalars(statement)]


def open_request(_viewer: Viewer, request_id: int) -> OpenRequest:
    """Return what everybody may know of one request.

    Raises:
        NotFoundRefusal: there is none that is open.
    """
    request = db.session.scalar(_with_public_parts(_open(BoardWish())).where(HelpRequest.id == request_id))
    if request is None:
        raise NotFoundRefusal
    return shown(request)


def requests_by_district(_viewer: Viewer, *, wish: BoardWish) -> Sequence[DistrictCount]:
    """Return the number of fitting requests of every district that has some, by name."""
    found = _open(wish).with_only_columns(HelpRequest.district_id, func.count().label("requests"))
    counts = found.group_by(HelpRequest.district_id).subquery()
    statement = (
        select(District.code, District.name, District.latitude, District.longitude, counts.c.requests)
        .join(counts, counts.c.district_id == District.id)
        .order_by(District.name, District.id)
    )
    return [DistrictCount(*row) for row in db.session.execute(statement)]


def languages_on_board(_viewer: Viewer) -> Sequence[str]:
    """Return the codes of all languages that some request wishes for, sorted."""
    statement = select(RequestLanguage.language).distinct().order_by(RequestLanguage.language)
    return db.session.scalars(statement).all()


def _open(wish: BoardWish) -> Select[HelpRequest]:
    statement = select(HelpRequest).join(HelpRequest.district, isouter=True)
    statement = statement.where(HelpRequest.state == RequestState.OPEN)
    if wish.district_code:
        statement = statement.where(District.code == wish.district_code)
    if wish.kind_codes:
        statement = statement.where(HelpRequest.kind_code.in_(wish.kind_codes))
    if wish.language:
        speaks = RequestLanguage.language == wish.language
        statement = statement.where(HelpRequest.languages.any(speaks))
    return _at_wished_time(statement, wish)


def _at_wished_time(statement: Select[HelpRequest], wish: BoardWish) -> Select[HelpRequest]:
    """Keep requests with such a time, and those that name none: to them any time is right."""
    conditions = []
    if wish.weekday is not None:
        conditions.append(RequestTime.weekday == wish.weekday)
    if wish.part is not None:
        start_min, end_min = HOURS[wish.part]
        conditions += [RequestTime.start_min < end_min, RequestTime.end_min > start_min]
    if not conditions:
        return statement
    return statement.where(or_(HelpRequest.times.any(*_one(conditions)), ~HelpRequest.times.any()))


def _one(conditions: list[Any]) -> list[Any]:
    """Return the conditions as the single one that `any` takes."""
    first, *others = conditions
    for other in others:
        first = first & other
    return [first]


def _with_public_parts(statement: Select[HelpRequest]) -> Select[HelpRequest]:
    return statement.options(
        load_only(*PUBLIC_COLUMNS),
        contains_eager(HelpRequest.district).load_only(District.name, District.latitude, District.longitude),
        joinedload(HelpRequest.kind),
        selectinload(HelpRequest.times),
        selectinload(HelpRequest.languages),
    )


def _order(wish: BoardWish) -> list[Any]:
    newest = [HelpRequest.submitted_at.desc(), HelpRequest.id.desc()]
    if wish.order == BoardOrder.LONGEST:
        return [HelpRequest.submitted_at, HelpRequest.id]
    if wish.order == BoardOrder.NEAREST and wish.near:
        is_elsewhere = case((District.id == wish.near.district_id, 0), else_=1)
        return [is_elsewhere, District.latitude.is_(None), _squared_degrees(wish.near), *newest]
    return newest


def _squared_degrees(near: Spot) -> Any:
    """Return what grows with the distance: over one town the earth is flat enough to sort by."""
    north = District.latitude - near.latitude
    east = (District.longitude - near.longitude) * math.cos(math.radians(near.latitude))
    return north * north + east * east


def shown(request: HelpRequest, near: Spot | None = None) -> OpenRequest:
    """Return what everybody may know of a request; its parts should be loaded."""
    return OpenRequest(
        id=request.id, kind_code=request.kind_code, kind_name=request.kind.name,
        district_name=request.district.name if request.district else "", office_id=request.office_id,
        times=[WeeklyTime(time.weekday, time.start_min, time.end_min) for time in request.times],
        languages=[each.language for each in request.languages], visits_per_week=request.visits_per_week,
        visit_minutes=request.visit_minutes, is_one_off=request.is_one_off,
        helpers_needed=request.helpers_needed, remote=request.remote, submitted_at=request.submitted_at,
        still_waits=request.state in WAITING_STATES, distance_km=_distance_km(request.district, near),
    )  # fmt: skip


def _distance_km(district: District | None, near: Spot | None) -> int | None:
    if near is None or district is None or district.latitude is None or district.longitude is None:
        return None
    if district.id == near.district_id:
        return 0
    _there, _back, distance_m = EARTH.inv(
        near.longitude, near.latitude, district.longitude, district.latitude
    )
    return max(1, round(float(distance_m) / KM_M))
