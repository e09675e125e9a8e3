"""Calls that are half noted are kept until they are saved, dropped or forgotten."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import delete

from helpexchange.accounts.roles import Permission
from helpexchange.audit_trail.actions import record
from helpexchange.core.database import db
from helpexchange.core.errors import NotAllowedRefusal
from helpexchange.core.viewer import Viewer
from helpexchange.help_requests.models import CallDraft
from helpexchange.help_requests.queries.callers import call_draft

CALL_DRAFT = "call_draft"


def keep_call(*, reference: str, answers: Mapping[str, str], by: Viewer, now: datetime) -> CallDraft | None:
    """Keep what has been typed so far; without a single answer nothing is kept.

    Only the first time is noted in the audit trail: the draft belongs to the viewer alone.

    Raises:
        NotAllowedRefusal: the viewer takes no calls.
    """
    if not by.may(Permission.CLEAR_REQUESTS) or by.account_id is None:
        raise NotAllowedRefusal
    draft = call_draft(by, reference)
    if draft is not None:
        draft.answers, draft.changed_at = dict(answers), now
        return draft
    if not any(answers.values()):
        return None
    draft = CallDraft(
        reference=reference, account_id=by.account_id, answers=dict(answers), started_at=now, changed_at=now
    )
    db.session.add(draft)
    db.session.flush()
    _record("keep_call", draft, by, now)
    return draft


def drop_call(*, reference: str, by: Viewer, now: datetime) -> None:
    """Throw a half-noted call of the viewer away; one that is gone already stays gone."""
    draft = call_draft(by, reference)
    if draft is not None:
        _record("drop_call", draft, by, now)
        db.session.delete(draft)
        db.session.flush()


def forget_calls(*, before: datetime, by: Viewer, now: datetime) -> int:
    """Throw away the calls of everybody that nobody has touched since `before`; return how many."""
    forgotten = db.session.execute(
        delete(CallDraft).where(CallDraft.changed_at < before).returning(CallDraft.id)
    )
    count = len(forgotten.all())
    if count:
        record(
            act="forget_calls",
            object_type=CALL_DRAFT,
            object_id=0,
            office_id=None,
            by=by,
            now=now,
            count=count,
        )
    return count


def _record(act: str, draft: CallDraft, by: Viewer, now: datetime) -> None:
    record(act=act, object_type=CALL_DRAFT, object_id=draft.id, office_id=None, by=by, now=now)
