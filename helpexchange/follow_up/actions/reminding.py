"""The day before a visit both sides are reminded, each on the own channel; twice does no harm."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, update

from helpexchange.audit_trail.actions import record
from helpexchange.core.clock import town_day
from helpexchange.core.database import db
from helpexchange.core.viewer import Viewer
from helpexchange.engagements.models import Visit
from helpexchange.engagements.queries import OBJECT_TYPE
from helpexchange.engagements.rules import Side, VisitState
from helpexchange.follow_up.actions.telling import tell_once, told_of
from helpexchange.follow_up.links import VISIT
from helpexchange.follow_up.messages import FOLDER, Told
from helpexchange.follow_up.queries import visits_to_remind_of
from helpexchange.follow_up.rules import LETTER_DAYS, is_time_for_letter
from helpexchange.notifications.models import OutboxMessage
from helpexchange.notifications.rules import Channel, MessageState

MESSAGE = "reminder"
DAY = timedelta(days=1)


def remind_of_visits(*, by: Viewer, now: datetime) -> int:
    """Remind of the visits of tomorrow, and by letter of those some days ahead; return how many were told."""
    today, told = town_day(now), 0
    for visit in visits_to_remind_of(by, first=today + DAY, last=today + LETTER_DAYS * DAY):
        sides = [Side.HELPER] if visit.engagement.reminds_helper else []
        sides += [Side.PERSON] if visit.engagement.reminds_person else []
        told += sum(_remind(visit, side, by=by, now=now) for side in sides)
    return told


def _remind(visit: Visit, side: Side, *, by: Viewer, now: datetime) -> int:
    told = [
        _tell(visit, each, by=by, now=now)
        for each in told_of(visit.engagement, side, by=by, now=now, helper=visit.helper)
    ]
    if any(told):
        record(
            act="remind_of_visit", object_type=OBJECT_TYPE, object_id=visit.engagement_id,
            office_id=visit.office_id, by=by, now=now, visit_id=visit.id, side=side,
        )  # fmt: skip
    return sum(told)


def _tell(visit: Visit, to: Told, *, by: Viewer, now: datetime) -> bool:
    today = town_day(now)
    way = to.recipient.reachable_by()
    if way is Channel.LETTER:
        is_time = is_time_for_letter(visit.day, today)
        if is_time is None or (is_time is False and visit.day - today > DAY):
            return False
        way = Channel.LETTER if is_time else Channel.CALL
    elif visit.day - today > DAY:
        return False
    who: dict[str, Any] = {"who": visit.helper.first_name} if to.side is Side.PERSON else {}
    key = f"{_key(visit)} {visit.helper_id} {'call' if way is not to.recipient.reachable_by() else ''}"
    if _was_told_by_letter(visit, to, way):
        return False
    return tell_once(
        visit.engagement, to, MESSAGE, key=key.strip(), by=by, now=now, channel=way, is_essential=False,
        on_quiet_days=True, starts_at=visit.starts_at, answer=to.answer_at(VISIT, visit.id), **who,
    )  # fmt: skip


def _was_told_by_letter(visit: Visit, to: Told, way: Channel) -> bool:
    """Return whether whoever would be called now was sent a letter in time."""
    if way is to.recipient.reachable_by():
        return False
    key = " ".join(filter(None, (f"{_key(visit)} {visit.helper_id}", str(to.side), to.key)))
    return db.session.scalar(select(OutboxMessage.id).where(OutboxMessage.once_key == key)) is not None


def _key(visit: Visit) -> str:
    """Return what a reminder is told once for: a visit at a time; moved, one is reminded anew."""
    return f"reminder {visit.id} {int(visit.starts_at.timestamp())}"


def take_back_reminders(*, now: datetime) -> int:
    """Cancel reminders that wait although the visit is called off, moved or over; return how many."""
    waiting = select(OutboxMessage).where(
        OutboxMessage.message == f"{FOLDER}{MESSAGE}", OutboxMessage.state == MessageState.WAITING
    )
    by_visit: dict[int, list[OutboxMessage]] = {}
    for message in db.session.scalars(waiting.order_by(OutboxMessage.id)):
        by_visit.setdefault(int((message.once_key or "").split()[1]), []).append(message)
    visits = db.session.scalars(select(Visit).where(Visit.id.in_(sorted(by_visit))).order_by(Visit.id))
    valid = {_key(each): each for each in visits if each.state is VisitState.PLANNED and each.starts_at > now}
    over = [
        message.id
        for messages in by_visit.values()
        for message in messages
        if " ".join((message.once_key or "").split()[:3]) not in valid
    ]
    cancel = update(OutboxMessage).where(
        OutboxMessage.id.in_(over), OutboxMessage.state == MessageState.WAITING
    )
    if over:
        db.session.execute(cancel.values(state=MessageState.CANCELLED))
    return len(over)
