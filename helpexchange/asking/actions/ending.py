"""An ask ends without an agreement: what it held is free, and others are told."""

from __future__ import annotations

from datetime import datetime

from helpexchange.asking.actions.noting import check_office, locked_ask
from helpexchange.asking.actions.telling import take_back_messages, tell_helper, tell_person
from helpexchange.asking.models import Ask
from helpexchange.asking.queries import asks_of_request
from helpexchange.asking.rules import (
    UNDER_WAY,
    Answer,
    AskOverError,
    AskState,
    NextBest,
)
from helpexchange.core.database import db
from helpexchange.core.events import announce
from helpexchange.core.viewer import Viewer
from helpexchange.help_requests.rules import RequestClosed
from helpexchange.match_runs.actions import go_on
from helpexchange.match_runs.rules import HelperSaidNo, ProposalState

#: How each end shows at the proposal and in the trail.
_ENDS = {
    AskState.NO: (ProposalState.DECLINED, "decline_ask"),
    AskState.REFUSED: (ProposalState.DECLINED, "refuse_helper"),
    AskState.EXPIRED: (ProposalState.EXPIRED, "expire_ask"),
    AskState.WITHDRAWN: (ProposalState.LAPSED, "withdraw_ask"),
}


def end_ask(ask: Ask, state: AskState, *, by: Viewer, now: datetime) -> None:
    """End an ask that is locked and under way, and free what it held.

    Unless the next best is asked by itself, somebody else is looked for.

    Raises:
        AskOverError: the proposal has gone on otherwise.
    """
    proposal_state, act = _ENDS[state]
    details = {"reason_code": ask.no_reason.value} if ask.no_reason else {}
    if not go_on(ask.proposal, proposal_state, act=act, by=by, now=now, **details):
        raise AskOverError
    take_back_messages(ask)
    ask.state, ask.settled_at = state, now
    if state is AskState.WITHDRAWN:
        ask.next_best = NextBest.OFFICE
    db.session.flush()
    if ask.next_best is not NextBest.WANTED:
        announce(HelperSaidNo(request_id=ask.request_id, helper_id=ask.helper_id, by=by, now=now))


def expire_ask(*, ask_id: int, by: Viewer, now: datetime) -> Answer:
    """End an ask that nobody has answered in time; done twice it changes nothing."""
    ask = locked_ask(ask_id, by=by)
    check_office(ask.proposal, by=by)
    if ask.state is not AskState.OPEN or ask.expires_at is None or ask.expires_at > now:
        return Answer.DONE_BEFORE
    end_ask(ask, AskState.EXPIRED, by=by, now=now)
    return Answer.DONE


def withdraw_ask(*, ask_id: int, by: Viewer, now: datetime) -> Answer:
    """Take an ask back; whoever has heard of it is told.

    Raises:
        NotFoundRefusal, NotAllowedRefusal: another office's, or the viewer decides nothing.
        AskOverError: it has ended otherwise.
    """
    ask = locked_ask(ask_id, by=by)
    check_office(ask.proposal, by=by)
    if ask.state is AskState.WITHDRAWN:
        return Answer.DONE_BEFORE
    if ask.state not in UNDER_WAY:
        raise AskOverError
    had_said_yes = ask.state is AskState.YES
    end_ask(ask, AskState.WITHDRAWN, by=by, now=now)
    tell_helper(ask, "not_needed", by=by, now=now)
    if had_said_yes:
        tell_person(ask, "not_coming", by=by, now=now)
    return Answer.DONE


def end_with_request(event: RequestClosed) -> None:
    """End the asks about a request that has ended or left the office, and tell their helpers.

    The request is locked already; its helpers are not locked, so that nobody waits in a ring: the proposal
    changes only if nobody else has changed it.
    """
    for ask in asks_of_request(event.by, event.request_id):
        if ask.state not in UNDER_WAY:
            continue
        db.session.refresh(ask.proposal, with_for_update={"key_share": True})
        if go_on(ask.proposal, ProposalState.LAPSED, act="withdraw_ask", by=event.by, now=event.now):
            take_back_messages(ask)
            ask.state, ask.settled_at, ask.next_best = AskState.WITHDRAWN, event.now, NextBest.OFFICE
            tell_helper(ask, "not_needed", by=event.by, now=event.now)
