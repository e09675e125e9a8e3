"""A concern reaches the office at once, is sorted, has an owner and a day, and is closed with a note."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, NamedTuple

from helpexchange.accounts.roles import Permission
from helpexchange.audit_trail.actions import record
from helpexchange.core.clock import town_day
from helpexchange.core.database import db
from helpexchange.core.errors import NotAllowedRefusal
from helpexchange.core.viewer import Viewer
from helpexchange.engagements.actions.noting import lock
from helpexchange.engagements.models import Engagement
from helpexchange.engagements.rules import Outcome, Side
from helpexchange.follow_up.messages import FOLDER, concern_link, office_as_recipient
from helpexchange.follow_up.models import Concern
from helpexchange.follow_up.queries import CONCERN, concern_of_office, same_concern
from helpexchange.follow_up.rules import (
    KNOWN_URGENCY,
    LONGEST_WORDS,
    BadFollowUpError,
    Cause,
    ConcernClosedError,
    Urgency,
    WordsMissingError,
)
from helpexchange.help_requests.messages import PERSON_TYPE
from helpexchange.helper_profiles.queries import OBJECT_TYPE as HELPER_TYPE
from helpexchange.notifications.actions import tell
from helpexchange.notifications.rules import About


class Words(NamedTuple):
    """What somebody says is wrong; an answer to a question may come without words."""

    text: str
    cause: Cause = Cause.RAISED


def raise_concern(*, engagement: Engagement, side: Side, words: Words, by: Viewer, now: datetime) -> Concern:
    """Note that something is wrong, and tell the office at once, also at night.

    Whoever calls this has read the engagement as their own, or notes what was said on the phone. The same
    words again are the same concern.

    Raises:
        WordsMissingError: there are none.
    """
    text = words.text.strip()[:LONGEST_WORDS]
    if not text and words.cause is Cause.RAISED:
        raise WordsMissingError
    lock(Engagement, engagement.id)
    known = same_concern(by, engagement.id, side, text, now=now)
    if known is not None:
        return known
    is_helper = side is Side.HELPER
    concern = Concern(
        engagement_id=engagement.id, office_id=engagement.office_id, cause=words.cause, side=side,
        person_type=HELPER_TYPE if is_helper else PERSON_TYPE,
        person_id=engagement.helper_id if is_helper else engagement.request.person_id, text=text,
        representation_id=by.representation_id, raised_at=now, urgency=KNOWN_URGENCY.get(words.cause),
    )  # fmt: skip
    db.session.add(concern)
    db.session.flush()
    _note("raise_concern", concern, by=by, now=now, side=side)
    _tell_office(concern, engagement, by=by, now=now)
    return concern


def _tell_office(concern: Concern, engagement: Engagement, *, by: Viewer, now: datetime) -> None:
    to = office_as_recipient(engagement.office)
    if to is not None:
        tell(
            to=to, message=f"{FOLDER}concern", words={"link": concern_link(concern.id)},
            about=About(object_type=CONCERN, object_id=concern.id), by=by, now=now, is_urgent=True,
            once_key=f"concern {concern.id}",
        )  # fmt: skip


def triage_concern(*, concern_id: int, urgency: Urgency, by: Viewer, now: datetime) -> Outcome:
    """Sort a concern: urgent, soon, or only to be kept.

    Raises:
        NotFoundRefusal, NotAllowedRefusal: another office's, about the viewer, or they decide nothing.
        ConcernClosedError: a colleague has closed it.
    """
    return _change(concern_id, "triage_concern", {"urgency": urgency}, by=by, now=now)


def take_concern(*, concern_id: int, by: Viewer, now: datetime) -> Outcome:
    """Take a concern on; a colleague may take it over.

    Raises:
        NotFoundRefusal, NotAllowedRefusal, ConcernClosedError: as in `triage_concern`.
    """
    return _change(concern_id, "take_concern", {"owner_id": by.account_id}, by=by, now=now)


def plan_concern(*, concern_id: int, follow_up_on: date | None, by: Viewer, now: datetime) -> Outcome:
    """Say on which day a concern is looked at again; until then it is off the day board.

    Raises:
        NotFoundRefusal, NotAllowedRefusal, ConcernClosedError: as in `triage_concern`.
        BadFollowUpError: the day is past.
    """
    if follow_up_on is not None and follow_up_on < town_day(now):
        raise BadFollowUpError
    return _change(concern_id, "plan_concern", {"follow_up_on": follow_up_on}, by=by, now=now)


def close_concern(*, concern_id: int, note: str, by: Viewer, now: datetime) -> Outcome:
    """Close a concern with what came of it.

    Raises:
        NotFoundRefusal, NotAllowedRefusal: another office's, about the viewer, or they decide nothing.
        WordsMissingError: there is no note.
        ConcernClosedError: a colleague has closed it with other words.
    """
    if not note.strip():
        raise WordsMissingError
    concern = _of_office(concern_id, by)
    words = note.strip()[:LONGEST_WORDS]
    if concern.closed_at is not None:
        if concern.closed_note == words:
            return Outcome.DONE_BEFORE
        raise ConcernClosedError
    concern.closed_at, concern.closed_note = now, words
    _note("close_concern", concern, by=by, now=now)
    return Outcome.DONE


def reopen_concern(*, concern_id: int, by: Viewer, now: datetime) -> Outcome:
    """Open a concern again that was closed by mistake; the note stays until it is closed anew.

    Raises:
        NotFoundRefusal, NotAllowedRefusal: another office's, about the viewer, or they decide nothing.
    """
    concern = _of_office(concern_id, by)
    if concern.closed_at is None:
        return Outcome.DONE_BEFORE
    concern.closed_at, concern.cause = None, Cause.RAISED if concern.side is None else concern.cause
    _note("reopen_concern", concern, by=by, now=now)
    return Outcome.DONE


def _change(concern_id: int, act: str, values: dict[str, Any], *, by: Viewer, now: datetime) -> Outcome:
    concern = _of_office(concern_id, by)
    if concern.closed_at is not None:
        raise ConcernClosedError
    if all(getattr(concern, column) == value for column, value in values.items()):
        return Outcome.DONE_BEFORE
    for column, value in values.items():
        setattr(concern, column, value)
    kept = {column: value for column, value in values.items() if isinstance(value, str | int)}
    _note(act, concern, by=by, now=now, **kept)
    return Outcome.DONE


def _of_office(concern_id: int, by: Viewer) -> Concern:
    concern = concern_of_office(by, concern_id)
    if not by.may(Permission.DECIDE_PROPOSALS):
        raise NotAllowedRefusal
    lock(Concern, concern.id)
    return concern


def _note(act: str, concern: Concern, *, by: Viewer, now: datetime, **details: Any) -> None:
    db.session.flush()
    record(
        act=act, object_type=CONCERN, object_id=concern.id, office_id=concern.office_id, by=by, now=now,
        **details,
    )  # fmt: skip
