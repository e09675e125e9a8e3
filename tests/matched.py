"""Runs and proposals for tests that are about deciding, not about matching."""

from datetime import datetime
from typing import Any

from helpexchange.accounts.models import Account
from helpexchange.accounts.queries import viewer_of
from helpexchange.core.database import db
from helpexchange.core.viewer import Viewer
from helpexchange.help_requests.models import HelpRequest
from helpexchange.helper_profiles.models import HelperProfile
from helpexchange.match_runs.models import MatchRun, Proposal
from helpexchange.match_runs.rules import ProposalState, RunState, scope_word
from tests.cast import Cast

TUESDAY_VISIT = [1, 14 * 60, 15 * 60]


def as_viewer(account: Account) -> Viewer:
    """Return what this account may see and do."""
    return viewer_of(account)


def done_run(*, now: datetime, office_id: int | None = None, **others: Any) -> MatchRun:
    """Return a committed run that is done, of the whole town unless an office is given."""
    columns: dict[str, Any] = {
        "office_id": office_id,
        "scope": scope_word(office_id),
        "state": RunState.DONE,
        "requested_at": now,
        "requested_by": "nightly match",
        "started_at": now,
        "finished_at": now,
        "policy": {"weights": {"closeness": 400}},
        "versions": {"python": "3"},
        "input_hashes": {"helpers": "0" * 64},
        "seed": 1,
        "objective": 10_500,
        "bound": 10_500.0,
        "gap": 0.0,
        "status": "optimal",
        "seconds": 0.5,
        "certificate": {"objective": 10_500, "prices": {}},
    }
    run = MatchRun(**{**columns, **others})
    db.session.add(run)
    db.session.commit()
    return run


def proposed(run: MatchRun, helper: HelperProfile, request: HelpRequest, **others: Any) -> Proposal:
    """Return a committed proposal of the run, for one hour on Tuesday afternoon."""
    columns: dict[str, Any] = {
        "run_id": run.id,
        "helper_id": helper.id,
        "request_id": request.id,
        "office_id": request.office_id,
        "state": ProposalState.PROPOSED,
        "score": 500,
        "score_parts": {"closeness": 350, "language": 150},
        "visits": [TUESDAY_VISIT],
        "distance_m": 550.0,
        "facts": {"languages": ["tr"], "skills": {"shopping": 3}, "idle_days": 40, "waiting_days": 3},
    }
    proposal = Proposal(**{**columns, **others})
    db.session.add(proposal)
    db.session.commit()
    return proposal


def shopping_proposal(cast: Cast, *, now: datetime, **others: Any) -> Proposal:
    """Return the proposal that Meryem does Erna's shopping, in a run of the whole town."""
    return proposed(done_run(now=now), cast.meryem, cast.shopping, **others)
