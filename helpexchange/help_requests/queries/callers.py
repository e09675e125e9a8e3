"""Who is calling: people whom the viewer's offices know, found by what is typed of name or number."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Select, and_, or_, select

from helpexchange.core.database import db
from helpexchange.core.errors import NotFoundRefusal
from helpexchange.core.folding import folded
from helpexchange.core.phones import phone_key
from helpexchange.core.viewer import Viewer
from helpexchange.help_requests.models import CallDraft, HelpRequest, PersonInNeed
from helpexchange.help_requests.queries.records import of_offices
from helpexchange.people_index.queries import fitting, nearly_fitting
from helpexchange.representatives.queries import acted_for_from

MOST_SHOWN = 6


def callers(viewer: Viewer, typed: str, *, at_most: int = MOST_SHOWN) -> Sequence[PersonInNeed]:
    """Return people who fit what was typed of name, number or place; then those with one letter wrong.

    The number of whoever acts for somebody finds that person too.
    """
    fits = fitting(viewer, PersonInNeed.known_id, typed)
    if fits is None:
        return []
    known = or_(fits.condition, PersonInNeed.id.in_(acted_for_from(viewer, typed)))
    found = list(_people(_known_to(viewer).where(known), at_most))
    if len(found) < at_most:
        nearly = nearly_fitting(viewer, PersonInNeed.known_id, typed)
        if nearly is not None:
            others = _known_to(viewer).where(
                nearly.condition, PersonInNeed.id.not_in([each.id for each in found])
            )
            found += _people(others, at_most - len(found))
    return found


def doubles(
    viewer: Viewer, *, first_name: str, last_name: str, phone: str, postal_code: str
) -> Sequence[PersonInNeed]:
    """Return people with the same number, or with the same name and postcode."""
    number, name = phone_key(phone), folded(f"{first_name} {last_name}")
    same = []
    if number:
        same.append(PersonInNeed.phone_key == number)
    if name and postal_code:
        same.append(and_(PersonInNeed.name_key == name, PersonInNeed.postal_code == postal_code))
    return _people(_known_to(viewer).where(or_(*same)), MOST_SHOWN) if same else []


def person_of_office(viewer: Viewer, person_id: int) -> PersonInNeed:
    """Return somebody who has asked one of the viewer's offices before.

    Raises:
        NotFoundRefusal: there is no such person, or only other offices know them.
    """
    person = db.session.scalar(_known_to(viewer).where(PersonInNeed.id == person_id))
    if person is None:
        raise NotFoundRefusal
    return person


def call_drafts(viewer: Viewer) -> Sequence[CallDraft]:
    """Return the calls that the viewer has begun to note, newest first."""
    mine = CallDraft.account_id == (viewer.account_id or -1)
    statement = select(CallDraft).where(mine).order_by(CallDraft.changed_at.desc(), CallDraft.id.desc())
    return db.session.scalars(statement.limit(10)).all()


def call_draft(viewer: Viewer, reference: str) -> CallDraft | None:
    """Return a call that the viewer has begun to note, if it is not saved yet."""
    mine = CallDraft.account_id == (viewer.account_id or -1)
    return db.session.scalar(select(CallDraft).where(mine, CallDraft.reference == reference))


def _known_to(viewer: Viewer) -> Select[PersonInNeed]:
    """Select who has asked one of the viewer's offices; looked up for each fitting person, not for all."""
    asked = of_offices(viewer).with_only_columns(HelpRequest.id)
    return select(PersonInNeed).where(asked.where(HelpRequest.person_id == PersonInNeed.id).exists())


def _people(statement: Select[PersonInNeed], at_most: int) -> Sequence[PersonInNeed]:
    by_name = statement.order_by(PersonInNeed.last_name, PersonInNeed.first_name, PersonInNeed.id)
    return db.session.scalars(by_name.limit(at_most)).all()
