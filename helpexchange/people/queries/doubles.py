"""People who may have been entered twice, and merges that can still be undone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from helpexchange.accounts.roles import Permission
from helpexchange.core.database import db
from helpexchange.core.errors import NotFoundRefusal
from helpexchange.core.viewer import Viewer
from helpexchange.helper_profiles.models import HelperProfile
from helpexchange.people.models import DifferentPeople, PersonMerge
from helpexchange.people.queries.listing import known_to
from helpexchange.people.rules import UNDO_FOR, Side
from helpexchange.people_index.models import KnownPerson, SearchWord
from helpexchange.people_index.rules import WordKind

MOST_SHOWN = 50
OTHER = aliased(SearchWord, name="other_words")
_TELLING = (WordKind.PHONE, WordKind.MAIL, WordKind.WHOLE)


class Double(NamedTuple):
    """Two people who may be one; `kinds` is what they have in common, the smaller number first."""

    first_id: int
    second_id: int
    kinds: tuple[WordKind, ...]


def doubles(viewer: Viewer) -> list[Double]:
    """Return people known to the viewer who share a number, a mail address, or name and postcode."""
    return _grouped(viewer, _same_words(known_to(viewer)).where(SearchWord.person_id < OTHER.person_id))


def doubles_of(viewer: Viewer, known_id: int) -> list[Double]:
    """Return the same for one person."""
    return _grouped(viewer, _same_words(known_to(viewer).where(KnownPerson.id == known_id)))


def _same_words(people: Select[Any]) -> Select[Any]:
    """Select what these people share with others, beginning with their own words."""
    one = SearchWord
    ids = people.with_only_columns(KnownPerson.id)
    same = (OTHER.word == one.word) & (OTHER.kind == one.kind) & (OTHER.person_id != one.person_id)
    columns: Any = (one.person_id, OTHER.person_id, one.kind)
    pairs: Select[Any] = select(*columns).join(OTHER, same).distinct()
    return pairs.where(one.kind.in_(_TELLING), one.person_id.in_(ids))


def _grouped(viewer: Viewer, pairs: Select[Any]) -> list[Double]:
    known = known_to(viewer).with_only_columns(KnownPerson.id)
    different = _are_different(SearchWord.person_id, OTHER.person_id)
    statement = pairs.where(OTHER.person_id.in_(known), ~different)
    in_order = statement.order_by(SearchWord.person_id, OTHER.person_id, SearchWord.kind)
    found: dict[tuple[int, ...], list[WordKind]] = {}
    for one_id, other_id, kind in db.session.execute(in_order.limit(len(_TELLING) * MOST_SHOWN)):
        found.setdefault(tuple(sorted((one_id, other_id))), []).append(kind)
    return [Double(pair[0], pair[1], tuple(kinds)) for pair, kinds in found.items()][:MOST_SHOWN]


def _are_different(one: Any, other: Any) -> ColumnElement[bool]:
    first, second = DifferentPeople.first_id, DifferentPeople.second_id
    return exists().where(or_(and_(first == one, second == other), and_(first == other, second == one)))


def helpers_in_common(viewer: Viewer, kept_id: int, gone_id: int) -> dict[Side, HelperProfile]:
    """Return the newest profiles of two people who both help through the viewer's offices, else nothing."""
    sides = {kept_id: Side.KEPT, gone_id: Side.GONE}
    theirs = HelperProfile.known_id.in_(sides) & HelperProfile.office_id.in_(viewer.office_ids)
    in_full = (selectinload(HelperProfile.times), joinedload(HelperProfile.skills))
    statement = select(HelperProfile).where(theirs).options(*in_full).order_by(HelperProfile.id)
    found = {sides[each.known_id or 0]: each for each in db.session.scalars(statement).unique()}
    return found if len(found) > 1 else {}


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
