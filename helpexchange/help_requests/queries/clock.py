"""The first-contact clock: who has not been spoken to yet, and who should have been."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import Integer, func, select
from sqlalchemy.orm import contains_eager, joinedload, load_only

from helpexchange.accounts.models import Account
from helpexchange.core.database import db
from helpexchange.core.viewer import Viewer
from helpexchange.help_requests.models import HelpRequest, PersonInNeed
from helpexchange.help_requests.queries.day import MOST_LATE, PERSON_COLUMNS, SHOWN_COLUMNS
from helpexchange.help_requests.queries.records import in_full, of_offices
from helpexchange.help_requests.rules import Channel, RequestState
from helpexchange.skills.models import Skill


class Lateness(NamedTuple):
    """How many new requests of an office and channel wait, and for how many the day has passed."""

    office_id: int
    channel: Channel
    waiting: int
    late: int


def untold_late_requests(_viewer: Viewer, *, today: date, at_most: int = 200) -> Sequence[HelpRequest]:
    """Return the requests of the whole town that are late and whose people have not been told so."""
    statement = in_full(select(HelpRequest)).where(
        HelpRequest.state == RequestState.SUBMITTED,
        HelpRequest.first_contact_due_on < today,
        HelpRequest.first_contact_at.is_(None),
        HelpRequest.late_told_at.is_(None),
    )
    ordered = statement.order_by(HelpRequest.first_contact_due_on, HelpRequest.id).limit(at_most)
    return db.session.scalars(ordered).all()


def late_requests(viewer: Viewer, *, today: date, at_most: int = MOST_LATE) -> Sequence[HelpRequest]:
    """Return the late requests of the viewer's offices whose people have a number to call, latest first."""
    statement = (
        of_offices(viewer)
        .join(HelpRequest.person)
        .where(
            HelpRequest.state == RequestState.SUBMITTED,
            HelpRequest.first_contact_due_on < today,
            HelpRequest.first_contact_at.is_(None),
            PersonInNeed.phone != "",
        )
    )
    shown = statement.options(
        load_only(*SHOWN_COLUMNS),
        contains_eager(HelpRequest.person).load_only(*PERSON_COLUMNS),
        joinedload(HelpRequest.kind).load_only(Skill.name),
        joinedload(HelpRequest.owner).load_only(Account.name).lazyload("*"),
    )
    ordered = shown.order_by(HelpRequest.first_contact_due_on, HelpRequest.id).limit(at_most)
    return db.session.scalars(ordered).all()


def lateness(viewer: Viewer, *, today: date) -> Sequence[Lateness]:
    """Return who waits for a first contact, by office and channel."""
    is_late = func.sum((HelpRequest.first_contact_due_on < today).cast(Integer))
    waits = HelpRequest.first_contact_at.is_(None) & (HelpRequest.state == RequestState.SUBMITTED)
    keys = (HelpRequest.office_id, HelpRequest.channel)
    statement = of_offices(viewer).with_only_columns(*keys, func.count(), func.coalesce(is_late, 0))
    rows = db.session.execute(statement.where(waits).group_by(*keys).order_by(*keys))
    return [Lateness(*row) for row in rows]
