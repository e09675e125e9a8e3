"""Two people who are one: merged, undone within 30 days, or noted as different."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import delete, exists, select
from sqlalchemy.exc import IntegrityError

from helpexchange.accounts.roles import Permission
from helpexchange.audit_trail.actions import record
from helpexchange.core.database import db
from helpexchange.core.errors import NotAllowedRefusal, NotFoundRefusal
from helpexchange.core.viewer import Viewer
from helpexchange.help_requests.models import HelpRequest, PersonInNeed
from helpexchange.helper_profiles.models import HelperProfile
from helpexchange.match_runs.models import Proposal
from helpexchange.people.actions.changes import Changes, undo
from helpexchange.people.actions.making_one import make_one_helper
from helpexchange.people.actions.moving import ids_of, move_everything
from helpexchange.people.models import DifferentPeople, PersonMerge
from helpexchange.people.queries import known_person, merge_by_id, merged_into, records_of
from helpexchange.people.rules import (
    CHOICES,
    CHOICES_OF_HELPERS,
    KNOWN_PERSON,
    UNDO_FOR,
    AlreadyMergedError,
    MergedAgainError,
    MergeIsOldError,
    SamePersonError,
    Side,
)
from helpexchange.people_index.keeping import note_all
from helpexchange.people_index.models import KnownPerson


def merge_people(
    *, kept_id: int, gone_id: int, choices: Mapping[str, Side], by: Viewer, now: datetime
) -> PersonMerge:
    """Make two people one: everything of `gone_id` goes to `kept_id`.

    Args:
        choices: of which side each of `rules.CHOICES` is kept; what is left out stays.

    Raises:
        NotFoundRefusal, NotAllowedRefusal: the viewer does not know both, or may only look.
        SamePersonError: it is one person.
        AlreadyMergedError: somebody else was faster.
        BothHelpSameRequestError: both are promised to the same request.
    """
    if not by.may(Permission.CHANGE_PEOPLE):
        raise NotAllowedRefusal
    if kept_id == gone_id:
        raise SamePersonError
    both = {each: _locked(each, by) for each in sorted((kept_id, gone_id))}
    kept, gone = both[kept_id], both[gone_id]
    values = _chosen(by, kept, gone, choices)
    changes = Changes()
    left_over = make_one_helper(by, kept.id, gone.id, choices, changes)
    target = move_everything(kept.id, gone.id, changes, left_over=left_over)
    _write(kept.id, target, values, changes)
    changes.set(KnownPerson, "merged_into_id", [gone.id], None, kept.id)
    merge = PersonMerge(
        kept_id=kept.id, gone_id=gone.id, merged_by=by.name, merged_at=now, changes=changes.made
    )
    db.session.add(merge)
    db.session.flush()
    _refresh(kept.id, gone.id)
    _record("merge_people", merge, by=by, now=now)
    return merge


def undo_merge(*, merge_id: int, by: Viewer, now: datetime) -> PersonMerge:
    """Make two people of one again, as they were; what was written since stays where it is.

    Raises:
        NotFoundRefusal: there is no such merge of the viewer's people.
        MergeIsOldError: it is too long ago, or undone already.
        MergedAgainError: who was kept was merged again since.
    """
    merge = merge_by_id(by, merge_id)
    if merge.undone_at is not None or now - merge.merged_at >= UNDO_FOR:
        raise MergeIsOldError
    if (
        db.session.scalar(select(KnownPerson.merged_into_id).where(KnownPerson.id == merge.kept_id))
        is not None
    ):
        raise MergedAgainError
    undo(merge.changes)
    merge.undone_at, merge.changes = now, []
    db.session.flush()
    _refresh(merge.kept_id, merge.gone_id)
    _record("undo_merge", merge, by=by, now=now)
    return merge


def note_different(*, first_id: int, second_id: int, by: Viewer, now: datetime) -> None:
    """Note that two people who look like one are not; twice does no harm.

    Raises:
        NotFoundRefusal, NotAllowedRefusal: the viewer does not know both, or may only look.
    """
    if not by.may(Permission.CHANGE_PEOPLE):
        raise NotAllowedRefusal
    first, second = (known_person(by, each).id for each in sorted((first_id, second_id)))
    try:
        with db.session.begin_nested():
            db.session.add(DifferentPeople(first_id=first, second_id=second))
    except IntegrityError:  # noted already
        return
    record(
        act="note_different_people", object_type=KNOWN_PERSON, object_id=first, office_id=_an_office(by),
        by=by, now=now, other_id=second,
    )  # fmt: skip


def forget_merges(*, before: datetime, by: Viewer, now: datetime) -> int:
    """Forget how it was before merges that can no longer be undone; return how many."""
    old = db.session.scalars(
        select(PersonMerge).where(PersonMerge.merged_at <= before).order_by(PersonMerge.id)
    ).all()
    for merge in old:
        drop_merge(merge)
    if old:
        record(
            act="forget_merges", object_type=KNOWN_PERSON, object_id=0, office_id=None, by=by, now=now,
            count=len(old),
        )  # fmt: skip
    return len(old)


def drop_merge(merge: PersonMerge) -> None:
    """Forget how it was before a merge, with the record that nothing belongs to any more."""
    if merge.undone_at is None:
        used = exists().where(HelpRequest.person_id == PersonInNeed.id)
        empty = delete(PersonInNeed).where(PersonInNeed.known_id == merge.gone_id, ~used)
        db.session.execute(empty)
        left_over = ids_of(HelperProfile, merge.gone_id)
        db.session.execute(delete(Proposal).where(Proposal.helper_id.in_(left_over)))
        db.session.execute(delete(HelperProfile).where(HelperProfile.id.in_(left_over)))
        note_all(db.session(), merge.gone_id)
    db.session.delete(merge)
    db.session.flush()


def _locked(known_id: int, by: Viewer) -> KnownPerson:
    """Return a person, locked, so that of two merges at once the second sees what the first has done."""
    statement = select(KnownPerson).where(KnownPerson.id == known_id).with_for_update()
    found = db.session.scalar(statement.execution_options(populate_existing=True))
    if found is not None and found.merged_into_id is not None and merged_into(by, known_id) is not None:
        raise AlreadyMergedError
    if found is None:
        raise NotFoundRefusal
    return known_person(by, known_id)


def _chosen(
    by: Viewer, kept: KnownPerson, gone: KnownPerson, choices: Mapping[str, Side]
) -> dict[str, dict[str, Any]]:
    """Return the values that are kept of each choice, where one was made."""
    contacts = {Side.KEPT: records_of(by, kept).contact(), Side.GONE: records_of(by, gone).contact()}
    return {
        name: {column: contacts[side].get(column) for column in CHOICES[name]}
        for name, side in choices.items()
        if name in CHOICES
    }


def _write(kept_id: int, target: int | None, values: Mapping[str, Any], changes: Changes) -> None:
    """Write what was chosen into the records that stay."""
    if target is not None:
        _write_into(
            PersonInNeed, target, {k: v for each in values.values() for k, v in each.items()}, changes
        )
    theirs = [each for name, each in values.items() if name in CHOICES_OF_HELPERS]
    for helper_id in ids_of(HelperProfile, kept_id):
        _write_into(HelperProfile, helper_id, {k: v for each in theirs for k, v in each.items()}, changes)


def _write_into(model: Any, record_id: int, values: Mapping[str, Any], changes: Changes) -> None:
    db.session.expire_all()
    row = db.session.get(model, record_id)
    for column, value in values.items():
        if value is not None and row is not None:
            changes.set(model, column, [record_id], getattr(row, column), value)


def _refresh(*known_ids: int) -> None:
    """Let everybody be found by what their records say now."""
    db.session.expire_all()
    for known_id in known_ids:
        note_all(db.session(), known_id)
    db.session.flush()


def _an_office(by: Viewer) -> int | None:
    return min(by.office_ids, default=None)


def _record(act: str, merge: PersonMerge, *, by: Viewer, now: datetime) -> None:
    record(
        act=act, object_type=KNOWN_PERSON, object_id=merge.kept_id, office_id=_an_office(by), by=by, now=now,
        merge_id=merge.id, other_id=merge.gone_id,
    )  # fmt: skip
