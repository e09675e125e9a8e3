"""Asks for tests: Meryem is asked to do Erna's shopping on Tuesdays at 14 o'clock."""

from typing import Any

from helpexchange.asking.actions import answer_yes, ask_helper
from helpexchange.asking.models import Ask
from helpexchange.core.database import db
from helpexchange.core.viewer import VISITOR
from helpexchange.match_runs.actions import approve_proposal
from helpexchange.match_runs.models import Proposal
from tests.cast import Cast
from tests.fakes import FakeClock
from tests.matched import as_viewer, shopping_proposal


def approved(cast: Cast, clock: FakeClock, **others: Any) -> Proposal:
    """Return the approved proposal, committed; `others` replaces its columns."""
    proposal = shopping_proposal(cast, now=clock.now(), **others)
    approve_proposal(proposal_id=proposal.id, by=as_viewer(cast.coordinator_hoerde), now=clock.now())
    db.session.commit()
    return proposal


def asked(cast: Cast, clock: FakeClock, **others: Any) -> Ask:
    """Return the ask that waits for Meryem, committed."""
    proposal = approved(cast, clock, **others)
    ask = ask_helper(proposal_id=proposal.id, by=as_viewer(cast.coordinator_hoerde), now=clock.now())
    db.session.commit()
    return ask


def said_yes(cast: Cast, clock: FakeClock, **others: Any) -> Ask:
    """Return the ask that waits for Erna, committed."""
    ask = asked(cast, clock, **others)
    answer_yes(ask_id=ask.id, by=VISITOR, now=clock.now())
    db.session.commit()
    return ask
