"""The day before a visit both sides are reminded, each on the own channel; twice does no harm."""

from __future__ import annotations

from collections.abc import Sequence
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
from helpexchange.follow_up.actions.telling import tell_once
from helpexchange.follow_up.links import VISIT
from helpexchange.follow_up.messages import FOLDER, Told, told_for_person, told_helper
from helpexchange.follow_up.queries import visits_to_remind_of
from helpexchange.follow_up.rules import LETTER_DAYS, is_time_for_letter
from helpexchange.notifications.models import OutboxMessage
from helpexchange.notifications.rules import Channel, MessageState
from helpexchange.representatives.queries import acting_for_each

MESSAGE = "reminder"
DAY = timedelta(days=1)


def remind_of_visits(*, by: Viewer, now: datetime) -> int:
    """Remind of the visits of tomorrow, and by letter of those some days ahead; return how many were told."""
    today, told = town_day(now), 0
    visits = visits_to_remind_of(by, first=today + DAY, last=today + LETTER_DAYS * DAY)
    people = {visit.engagement.request.person_id or 0 for visit in visits}
    acting = acting_for_each(by, people, today=today)
    for visit in visits:
        if visit.engagement.reminds_helper:
            told += _remind(visit, [told_helper(visit.helper)], by=by, now=now)
        if visit.engagement.reminds_person:
            of_person = acting.get(visit.engagement.request.person_id or 0, ())
            told += _remind(visit, told_for_person(visit.engagement, of_person), by=by, now=now)
    return told


def _remind(visit: Visit, everybody: Sequence[Told], *, by: Viewer, now: datetime) -> int:
    """Remind everybody of one side who is to be told; return how many were."""
    told = [_tell(visit, each, by=by, now=now) for each in everybody]
    if any(told):
        side = everybody[0].side
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
    """Cancel reminders of visits called off, moved, over, or now somebody else's; return how many."""
    waiting = select(OutboxMessage).where(
        OutboxMessage.message == f"{FOLDER}{MESSAGE}", OutboxMessage.state == MessageState.WAITING
    )
    by_visit: dict[int, list[OutboxMessage]] = {}
    for message in db.session.scalars(waiting.order_by(OutboxMessage.id)):
        by_visit.setdefault(int((message.once_key or "").split()[1]), []).append(message)
    visits = db.session.scalars(select(Visit).where(Visit.id.in_(sorted(by_visit))).order_by(Visit.id))
    planned = [each for each in visits if each.state is VisitState.PLANNED and each.starts_at > now]
    valid = {f"{_key(each)} {each.helper_id}" for each in planned}
    over = [
        message.id
        for messages in by_visit.values()
        for message in messages
        if " ".join((message.once_key or "").split()[:4]) not in valid
    ]
    cancel = update(OutboxMessage).where(
        OutboxMessage.id.in_(over), OutboxMessage.state == MessageState.WAITING
    )
    if over:
        db.session.execute(cancel.values(state=MessageState.CANCELLED))
    return len(over)
