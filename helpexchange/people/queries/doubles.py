"""People who may have been entered twice, and merges that can still be undone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import aliased

from helpexchange.accounts.roles import Permission
from helpexchange.core.database import db
from helpexchange.core.errors import NotFoundRefusal
from helpexchange.core.viewer import Viewer
from helpexchange.people.models import DifferentPeople, PersonMerge
from helpexchange.people.queries.listing import known_to
from helpexchange.people.rules import UNDO_FOR
from helpexchange.people_index.models import KnownPerson, SearchWord
from helpexchange.people_index.rules import WordKind

MOST_SHOWN = 50
_TELLING = (WordKind.PHONE, WordKind.MAIL, WordKind.WHOLE)


class Double(NamedTuple):
    """Two people who may be one; `kinds` is what they have in common, the smaller number first."""

    first_id: int
    second_id: int
    kinds: tuple[WordKind, ...]


def doubles(viewer: Viewer) -> list[Double]:
    """Return people known to the viewer who share a number, a mail address, or name and postcode."""
    return _grouped(_pairs(viewer))


def doubles_of(viewer: Viewer, known_id: int) -> list[Double]:
    """Return the same for one person."""
    one, other = SearchWord, _other()
    is_theirs = (one.person_id == known_id) | (other.person_id == known_id)
    return _grouped(_pairs(viewer, other).where(is_theirs))


def _other() -> Any:
    return aliased(SearchWord, name="other_words")


def _pairs(viewer: Viewer, other: Any = None) -> Select[Any]:
    one, other = SearchWord, other or _other()
    same = (other.word == one.word) & (other.kind == one.kind) & (other.person_id > one.person_id)
    known = known_to(viewer).with_only_columns(KnownPerson.id)
    are_different = exists().where(
        DifferentPeople.first_id == one.person_id, DifferentPeople.second_id == other.person_id
    )
    pairs = select(one.person_id, other.person_id, one.kind).join(other, same).distinct()
    pairs = pairs.where(one.kind.in_(_TELLING), one.person_id.in_(known), other.person_id.in_(known))
    pairs = pairs.where(~are_different)
    return pairs.order_by(one.person_id, other.person_id, one.kind).limit(len(_TELLING) * MOST_SHOWN)


def _grouped(statement: Select[Any]) -> list[Double]:
    found: dict[tuple[int, int], list[WordKind]] = {}
    for first_id, second_id, kind in db.session.execute(statement):
        found.setdefault((first_id, second_id), []).append(kind)
    return [Double(*pair, tuple(kinds)) for pair, kinds in found.items()][:MOST_SHOWN]


def merges(viewer: Viewer, *, now: datetime) -> Sequence[PersonMerge]:
    """Return the merges that can still be undone, newest first."""
    known = known_to(viewer).with_only_columns(KnownPerson.id)
    statement = select(PersonMerge).where(
        PersonMerge.kept_id.in_(known),
        PersonMerge.undone_at.is_(None),
        PersonMerge.merged_at > now - UNDO_FOR,
    )
    newest = statement.order_by(PersonMerge.merged_at.desc(), PersonMerge.id.desc())
    return db.session.scalars(newest.limit(MOST_SHOWN)).all()


def merge_by_id(viewer: Viewer, merge_id: int) -> PersonMerge:
    """Return a merge of people whom the viewer's offices know, locked to be undone.

    Raises:
        NotFoundRefusal: there is none, it is another office's, or the viewer may only look.
    """
    found = db.session.scalar(select(PersonMerge).where(PersonMerge.id == merge_id).with_for_update())
    if found is None or not viewer.may(Permission.CHANGE_PEOPLE):
        raise NotFoundRefusal
    known = known_to(viewer).where(KnownPerson.id == found.kept_id)
    merged_on = db.session.scalar(select(KnownPerson.merged_into_id).where(KnownPerson.id == found.kept_id))
    if merged_on is None and db.session.scalar(known) is None:
        raise NotFoundRefusal
    return found
