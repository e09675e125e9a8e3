"""Who has read the record of a person in need."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Select, false, or_, select
from sqlalchemy.orm import joinedload

from helpexchange.accounts.models import OfficeMembership
from helpexchange.accounts.roles import Permission
from helpexchange.core.clock import start_of_day
from helpexchange.core.database import db
from helpexchange.core.paging import Page, fetch_page
from helpexchange.core.viewer import Viewer
from helpexchange.people.models import RecordReading
from helpexchange.people_index.models import KnownPerson
from helpexchange.people_index.queries import fitting, nearly_fitting

PER_PAGE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingWish:
    """What the list of readings is narrowed to; None stands for no wish."""

    account_id: int | None = None
    person_id: int | None = None
    office_id: int | None = None
    day: date | None = None


def readings_page(viewer: Viewer, *, wish: ReadingWish, number: int, typed: str = "") -> Page[RecordReading]:
    """Return a page of who has read which record when, the latest first.

    Args:
        typed: of the name or number of who was read about.
    """
    statement = _readable(viewer).options(joinedload(RecordReading.person))
    if wish.account_id is not None:
        statement = statement.where(RecordReading.account_id == wish.account_id)
    if wish.person_id is not None:
        statement = statement.where(RecordReading.person_id == wish.person_id)
    if wish.office_id is not None:
        works = select(OfficeMembership.account_id).where(OfficeMembership.office_id == wish.office_id)
        statement = statement.where(RecordReading.account_id.in_(works))
    if wish.day is not None:
        first, last = start_of_day(wish.day), start_of_day(wish.day + timedelta(days=1))
        statement = statement.where(RecordReading.read_at >= first, RecordReading.read_at < last)
    if typed:
        statement = statement.where(_is_about(viewer, typed))
    latest = statement.order_by(RecordReading.read_at.desc(), RecordReading.id.desc())
    return fetch_page(db.session(), latest, number=number, per_page=PER_PAGE)


def readers(viewer: Viewer) -> list[tuple[int, str]]:
    """Return who has read any record, by name: account and name."""
    statement = _readable(viewer).with_only_columns(RecordReading.account_id, RecordReading.reader).distinct()
    rows = db.session.execute(statement.order_by(RecordReading.reader, RecordReading.account_id))
    return list({row[0]: (row[0], row[1]) for row in rows if row[1]}.values())


def _is_about(viewer: Viewer, typed: str) -> Any:
    conditions = [fitting(viewer, KnownPerson.id, typed), nearly_fitting(viewer, KnownPerson.id, typed)]
    wanted = or_(false(), *(each.condition for each in conditions if each is not None))
    return RecordReading.person_id.in_(select(KnownPerson.id).where(wanted))


def _readable(viewer: Viewer) -> Select[RecordReading]:
    statement: Select[RecordReading] = select(RecordReading)
    return statement if viewer.may(Permission.SEE_ACCESS_LOG) else statement.where(false())
