"""Concerns of an office. Whom one may be about never finds it, whatever else they may see."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy import Select, case, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from helpexchange.accounts.models import Account
from helpexchange.accounts.roles import Permission
from helpexchange.core.database import db
from helpexchange.core.errors import NotFoundRefusal
from helpexchange.core.paging import Page, fetch_page, few
from helpexchange.core.viewer import Viewer
from helpexchange.engagements.models import Engagement
from helpexchange.engagements.rules import Side
from helpexchange.follow_up.models import Concern
from helpexchange.follow_up.rules import SAID_BY_SOMEBODY, SAME_CONCERN, Cause, Urgency
from helpexchange.help_requests.models import HelpRequest, PersonInNeed
from helpexchange.helper_profiles.models import HelperProfile
from helpexchange.offices.models import Office
from helpexchange.skills.models import Skill

CONCERN = "concern"
PER_PAGE = 25
#: What is urgent stands before what nobody has sorted yet, and that before the rest.
_FIRST = case(
    (Concern.urgency == Urgency.URGENT, 0), (Concern.urgency.is_(None), 1),
    (Concern.urgency == Urgency.SOON, 2), else_=3,
)  # fmt: skip


def concerns_due(viewer: Viewer, *, today: date, at_most: int) -> tuple[Sequence[Concern], int]:
    """Return the open concerns of the viewer's offices that are to be looked after today, and how many.

    The urgent stand first.
    """
    due = or_(Concern.follow_up_on.is_(None), Concern.follow_up_on <= today)
    statement = _visible(viewer).where(Concern.closed_at.is_(None), due)
    count = select(func.count()).select_from(statement.with_only_columns(Concern.id).subquery())
    first = few(statement.order_by(_FIRST, Concern.raised_at, Concern.id), at_most).options(*_LINE)
    rows = db.session.execute(first.add_columns(count.scalar_subquery())).all()
    return [row[0] for row in rows], rows[0][1] if rows else 0


def concerns_of_office(viewer: Viewer, *, number: int, is_closed: bool) -> Page[Concern]:
    """Return the open or the closed concerns of the viewer's offices."""
    if is_closed:
        statement = _visible(viewer).where(Concern.closed_at.is_not(None))
        statement = statement.order_by(Concern.closed_at.desc(), Concern.id.desc())
    else:
        statement = _visible(viewer).where(Concern.closed_at.is_(None))
        statement = statement.order_by(_FIRST, Concern.raised_at, Concern.id)
    return fetch_page(db.session(), statement, number=number, per_page=PER_PAGE)


def concern_of_office(viewer: Viewer, concern_id: int) -> Concern:
    """Return a concern of one of the viewer's offices.

    Raises:
        NotFoundRefusal: there is none, it is another office's, or it may be about the viewer.
    """
    concern = db.session.scalar(_visible(viewer).where(Concern.id == concern_id))
    if concern is None:
        raise NotFoundRefusal
    return concern


def concerns_of_engagement(viewer: Viewer, engagement_id: int) -> Sequence[Concern]:
    """Return the concerns about an engagement, newest first."""
    statement = _visible(viewer).where(Concern.engagement_id == engagement_id)
    return db.session.scalars(statement.order_by(Concern.raised_at.desc(), Concern.id.desc())).all()


def same_concern(
    _viewer: Viewer, engagement_id: int, side: Side, text: str, *, now: datetime
) -> Concern | None:
    """Return what the same side has just said in the same words."""
    statement = select(Concern).where(
        Concern.engagement_id == engagement_id, Concern.side == side, Concern.text == text,
        Concern.closed_at.is_(None), Concern.raised_at > now - SAME_CONCERN,
    )  # fmt: skip
    return db.session.scalars(statement.order_by(Concern.id)).first()


def noticed_concern(_viewer: Viewer, engagement_id: int, cause: Cause) -> Concern | None:
    """Return the open concern that the system has noticed about an engagement."""
    statement = select(Concern).where(
        Concern.engagement_id == engagement_id, Concern.cause == cause, Concern.closed_at.is_(None)
    )
    return db.session.scalar(statement)


def concerns_to_settle(_viewer: Viewer, engagement_id: int) -> Sequence[Concern]:
    """Return what the system noticed about an engagement and what its end settles; people's words stay."""
    statement = select(Concern).where(
        Concern.engagement_id == engagement_id, Concern.closed_at.is_(None),
        Concern.cause.not_in(sorted(SAID_BY_SOMEBODY | {Cause.DIED})),
    )  # fmt: skip
    return db.session.scalars(statement.order_by(Concern.id)).all()


def noticed_of_helper(_viewer: Viewer, helper_id: int, causes: Collection[Cause]) -> Sequence[Concern]:
    """Return the open concerns of these causes about a helper's engagements."""
    statement = select(Concern).join(Engagement, Engagement.id == Concern.engagement_id)
    statement = statement.where(
        Engagement.helper_id == helper_id, Concern.cause.in_(sorted(causes)), Concern.closed_at.is_(None)
    )
    return db.session.scalars(statement.order_by(Concern.id)).all()


def _visible(viewer: Viewer) -> Select[Concern]:
    """Return the statement of what the viewer's offices look after, without what may be about the viewer."""
    statement: Select[Concern] = select(Concern).join(Concern.engagement).join(Engagement.helper)
    statement = statement.join(Engagement.request).outerjoin(HelpRequest.person).options(*_PEOPLE)
    if not viewer.may(Permission.SEE_NEW_ARRIVALS):
        return statement.where(Concern.id.is_(None))
    if viewer.account_id is not None:
        for whose in (HelperProfile.account_id, PersonInNeed.account_id):
            statement = statement.where(or_(whose.is_(None), whose != viewer.account_id))
    if viewer.is_network_wide:
        return statement
    return statement.where(Concern.office_id.in_(viewer.office_ids))


_OF_REQUEST = contains_eager(Concern.engagement).contains_eager(Engagement.request)
_PEOPLE = (
    contains_eager(Concern.engagement).contains_eager(Engagement.helper),
    contains_eager(Concern.engagement).joinedload(Engagement.office),
    _OF_REQUEST.contains_eager(HelpRequest.person),
    _OF_REQUEST.joinedload(HelpRequest.kind),
    joinedload(Concern.owner),
)
#: What a line shows of them; each of these records has twenty to forty columns.
_LINE = (
    contains_eager(Concern.engagement).load_only(
        Engagement.state, Engagement.kind_code, Engagement.helper_id, Engagement.request_id
    ),
    contains_eager(Concern.engagement)
    .contains_eager(Engagement.helper)
    .load_only(HelperProfile.first_name, HelperProfile.last_name),
    contains_eager(Concern.engagement).joinedload(Engagement.office).load_only(Office.name),
    _OF_REQUEST.load_only(HelpRequest.reference, HelpRequest.kind_code, HelpRequest.person_id),
    _OF_REQUEST.contains_eager(HelpRequest.person).load_only(PersonInNeed.first_name, PersonInNeed.last_name),
    _OF_REQUEST.joinedload(HelpRequest.kind).load_only(Skill.name),
    joinedload(Concern.owner).load_only(Account.name).lazyload("*"),
)
