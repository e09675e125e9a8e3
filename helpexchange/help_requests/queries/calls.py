"""People to be called back by an office."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import joinedload

from helpexchange.accounts.models import Account
from helpexchange.accounts.roles import Permission
from helpexchange.core.database import db
from helpexchange.core.errors import NotFoundRefusal
from helpexchange.core.viewer import Viewer
from helpexchange.help_requests.models import CallAttempt, CallBack, HelpRequest
from helpexchange.help_requests.rules import Channel, RequestState
from helpexchange.skills.models import Skill

CALL_BACK = "call_back"


class Named(NamedTuple):
    """A kind of help, or an account, by its name."""

    name: str


class SpokenOf(NamedTuple):
    """What a list of calls shows of the request that a call is about."""

    id: int
    kind_code: str
    state: RequestState
    channel: Channel
    first_contact_at: datetime | None
    owner_id: int | None
    kind_name: str
    owner_name: str | None

    @property
    def kind(self) -> Named:
        """The kind of help, as a request has it."""
        return Named(self.kind_name)

    @property
    def owner(self) -> Named | None:
        """Who takes care of it, as a request has them."""
        return None if self.owner_name is None else Named(self.owner_name)


class AskedCall(NamedTuple):
    """A call that somebody asked for, and every try to make it, the first try first."""

    id: int
    request_id: int | None
    name: str
    phone: str
    note: str
    asked_at: datetime
    due_on: date
    again_at: datetime | None
    done_at: datetime | None
    request: SpokenOf | None
    attempts: list[Attempt]


class Attempt(NamedTuple):
    """One try to call somebody back, and what came of it."""

    at: datetime
    actor: str
    is_reached: bool
    note: str


_CALL_BACK, _ATTEMPT = AskedCall._fields[:9], Attempt._fields


def asked_calls(viewer: Viewer, *, done_since: datetime | None = None) -> list[AskedCall]:
    """Return all calls that the viewer's offices have to make because somebody asked, the earliest due first.

    They are read without records: there may be hundreds, and a list shows a few.

    Args:
        done_since: also those that were made since then, after the others.
    """
    call_backs = [getattr(CallBack, name) for name in _CALL_BACK]
    tries = [getattr(CallAttempt, name) for name in _ATTEMPT]
    statement = _waiting(viewer, done_since).outerjoin(CallBack.attempts).outerjoin(CallBack.request)
    statement = with_spoken_of(statement.with_only_columns(CallAttempt.id, *call_backs, *tries))
    found: dict[int, AskedCall] = {}
    rows: Any = db.session.execute(statement.order_by(CallAttempt.at, CallAttempt.id))
    for row in rows:
        attempt_id, *rest = row
        call_back, attempt = rest[: len(_CALL_BACK)], rest[len(_CALL_BACK) : -SPOKEN_OF]
        about = spoken_of(rest[-SPOKEN_OF:])
        asked = found.setdefault(call_back[0], AskedCall._make((*call_back, about, [])))
        if attempt_id is not None:
            asked.attempts.append(Attempt(*attempt))
    return list(found.values())


#: So many columns tell of a request.
SPOKEN_OF = len(SpokenOf._fields)


def with_spoken_of(statement: Select[Any]) -> Select[Any]:
    """Return a statement that has joined requests, with the columns of `SpokenOf` added at the end."""
    request = HelpRequest
    joined = statement.outerjoin(Skill, Skill.code == request.kind_code)
    return joined.outerjoin(Account, Account.id == request.owner_id).add_columns(
        request.id, request.kind_code, request.state, request.channel, request.first_contact_at,
        request.owner_id, Skill.name, Account.name,
    )  # fmt: skip


def spoken_of(columns: Sequence[Any]) -> SpokenOf | None:
    """Return the request that these columns tell of; None if there is none."""
    return None if columns[0] is None else SpokenOf._make(columns)


def call_back_of_office(viewer: Viewer, call_back_id: int) -> CallBack:
    """Return a call of one of the viewer's offices.

    Raises:
        NotFoundRefusal: there is none, or another office makes it.
    """
    found = db.session.scalar(_of_offices(viewer).where(CallBack.id == call_back_id))
    if found is None:
        raise NotFoundRefusal
    return found


def call_back_by_reference(_viewer: Viewer, reference: str) -> CallBack | None:
    """Return the call with this reference; who asked for it knows it from the signed session."""
    statement = select(CallBack).options(joinedload(CallBack.office)).where(CallBack.reference == reference)
    return db.session.scalar(statement)


def open_call_about(_viewer: Viewer, request_id: int) -> CallBack | None:
    """Return the call that is still to be made about a request which the viewer has read before."""
    statement = select(CallBack).where(CallBack.request_id == request_id, CallBack.done_at.is_(None))
    return db.session.scalar(statement.order_by(CallBack.id).limit(1))


def _waiting(viewer: Viewer, done_since: datetime | None) -> Select[CallBack]:
    stands: list[ColumnElement[bool]] = [CallBack.done_at.is_(None)]
    if done_since is not None:
        stands.append(CallBack.done_at >= done_since)
    first_due = (CallBack.done_at.is_not(None), CallBack.due_on, CallBack.asked_at, CallBack.id)
    return _of_offices(viewer).where(or_(*stands)).order_by(*first_due)


def _of_offices(viewer: Viewer) -> Select[CallBack]:
    statement = select(CallBack)
    if not viewer.may(Permission.SEE_NEW_ARRIVALS):
        return statement.where(CallBack.id.is_(None))
    if viewer.is_network_wide:
        return statement
    return statement.where(CallBack.office_id.in_(viewer.office_ids))
