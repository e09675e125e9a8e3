"""Somebody wishes to act for a person; the person gives their word.

Whoever calls these has read the person as the viewer's own, by a signed link, or as their office's. Who is
told what follows from the event that each of them announces.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from helpexchange.consents.rules import Wording
from helpexchange.core.clock import town_day
from helpexchange.core.database import db
from helpexchange.core.viewer import Viewer
from helpexchange.notifications.models import OutboxMessage
from helpexchange.notifications.rules import Channel, MessageState
from helpexchange.representatives.actions.changing import move, note
from helpexchange.representatives.models import Representation
from helpexchange.representatives.queries import representation_by_reference
from helpexchange.representatives.rules import (
    REPRESENTATION,
    Change,
    Relation,
    RepresentationDecidedError,
    RepresentationState,
    Told,
    WordGiven,
    check_until,
    check_word,
    is_in_force,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Representative:
    """Who wishes to act for somebody, and how to reach them; at least one way is known."""

    name: str
    relation: Relation
    organisation: str = ""
    phone: str = ""
    email: str = ""
    channel: Channel = Channel.CALL
    language: str | None = None
    reads_easy: bool = False
    account_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """The person's word.

    Attributes:
        wording, language: the words they agreed to and in which language; None where a court has decided.
        until: the last day on which it holds; None until somebody ends it.
    """

    given: WordGiven
    wording: Wording | None = None
    language: str = ""
    reads_easy: bool = False
    court_order_seen_on: date | None = None
    until: date | None = None
    told: Told = Told.BOTH
    may_see_data: bool = False


def ask_representation(
    *, person_id: int, office_id: int, who: Representative, reference: str, by: Viewer, now: datetime
) -> Representation:
    """Note that somebody wishes to act for a person; it waits for that person's word.

    The same `reference` again gives the one that is there.
    """
    new = _new(person_id, office_id, who, reference)
    return _add("ask_representation", new, None, by=by, now=now)


def record_representation(
    *,
    person_id: int,
    office_id: int,
    who: Representative,
    word: Word,
    reference: str,
    by: Viewer,
    now: datetime,
) -> Representation:
    """Note that somebody acts for a person, whose word the office has; the same `reference` again is once.

    Raises:
        CourtOrderError, UntilIsPastError: the word cannot be.
    """
    _check(who.relation, word, now)
    new = _new(person_id, office_id, who, reference)
    return _add("record_representation", new, word, by=by, now=now)


def confirm_representation(
    *, representation: Representation, word: Word, by: Viewer, now: datetime
) -> Representation:
    """Let a representation begin that waited for the person's word; given twice does no harm.

    Raises:
        CourtOrderError, UntilIsPastError: the word cannot be.
        RepresentationDecidedError: it no longer waits.
    """
    if representation.state is RepresentationState.IN_FORCE:
        return representation
    if representation.state is not RepresentationState.WAITING:
        raise RepresentationDecidedError
    _check(representation.relation, word, now)
    move(representation, RepresentationState.IN_FORCE)
    _give(representation, word, by, now)
    note("confirm_representation", Change.BEGUN, representation, by=by, now=now, given=word.given)
    return representation


def extend_representation(
    *, representation: Representation, until: date | None, by: Viewer, now: datetime
) -> Representation:
    """Let a representation that holds go on until another last day, or until somebody ends it.

    Raises:
        UntilIsPastError: the day has passed.
        RepresentationDecidedError: it does not hold.
    """
    today = town_day(now)
    if not is_in_force(representation.state, representation.until, today):
        raise RepresentationDecidedError
    check_until(until, today)
    if until == representation.until:
        return representation
    representation.until, representation.reminded_at = until, None
    note("extend_representation", Change.BEGUN, representation, by=by, now=now)
    return representation


def move_to_office(*, person_id: int, office_id: int) -> None:
    """Let another office answer for who acts for a person, and ask what is still to be asked.

    A part of handing a request over, in whose history it stands.
    """
    unfinished = (Representation.person_id == person_id) & Representation.ended_at.is_(None)
    ids = db.session.scalars(select(Representation.id).where(unfinished)).all()
    db.session.execute(update(Representation).where(Representation.id.in_(ids)).values(office_id=office_id))
    waiting = (OutboxMessage.object_type == REPRESENTATION) & OutboxMessage.object_id.in_(ids)
    waiting &= OutboxMessage.state == MessageState.WAITING
    db.session.execute(update(OutboxMessage).where(waiting).values(office_id=office_id))


def _new(person_id: int, office_id: int, who: Representative, reference: str) -> Representation:
    return Representation(
        reference=reference, person_id=person_id, office_id=office_id, account_id=who.account_id,
        state=RepresentationState.WAITING, relation=who.relation, organisation=who.organisation,
        name=who.name, phone=who.phone, email=who.email, channel=who.channel, language=who.language,
        reads_easy=who.reads_easy, link_number=1,
    )  # fmt: skip


def _add(act: str, new: Representation, word: Word | None, *, by: Viewer, now: datetime) -> Representation:
    """Keep a new one, or return the one that came with the same reference before."""
    known = representation_by_reference(by, new.reference)
    if known:
        return known
    new.asked_at = now
    if word:
        new.state = RepresentationState.IN_FORCE
        _give(new, word, by, now)
    try:
        with db.session.begin_nested():
            db.session.add(new)
    except IntegrityError:  # the same form, sent twice at the same moment, came in first
        known = representation_by_reference(by, new.reference)
        if known is None:
            raise
        return known
    note(act, Change.BEGUN if word else Change.ASKED, new, by=by, now=now, relation=new.relation)
    return new


def _check(relation: Relation, word: Word, now: datetime) -> None:
    today = town_day(now)
    check_word(relation, word.given, word.court_order_seen_on, today)
    check_until(word.until, today)


def _give(representation: Representation, word: Word, by: Viewer, now: datetime) -> None:
    """Write down the word, as it was given."""
    representation.word_given, representation.began_at = word.given, now
    representation.reminded_at = None
    representation.told, representation.may_see_data = word.told, word.may_see_data
    representation.until, representation.court_order_seen_on = word.until, word.court_order_seen_on
    representation.recorded_by = by.name if by.permissions else ""
    if word.wording is not None:
        easy = word.wording.easy if word.reads_easy and word.language == "de" else ""
        representation.version, representation.wording_language = word.wording.version, word.language
        representation.wording = easy or word.wording.texts[word.language]
