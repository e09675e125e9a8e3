"""Whose time has come to be forgotten."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, or_, select

from helpexchange.audit_trail.models import AuditEntry
from helpexchange.consents.models import Consent
from helpexchange.core.database import Base, db
from helpexchange.core.viewer import Viewer
from helpexchange.follow_up.models import Concern
from helpexchange.help_requests.models import CallBack, HelpRequest, PersonInNeed
from helpexchange.help_requests.queries.records import OBJECT_TYPE as REQUEST
from helpexchange.help_requests.rules import FINAL_STATES
from helpexchange.helper_profiles.models import HelperProfile
from helpexchange.helper_profiles.queries import OBJECT_TYPE as HELPER
from helpexchange.helper_profiles.rules import HelperState
from helpexchange.hours_and_costs.models import ClosedMonth, CostExport
from helpexchange.notifications.models import LetterBatch, OutboxMessage
from helpexchange.notifications.rules import MessageState
from helpexchange.people_index.models import KnownPerson
from helpexchange.privacy.rules import Kept, Person, PersonKind, limit
from helpexchange.representatives.models import Representation

#: What is left of a message whose words are forgotten.
NO_WORDS: dict[str, object] = {"name": "", "address": "", "subject": "", "text": "", "calendar": ""}
#: What is left of somebody who no longer acts for others.
NOBODY: dict[str, object] = {
    "name": "", "phone": "", "phone_key": "", "email": "", "organisation": "", "language": None,
    "reads_easy": False, "account_id": None, "recorded_by": "", "ended_by_name": "",
}  # fmt: skip
#: How the nightly forgetting stands in the audit trail.
ACT, OBJECT_TYPE = "forget_in_time", "retention"
_ENDED_MESSAGES = (MessageState.SENT, MessageState.CANCELLED)


def people_to_forget(_viewer: Viewer, *, now: datetime) -> list[Person]:
    """Return the people whose days are over; nobody with anything unfinished is among them."""
    asked = db.session.scalars(_people_in_need_due(limit(Kept.SINCE_LAST_REQUEST_ENDED, now)))
    helped = db.session.scalars(_helpers_due(limit(Kept.SINCE_HELPER_LEFT, now)))
    return [
        *(Person(kind=PersonKind.PERSON_IN_NEED, id=found) for found in asked),
        *(Person(kind=PersonKind.HELPER, id=found) for found in helped),
    ]


def _people_in_need_due(before: datetime) -> Any:
    own = HelpRequest.person_id == PersonInNeed.id
    unfinished = exists().where(own, HelpRequest.state.not_in(FINAL_STATES))
    recent = exists().where(own, HelpRequest.submitted_at >= before)
    touched = exists().where(
        own,
        AuditEntry.object_type == REQUEST,
        AuditEntry.object_id == HelpRequest.id,
        AuditEntry.at >= before,
    )
    # Who was merged with somebody else has no requests any more, but may come back while it can be undone.
    merged = exists().where(KnownPerson.id == PersonInNeed.known_id, KnownPerson.merged_into_id.is_not(None))
    return (
        select(PersonInNeed.id)
        .where(PersonInNeed.first_name != "", ~unfinished, ~recent, ~touched, ~merged)
        .order_by(PersonInNeed.id)
    )


def _helpers_due(before: datetime) -> Any:
    touched = exists().where(
        AuditEntry.object_type == HELPER, AuditEntry.object_id == HelperProfile.id, AuditEntry.at >= before
    )
    gone = HelperProfile.state.in_((HelperState.LEFT, HelperState.DECLINED))
    merged = exists().where(KnownPerson.id == HelperProfile.known_id, KnownPerson.merged_into_id.is_not(None))
    return (
        select(HelperProfile.id)
        .where(HelperProfile.first_name != "", gone, HelperProfile.created_at < before, ~touched, ~merged)
        .order_by(HelperProfile.id)
    )


def words_to_forget(now: datetime) -> list[tuple[str, type[Base], ColumnElement[bool], dict[str, object]]]:
    """Return whose words are forgotten now, although no person is: what, rows, condition and what is left."""
    ended = limit(Kept.SINCE_MESSAGE_ENDED, now)
    done = limit(Kept.SINCE_ACT, now)
    sent = and_(
        OutboxMessage.state.in_(_ENDED_MESSAGES), OutboxMessage.created_at < ended, OutboxMessage.text != ""
    )
    called = and_(CallBack.request_id.is_(None), CallBack.done_at < ended, CallBack.name != "")
    acted = and_(AuditEntry.at < done, AuditEntry.actor != "")
    agreed = and_(Consent.ended_at < done, or_(Consent.recorded_by != "", Consent.ended_by != ""))
    acted_for = and_(Representation.ended_at < done, Representation.name != "")
    closed = and_(Concern.closed_at < done, or_(Concern.text != "", Concern.closed_note != ""))
    printed = and_(LetterBatch.made_at < done, LetterBatch.made_by != "")
    exported = and_(CostExport.exported_at < done, CostExport.exported_by != "")
    month_closed = and_(ClosedMonth.closed_at < done, ClosedMonth.closed_by != "")
    return [
        ("messages", OutboxMessage, sent, NO_WORDS),
        ("calls", CallBack, called, {"name": "", "phone": "", "note": ""}),
        ("acts", AuditEntry, acted, {"actor": "", "details": {}}),
        ("letters", LetterBatch, printed, {"made_by": ""}),
        ("consents", Consent, agreed, {"recorded_by": "", "ended_by": ""}),
        ("representations", Representation, acted_for, NOBODY),
        ("concerns", Concern, closed, {"text": "", "closed_note": ""}),
        ("cost_exports", CostExport, exported, {"exported_by": ""}),
        ("closed_months", ClosedMonth, month_closed, {"closed_by": ""}),
    ]


def count_of(_viewer: Viewer, model: type[Base], condition: ColumnElement[bool]) -> int:
    """Return how many rows meet a condition."""
    return db.session.scalar(select(func.count()).select_from(model).where(condition)) or 0


def due_by_rule(viewer: Viewer, *, now: datetime) -> dict[str, int]:
    """Return how much is due at a moment, by the name of the rule; nothing is changed."""
    people = people_to_forget(viewer, now=now)
    by_kind = {str(kind): sum(each.kind is kind for each in people) for kind in PersonKind}
    counts = {
        what: select(func.count()).select_from(model).where(due).scalar_subquery()
        for what, model, due, _left in words_to_forget(now)
    }
    row = db.session.execute(select(*counts.values())).one()  # all of them in one read
    return by_kind | dict(zip(counts, row, strict=True))


def last_runs(_viewer: Viewer, *, at_most: int = 10) -> Sequence[AuditEntry]:
    """Return when forgetting last ran and what it took away: numbers, no names; the latest first."""
    ran = select(AuditEntry).where(AuditEntry.act == ACT, AuditEntry.object_type == OBJECT_TYPE)
    return db.session.scalars(ran.order_by(AuditEntry.at.desc(), AuditEntry.id.desc()).limit(at_most)).all()
