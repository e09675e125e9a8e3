"""Of a helper's yes and whatever else happens to the ask at the same moment, one wins."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from flask import Flask
from sqlalchemy import select

from helpexchange.asking.actions import agree, answer_no, answer_yes, ask_helper, refuse, withdraw_ask
from helpexchange.asking.models import Ask
from helpexchange.asking.rules import AskState, NoReason
from helpexchange.core.database import db
from helpexchange.core.errors import Refusal
from helpexchange.core.viewer import VISITOR
from helpexchange.engagements.models import Engagement
from helpexchange.help_requests.actions import withdraw_request
from helpexchange.help_requests.rules import RequestState
from helpexchange.match_runs.actions import undo_decision
from helpexchange.match_runs.rules import ProposalState
from tests.asked import approved, asked, said_yes
from tests.cast import Cast
from tests.fakes import FakeClock
from tests.matched import as_viewer
from tests.outbox import told

AT_ONCE = 12


def all_at_once(app: Flask, *clicks: Callable[[], object]) -> Counter[str]:
    """Let each of these clicks be made again and again at the same moment; return what came of them."""

    def in_context(number: int) -> str:
        with app.app_context():
            try:
                answer = str(clicks[number % len(clicks)]())
                db.session.commit()
            except Refusal as refusal:
                db.session.rollback()
                return refusal.code
            return answer

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return Counter(pool.map(in_context, range(AT_ONCE)))


def test_a_yes_and_the_office_s_taking_back(app: Flask, cast: Cast, clock: FakeClock) -> None:
    ask, now, hanna = asked(cast, clock), clock.now(), as_viewer(cast.coordinator_hoerde)
    ask_id = ask.id
    db.session.rollback()
    all_at_once(
        app,
        lambda: answer_yes(ask_id=ask_id, by=VISITOR, now=now),
        lambda: withdraw_ask(ask_id=ask_id, by=hanna, now=now),
    )
    db.session.expire_all()
    # The office may also take back what the helper has said yes to; never the other way round.
    assert (ask.state, ask.proposal.state) == (AskState.WITHDRAWN, ProposalState.LAPSED)
    assert (ask.proposal.seat, cast.shopping.state) == (None, RequestState.OPEN)
    assert told().count("not_needed") == 1


def test_a_yes_and_a_no(app: Flask, cast: Cast, clock: FakeClock) -> None:
    ask, now = asked(cast, clock), clock.now()
    ask_id = ask.id
    db.session.rollback()
    came = all_at_once(
        app,
        lambda: answer_yes(ask_id=ask_id, by=VISITOR, now=now),
        lambda: answer_no(ask_id=ask_id, reason=NoReason.NO_TIME, by=VISITOR, now=now),
    )
    db.session.expire_all()
    assert (came["done"], came["ask_over"]) == (1, AT_ONCE // 2)
    ends = {AskState.YES: ProposalState.ACCEPTED, AskState.NO: ProposalState.DECLINED}
    assert ask.proposal.state is ends[ask.state]


def test_asking_and_undoing_the_approval(app: Flask, cast: Cast, clock: FakeClock) -> None:
    proposal, now, hanna = approved(cast, clock), clock.now(), as_viewer(cast.coordinator_hoerde)
    proposal_id = proposal.id
    db.session.rollback()
    all_at_once(
        app,
        lambda: ask_helper(proposal_id=proposal_id, by=hanna, now=now).state,
        lambda: undo_decision(proposal_id=proposal_id, by=hanna, now=now),
    )
    db.session.expire_all()
    asks = db.session.scalars(select(Ask)).all()
    was_asked = proposal.state is ProposalState.OFFERED
    assert [each.state for each in asks] == ([AskState.OPEN] if was_asked else [])
    assert told().count("asked") == (1 if was_asked else 0)
    assert was_asked or proposal.state is ProposalState.PROPOSED


def test_the_person_s_yes_no_and_withdrawal(app: Flask, cast: Cast, clock: FakeClock) -> None:
    ask, now, erna = said_yes(cast, clock), clock.now(), as_viewer(cast.senior)
    ask_id, request_id = ask.id, cast.shopping.id
    db.session.rollback()
    all_at_once(
        app,
        lambda: agree(ask_id=ask_id, by=VISITOR, now=now),
        lambda: refuse(ask_id=ask_id, by=VISITOR, now=now),
        lambda: withdraw_request(request_id=request_id, by=erna, now=now),
    )
    db.session.expire_all()
    assert ask.proposal.state not in (ProposalState.ACCEPTED, ProposalState.OFFERED)
    running = [each for each in db.session.scalars(select(Engagement)) if each.ended_at is None]
    # Whoever withdraws at the moment of an answer is told that somebody was faster, and may do so again.
    assert len(running) == (1 if cast.shopping.state is RequestState.AGREED else 0)
    assert cast.shopping.state in (RequestState.AGREED, RequestState.OPEN, RequestState.WITHDRAWN)
    assert not running or ask.state is AskState.AGREED
