"""What breaks in tests and is mended: the helper who comes instead, and one tick of the scheduler."""

from typing import Any

from sqlalchemy import select

from helpexchange.core.database import db
from helpexchange.core.viewer import system_viewer
from helpexchange.help_requests.models import HelpRequest
from helpexchange.helper_profiles.models import HelperProfile
from helpexchange.match_runs.jobs import mend_what_broke
from helpexchange.match_runs.models import MatchRun, Proposal, RematchNeed
from helpexchange.match_runs.rules import REMATCH, RunState
from tests.cast import TUESDAY, Cast, help_request, helper
from tests.fakes import FakeClock

JOB = system_viewer("scheduler")


def lena_of(cast: Cast, clock: FakeClock, **others: Any) -> HelperProfile:
    """Return another helper of Hörde for shopping on Tuesday afternoons."""
    lena = helper(
        "Lena", office=cast.hoerde, offers="shopping", speaks="tr", weekday=TUESDAY, now=clock.now(), **others
    )
    db.session.add(lena)
    db.session.commit()
    return lena


def mended(clock: FakeClock) -> MatchRun:
    """Let the scheduler do one tick, and return the run that mended."""
    db.session.commit()
    assert mend_what_broke(clock.now(), "worker-1") == 1
    run = db.session.scalars(
        select(MatchRun).where(MatchRun.scope == REMATCH).order_by(MatchRun.id.desc())
    ).first()
    assert run is not None
    assert (run.state, run.failure, run.agreed_moved_count) == (RunState.DONE, "", 0)
    assert (
        db.session.scalars(
            select(RematchNeed).where(RematchNeed.done_at.is_(None), RematchNeed.visit_id.is_(None))
        ).all()
        == []
    )
    return run


def of_run(run: MatchRun) -> list[Proposal]:
    return list(db.session.scalars(select(Proposal).where(Proposal.run_id == run.id).order_by(Proposal.id)))


def another(cast: Cast, clock: FakeClock, number: int, **others: Any) -> HelpRequest:
    request = help_request(
        f"more-{number}", office=cast.hoerde, kind="shopping", weekday=TUESDAY, now=clock.now(), **others
    )
    db.session.add(request)
    db.session.commit()
    return request
