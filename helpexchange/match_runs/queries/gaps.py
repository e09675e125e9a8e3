"""Reading where help is missing after a run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from helpexchange.core.database import db
from helpexchange.core.viewer import Viewer
from helpexchange.match_runs.models import MatchRun, RunGap
from helpexchange.skills.models import Skill

GAPS_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Gap:
    """Requests of one district for one skill that lack helpers, of all offices that the viewer sees.

    Attributes:
        district: "" for requests without one.
        skill: name given to a skill that has no standard name.
        visit_minutes: a week, of all helpers missing.
        one_more: points that one more helper would bring at least.
    """

    district: str
    skill_code: str
    skill: str
    waiting: int
    visit_minutes: int
    one_more: float


def run_gaps(viewer: Viewer, run: MatchRun) -> Sequence[Gap]:
    """Return where help is missing most, as far as the viewer may see it: most points first, then by name."""
    keys = (RunGap.district, RunGap.skill_code, func.coalesce(Skill.name, ""))
    statement = (
        select(*keys, func.sum(RunGap.waiting), func.sum(RunGap.visit_minutes), func.max(RunGap.one_more))
        .outerjoin(Skill, Skill.code == RunGap.skill_code)
        .where(RunGap.run_id == run.id)
        .group_by(*keys)
        .order_by(func.sum(RunGap.points).desc(), RunGap.district, RunGap.skill_code)
        .limit(GAPS_SHOWN)
    )
    if not viewer.is_network_wide:
        statement = statement.where(RunGap.office_id.in_(viewer.office_ids))
    return [Gap(*row) for row in db.session.execute(statement)]
