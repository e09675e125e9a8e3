"""Reading helpers: for themselves, and for the office that answers for them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from helpexchange.accounts.roles import Permission
from helpexchange.audit_trail.models import AuditEntry
from helpexchange.audit_trail.queries import history
from helpexchange.core.database import db
from helpexchange.core.errors import NotFoundRefusal
from helpexchange.core.paging import Page, fetch_page
from helpexchange.core.viewer import Viewer
from helpexchange.helper_profiles.models import HelperCheck, HelperProfile, HelperSkill
from helpexchange.helper_profiles.rules import ARRIVING_STATES, HelperKind, HelperState
from helpexchange.people_index.models import KnownPerson
from helpexchange.skills.models import Skill

OBJECT_TYPE = "helper"
PER_PAGE = 25


class OfficeCount(NamedTuple):
    """How many helpers of an office stand at a state."""

    office_id: int
    state: HelperState
    helpers: int


class StudentCount(NamedTuple):
    """How many students of the town stand at a state."""

    state: HelperState
    students: int


def arriving_helpers(viewer: Viewer, *, number: int, per_page: int = PER_PAGE) -> Page[HelperProfile]:
    """Return the viewer's offices' helpers who are not active yet, longest waiting first."""
    statement = _shown(of_offices(viewer)).where(HelperProfile.state.in_(ARRIVING_STATES))
    statement = statement.order_by(HelperProfile.created_at, HelperProfile.id)
    return fetch_page(db.session(), statement, number=number, per_page=per_page)


def arrival_count(viewer: Viewer) -> int:
    """Return how many helpers of the viewer's offices are on their way to being active."""
    statement = of_offices(viewer).where(HelperProfile.state.in_(ARRIVING_STATES))
    return db.session.scalar(select(func.count()).select_from(statement.subquery())) or 0


def helper_of_office(viewer: Viewer, helper_id: int) -> HelperProfile:
    """Return a helper of one of the viewer's offices.

    Raises:
        NotFoundRefusal: there is none, or they belong to another office.
    """
    helper = db.session.scalar(in_full(of_offices(viewer)).where(HelperProfile.id == helper_id))
    if helper is None:
        raise NotFoundRefusal
    return helper


def own_helper(viewer: Viewer, reference: str) -> HelperProfile:
    """Return the helper with this reference, who is the viewer's own.

    Whoever knows the reference has it from the signed session: from having applied, or from a signed link.
    A coordinator of the helper's office may act for them, for instance while they are on the phone.

    Raises:
        NotFoundRefusal: there is none, or they have an account and somebody else is signed in.
    """
    statement = select(HelperProfile).options(
        joinedload(HelperProfile.district), joinedload(HelperProfile.office)
    )
    helper = db.session.scalar(statement.where(HelperProfile.reference == reference))
    if helper is None or not (_is_own(viewer, helper) or _may_act_for(viewer, helper)):
        raise NotFoundRefusal
    return helper


def _is_own(viewer: Viewer, helper: HelperProfile) -> bool:
    """Return whether the profile is the viewer's own; for one without an account a link is enough."""
    if viewer.account_id is None or viewer.account_id == helper.account_id:
        return True
    return helper.account_id is None and not viewer.permissions


def _may_act_for(viewer: Viewer, helper: HelperProfile) -> bool:
    return viewer.may(Permission.ACTIVATE_HELPERS) and helper.office_id in viewer.office_ids


def own_reference(viewer: Viewer) -> str | None:
    """Return the reference of the viewer's own profile as a helper, if their account has one."""
    if viewer.account_id is None:
        return None
    statement = select(HelperProfile.reference).where(HelperProfile.account_id == viewer.account_id)
    return db.session.scalar(statement.order_by(HelperProfile.id).limit(1))


def reference_of(_viewer: Viewer, helper_id: int) -> str | None:
    """Return the reference of a helper; who asks has read the id from a signed link."""
    return db.session.scalar(select(HelperProfile.reference).where(HelperProfile.id == helper_id))


def profile_that_stays(_viewer: Viewer, helper: HelperProfile) -> HelperProfile:
    """Return the profile of whom a helper turned out to be, or the same; who asks came by a signed link."""
    known, profile = helper.known, helper
    while known is not None and known.merged_into_id is not None:
        known = db.session.get(KnownPerson, known.merged_into_id)
        theirs = _shown(select(HelperProfile)).where(HelperProfile.known_id == (known.id if known else None))
        same_office_first = (HelperProfile.office_id != helper.office_id, HelperProfile.id.desc())
        profile = db.session.scalar(theirs.order_by(*same_office_first).limit(1)) or profile
    return profile


def own_profile(viewer: Viewer) -> HelperProfile | None:
    """Return the viewer's own profile as a helper, if they have one."""
    statement = _shown(select(HelperProfile)).where(HelperProfile.account_id == (viewer.account_id or -1))
    return db.session.scalar(statement.order_by(HelperProfile.id).limit(1))


def helper_by_reference(_viewer: Viewer, reference: str) -> HelperProfile | None:
    """Return the helper with this reference; who sent it knows the reference from the signed session."""
    return db.session.scalar(in_full(select(HelperProfile)).where(HelperProfile.reference == reference))


def just_stepped(
    viewer: Viewer, *, acts: Collection[str], since: datetime, at_most: int = 20
) -> Sequence[tuple[AuditEntry, HelperProfile]]:
    """Return the latest of these acts about helpers of the viewer's offices, newest first."""
    about = (AuditEntry.object_type == OBJECT_TYPE) & (AuditEntry.object_id == HelperProfile.id)
    statement = of_offices(viewer).join(AuditEntry, about).with_only_columns(AuditEntry, HelperProfile)
    statement = statement.where(AuditEntry.act.in_(sorted(acts)), AuditEntry.at >= since)
    newest_first = statement.order_by(AuditEntry.at.desc(), AuditEntry.id.desc())
    return db.session.execute(newest_first.limit(at_most)).all()


def active_count(_viewer: Viewer) -> int:
    """Return how many helpers are active in the whole town: a number that everybody may know."""
    active = HelperProfile.state == HelperState.ACTIVE
    return db.session.scalar(select(func.count()).select_from(HelperProfile).where(active)) or 0


def student_counts(_viewer: Viewer) -> Sequence[StudentCount]:
    """Return how many students of the town stand at each state: numbers without names."""
    statement = (
        select(HelperProfile.state, func.count())
        .where(HelperProfile.kind == HelperKind.STUDENT)
        .group_by(HelperProfile.state)
        .order_by(HelperProfile.state)
    )
    return [StudentCount(*row) for row in db.session.execute(statement)]


def counts_by_office(viewer: Viewer) -> Sequence[OfficeCount]:
    """Return how many helpers of each of the viewer's offices stand at each state."""
    statement = (
        of_offices(viewer)
        .with_only_columns(HelperProfile.office_id, HelperProfile.state, func.count())
        .group_by(HelperProfile.office_id, HelperProfile.state)
        .order_by(HelperProfile.office_id, HelperProfile.state)
    )
    return [OfficeCount(*row) for row in db.session.execute(statement)]


def missing_checks(_viewer: Viewer, helper_ids: Sequence[int], *, today: date) -> dict[int, list[str]]:
    """Return the checks that each helper's kinds of help ask for and that are not, or no longer, passed."""
    wanted = select(HelperSkill.helper_id, Skill.checks).join(Skill, Skill.code == HelperSkill.skill_code)
    valid = or_(HelperCheck.expires_on.is_(None), HelperCheck.expires_on >= today)
    passed = select(HelperCheck.helper_id, HelperCheck.check_code).where(valid)
    wanted = wanted.where(HelperSkill.helper_id.in_(helper_ids)).order_by(HelperSkill.helper_id)
    passed = passed.where(HelperCheck.helper_id.in_(helper_ids)).order_by(HelperCheck.helper_id)
    seen = {tuple(row) for row in db.session.execute(passed)}
    missing: dict[int, set[str]] = {helper_id: set() for helper_id in helper_ids}
    for helper_id, checks in db.session.execute(wanted):
        missing[helper_id] |= {check for check in checks if (helper_id, check) not in seen}
    return {helper_id: sorted(checks) for helper_id, checks in missing.items()}


def asked_checks(_viewer: Viewer, helper_ids: Sequence[int]) -> dict[int, dict[str, list[str]]]:
    """Return, for each helper, the kinds of help they offer that ask for each check: codes by code."""
    statement = select(HelperSkill.helper_id, Skill.code, Skill.checks).join(
        Skill, Skill.code == HelperSkill.skill_code
    )
    statement = statement.where(HelperSkill.helper_id.in_(helper_ids))
    asked: dict[int, dict[str, list[str]]] = {helper_id: {} for helper_id in helper_ids}
    for helper_id, code, checks in db.session.execute(statement.order_by(HelperSkill.helper_id, Skill.code)):
        for check in sorted(checks):
            asked[helper_id].setdefault(check, []).append(code)
    return asked


def wanted_requests(viewer: Viewer, helper_ids: Sequence[int]) -> dict[int, int]:
    """Return the id of the help request that made a helper come, of those helpers who named one."""
    entries = history(viewer, object_type=OBJECT_TYPE, object_ids=helper_ids, at_most=10 * PER_PAGE)
    applied = [entry for entry in entries if entry.act == "apply_as_helper"]
    wanted = {entry.object_id: entry.details.get("wanted_request_id") for entry in applied}
    return {helper_id: request_id for helper_id, request_id in wanted.items() if request_id}


def latest_act(viewer: Viewer, helper_id: int) -> AuditEntry | None:
    """Return what was done last about a helper, as far as the viewer may know."""
    return next(iter(history(viewer, object_type=OBJECT_TYPE, object_ids=[helper_id], at_most=1)), None)


def latest_of_helper(_viewer: Viewer, helper_id: int, *, act: str | None = None) -> AuditEntry | None:
    """Return what was done last about a helper whom the viewer has read; `act` asks for one kind of act."""
    statement = select(AuditEntry).where(
        AuditEntry.object_type == OBJECT_TYPE, AuditEntry.object_id == helper_id
    )
    if act is not None:
        statement = statement.where(AuditEntry.act == act)
    return db.session.scalar(statement.order_by(AuditEntry.at.desc(), AuditEntry.id.desc()).limit(1))


def of_offices(viewer: Viewer) -> Select[HelperProfile]:
    """Return the statement that selects the helpers whom the viewer may see because of their office."""
    statement: Select[HelperProfile] = select(HelperProfile)
    if not viewer.may(Permission.SEE_NEW_ARRIVALS):
        return statement.where(HelperProfile.id.is_(None))
    if viewer.is_network_wide:
        return statement
    return statement.where(HelperProfile.office_id.in_(viewer.office_ids))


def in_full(statement: Select[HelperProfile]) -> Select[HelperProfile]:
    """Return the statement with everything loaded that is shown of a helper."""
    return _shown(statement).options(selectinload(HelperProfile.checks))


def _shown(statement: Select[HelperProfile]) -> Select[HelperProfile]:
    return statement.options(
        joinedload(HelperProfile.district),
        joinedload(HelperProfile.office),
        selectinload(HelperProfile.skills),
        selectinload(HelperProfile.languages),
        selectinload(HelperProfile.times),
    )
