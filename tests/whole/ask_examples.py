"""An ask that waits for the person, for the pages of asks among every page."""

from helpexchange.asking.links import helper_token, person_token
from helpexchange.asking.models import Ask
from helpexchange.asking.rules import AskState, NextBest
from helpexchange.core.database import db
from helpexchange.core.viewer import VISITOR
from helpexchange.helper_profiles.actions import give_photo
from helpexchange.match_runs.models import MatchRun
from helpexchange.match_runs.rules import ProposalState
from tests.cast import Cast, help_request
from tests.fakes import FakeClock
from tests.matched import proposed
from tests.photos import png
from tests.whole.addresses import Examples

#: Pages of an ask, by the helper's link and by the person's.
ASKED = ("asked", "say_yes", "say_no", "call_helper")
TOLD = ("who_comes", "let_come", "do_not_let_come", "call_person", "helper_photo")


def ask_examples(cast: Cast, run: MatchRun) -> Examples:
    """Let Meryem have said yes to a request of Erna's, who has not answered; return the examples.

    She and Pavel have given a photo.
    """
    now = FakeClock().now()
    request = help_request("fourth", office=cast.hoerde, kind="shopping", weekday=4, now=now)
    request.person = cast.shopping.person
    db.session.add(request)
    db.session.flush()
    proposal = proposed(run, cast.meryem, request, state=ProposalState.ACCEPTED, seat=1, place=9)
    ask = Ask(
        proposal_id=proposal.id, helper_id=cast.meryem.id, request_id=request.id, state=AskState.YES,
        next_best=NextBest.OFFICE, asked_at=now, answered_at=now, told_at=now,
    )  # fmt: skip
    db.session.add(ask)
    for helper in (cast.meryem, cast.pavel):
        give_photo(reference=helper.reference, data=png(), by=VISITOR, now=now)
    db.session.commit()
    of_helper = {f"asking.{name}.token": [helper_token(ask.id)] for name in ASKED}
    of_person = {f"asking.{name}.token": [person_token(ask.id)] for name in TOLD}
    return {"ask_id": [ask.id], "act": ["yes", "agree", "refuse", "withdraw"], **of_helper, **of_person}
