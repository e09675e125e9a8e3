"""The list of people: whom the viewer's offices know, narrowed, sorted, searched."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select, union

from helpexchange.accounts.models import Account, Invitation, OfficeMembership
from helpexchange.accounts.roles import Permission
from helpexchange.core.database import db
from helpexchange.core.paging import Page, fetch_page
from helpexchange.core.viewer import Viewer
from helpexchange.help_requests.models import (
    CallAttempt,
    CallBack,
    HelpRequest,
    PersonInNeed,
    RequestLanguage,
)
from helpexchange.help_requests.rules import FINAL_STATES, RequestState
from helpexchange.helper_profiles.models import HelperLanguage, HelperProfile
from helpexchange.helper_profiles.rules import ARRIVING_STATES, HelperState
from helpexchange.notifications.models import OutboxMessage
from helpexchange.offices.models import District
from helpexchange.people.rules import Order, Part, Standing
from helpexchange.people_index.models import KnownPerson
from helpexchange.people_index.queries import Fit, fitting, nearly_fitting
from helpexchange.people_index.rules import Source

PER_PAGE = 25
MOST_FOUND = 20
#: When fewer than these fit what was typed, those are shown too who would fit but for one letter.
FEW = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleWish:
    """What the list is narrowed to; None and "" stand for no wish.

    `silent_since` asks for those whom nobody wrote to or spoke with since that moment.
    """

    part: Part | None = None
    standing: Standing | None = None
    district_code: str = ""
    language: str = ""
    silent_since: datetime | None = None
    order: Order = Order.NAME


@dataclass(frozen=True, slots=True)
class Found:
    """Who fits what was typed, by name, and who nearly does; `total` counts the first also past the end."""

    people: Sequence[int]
    total: int
    nearly: Sequence[int] = ()


def people_page(viewer: Viewer, *, wish: PeopleWish, number: int) -> Page[int]:
    """Return a page of the ids of people whom the viewer's offices know."""
    statement = _narrowed(viewer, known_to(viewer), wish).with_only_columns(KnownPerson.id)
    return fetch_page(db.session(), _sorted(statement, wish.order), number=number, per_page=PER_PAGE)


def find_people(viewer: Viewer, *, typed: str, wish: PeopleWish) -> Found | None:
    """Return who fits what was typed of name, number, place or mail address; None when that is too little."""
    fits = fitting(viewer, KnownPerson.id, typed)
    if fits is None:
        return None
    people, total = _first_of(_fitting(viewer, fits, wish), wish.order)
    nearly = nearly_fitting(viewer, KnownPerson.id, typed) if total < FEW else None
    if nearly is None:
        return Found(people, total)
    others = _fitting(viewer, nearly, wish).where(KnownPerson.id.not_in(people))
    return Found(people, total, _first_of(others, wish.order)[0])


def _fitting(viewer: Viewer, fits: Fit, wish: PeopleWish) -> Select[Any]:
    everybody = _narrowed(viewer, known_to(viewer, few=fits.are_few), wish)
    return everybody.with_only_columns(KnownPerson.id).where(fits.condition)


def known_to(viewer: Viewer, *, few: bool = False) -> Select[KnownPerson]:
    """Return the statement that selects whom the viewer's offices know.

    Args:
        few: True if other conditions leave few people: each is then looked up by itself.
    """
    statement = select(KnownPerson).where(KnownPerson.merged_into_id.is_(None), KnownPerson.sort_key != "")
    if not viewer.may(Permission.SEE_PEOPLE):
        return statement.where(false())
    if viewer.is_network_wide:
        return statement
    ways = _of_offices(viewer.office_ids)
    if not few:
        return statement.where(_is_one_of(*ways))
    each = (way.where(next(iter(way.selected_columns)) == KnownPerson.id).exists() for way in ways)
    return statement.where(or_(*each))


def _of_offices(offices: Collection[int]) -> tuple[Select[Any], ...]:
    """Return who asked these offices, helps through them, works for them or was invited by them."""
    asked = HelpRequest.person_id == PersonInNeed.id
    works = OfficeMembership.account_id == Account.id
    invited = Invitation.account_id == Account.id
    return (
        select(PersonInNeed.known_id).join(HelpRequest, asked).where(HelpRequest.office_id.in_(offices)),
        select(HelperProfile.known_id).where(HelperProfile.office_id.in_(offices)),
        select(Account.known_id).join(OfficeMembership, works).where(OfficeMembership.office_id.in_(offices)),
        select(Account.known_id).join(Invitation, invited).where(Invitation.office_id.in_(offices)),
    )


def _is_one_of(*selects: Select[Any]) -> ColumnElement[bool]:
    return KnownPerson.id.in_(union(*selects) if len(selects) > 1 else selects[0])


def _narrowed(viewer: Viewer, statement: Select[KnownPerson], wish: PeopleWish) -> Select[KnownPerson]:
    """Narrow by the records of the viewer's offices: no filter tells what somebody asks of another office."""
    records = _Records(viewer)
    conditions = [
        _part(records, wish.part), _standing(records, wish.standing), _district(records, wish),
        _language(records, wish), _silent(records, wish),
    ]  # fmt: skip
    return statement.where(*(each for each in conditions if each is not None))


class _Records:
    """Whose records an office has: of those who ask, and of those who help."""

    def __init__(self, viewer: Viewer) -> None:
        self._viewer = viewer

    def asks(self, *conditions: Any) -> Select[Any]:
        own = HelpRequest.person_id == PersonInNeed.id
        statement = select(PersonInNeed.known_id).join(HelpRequest, own).where(*conditions)
        return self._own(statement, HelpRequest.office_id)

    def helps(self, *conditions: Any) -> Select[Any]:
        return self._own(select(HelperProfile.known_id).where(*conditions), HelperProfile.office_id)

    def _own(self, statement: Select[Any], office_id: Any) -> Select[Any]:
        viewer = self._viewer
        return statement if viewer.is_network_wide else statement.where(office_id.in_(viewer.office_ids))


def _part(records: _Records, part: Part | None) -> ColumnElement[bool] | None:
    if part is None:
        return None
    if part is Part.ACCOUNT:
        return _is_one_of(select(Account.known_id))
    asks, helps = _is_one_of(records.asks()), _is_one_of(records.helps())
    return {Part.ASKS: asks, Part.HELPS: helps, Part.BOTH: and_(asks, helps)}[part]


def _standing(records: _Records, standing: Standing | None) -> ColumnElement[bool] | None:
    state, helper = HelpRequest.state, HelperProfile.state
    if standing is None:
        return None
    if standing is Standing.NOTHING_OPEN:
        over = (HelperState.LEFT, HelperState.DECLINED)
        busy = (records.asks(state.not_in(FINAL_STATES)), records.helps(helper.not_in(over)))
        return and_(*(KnownPerson.id.not_in(_without_none(each)) for each in busy))
    wanted = {
        Standing.WAITING: records.asks(state.in_((RequestState.SUBMITTED, RequestState.OPEN))),
        Standing.BEING_HELPED: records.asks(state.in_((RequestState.PROPOSED, RequestState.AGREED))),
        Standing.ARRIVING: records.helps(helper.in_(ARRIVING_STATES)),
        Standing.ACTIVE: records.helps(helper == HelperState.ACTIVE),
        Standing.PAUSED: records.helps(helper == HelperState.PAUSED),
    }
    return _is_one_of(wanted[standing])


def _without_none(statement: Select[Any]) -> Select[Any]:
    """Leave out records of nobody in particular: with one of them, nobody would be "not among" the rest."""
    return statement.where(next(iter(statement.selected_columns)).is_not(None))


def _district(records: _Records, wish: PeopleWish) -> ColumnElement[bool] | None:
    if not wish.district_code:
        return None
    district = select(District.id).where(District.code == wish.district_code)
    return _is_one_of(
        records.asks(HelpRequest.district_id.in_(district)),
        records.helps(HelperProfile.district_id.in_(district)),
    )


def _language(records: _Records, wish: PeopleWish) -> ColumnElement[bool] | None:
    if not wish.language:
        return None
    asked = select(RequestLanguage.request_id).where(RequestLanguage.language == wish.language)
    spoken = select(HelperLanguage.helper_id).where(HelperLanguage.language == wish.language)
    told = PersonInNeed.language == wish.language
    return _is_one_of(
        records.asks(or_(told, HelpRequest.id.in_(asked))), records.helps(HelperProfile.id.in_(spoken))
    )


def _silent(records: _Records, wish: PeopleWish) -> ColumnElement[bool] | None:
    """Return who has neither asked, applied, been told something nor been spoken with since a moment."""
    since = wish.silent_since
    if since is None:
        return None
    called = select(CallBack.request_id).join(CallAttempt, CallAttempt.call_back_id == CallBack.id)
    reached = called.where(CallAttempt.at >= since, CallAttempt.is_reached)
    contacts = (
        records.asks(or_(HelpRequest.submitted_at >= since, HelpRequest.first_contact_at >= since)),
        records.asks(HelpRequest.id.in_(reached)),
        records.helps(HelperProfile.created_at >= since),
        records.helps(HelperProfile.id.in_(_told(Source.HELPER, since))),
        records.asks(PersonInNeed.id.in_(_told(Source.PERSON_IN_NEED, since))),
    )
    return and_(*(KnownPerson.id.not_in(_without_none(each)) for each in contacts))


def _told(source: Source, since: datetime) -> Select[Any]:
    return select(OutboxMessage.person_id).where(
        OutboxMessage.person_type == source.value, OutboxMessage.created_at >= since
    )


def _sorted(statement: Select[Any], order: Order) -> Select[Any]:
    if order is Order.NEWEST:
        return statement.order_by(KnownPerson.id.desc())
    return statement.order_by(KnownPerson.sort_key, KnownPerson.id)


def _first_of(statement: Select[Any], order: Order) -> tuple[list[int], int]:
    """Return the first people, and how many there are: counted as they are found, not a second time.

    Counting also keeps the engine from walking all people by name until it has met enough who fit.
    """
    counted = _sorted(statement.add_columns(func.count().over()), order).limit(MOST_FOUND)
    rows = db.session.execute(counted).all()
    return [row[0] for row in rows], rows[0][1] if rows else 0
