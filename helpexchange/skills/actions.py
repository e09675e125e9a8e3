"""Adding kinds of help and skills."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from helpexchange.audit_trail.actions import record
from helpexchange.core.database import db
from helpexchange.core.viewer import Viewer
from helpexchange.offices.rules import check_may_set_up
from helpexchange.skills import queries
from helpexchange.skills.models import Skill
from helpexchange.skills.standard import STANDARD_SKILLS


def add_standard_skills(*, by: Viewer, now: datetime) -> int:
    """Add the standard skills that are not there yet and return how many these are.

    Raises:
        NotAllowedRefusal: `by` does not answer for the whole town.
    """
    check_may_set_up(by)
    known = {skill.code for skill in queries.skills(by)}
    fresh = [standard for standard in STANDARD_SKILLS if standard.code not in known]
    db.session.add_all(
        Skill(
            code=standard.code, is_kind_of_help=standard.is_kind_of_help, is_remote=standard.is_remote,
            risk_class=standard.risk_class, checks=list(standard.checks),
            visit_minutes=standard.visit_minutes,
        )
        for standard in fresh
    )  # fmt: skip
    _record_added([standard.code for standard in fresh], by=by, now=now)
    return len(fresh)


def add_skills(*, codes: Collection[str], kinds_of_help: Collection[str], by: Viewer, now: datetime) -> int:
    """Add skills of one's own, without checks, unless they are there; return how many are new.

    A skill that is there already becomes a kind of help too when `kinds_of_help` names it.

    Raises:
        NotAllowedRefusal: `by` does not answer for the whole town.
    """
    check_may_set_up(by)
    known = {skill.code: skill for skill in queries.skills(by)}
    fresh = sorted({*codes, *kinds_of_help} - known.keys())
    db.session.add_all(Skill(code=code, is_kind_of_help=code in kinds_of_help, checks=[]) for code in fresh)
    for code in known.keys() & set(kinds_of_help):
        known[code].is_kind_of_help = True
    _record_added(fresh, by=by, now=now)
    return len(fresh)


def _record_added(codes: list[str], *, by: Viewer, now: datetime) -> None:
    db.session.flush()
    if codes:
        record(
            act="add_skills", object_type="skill", object_id=0, office_id=None, by=by, now=now, codes=codes
        )
