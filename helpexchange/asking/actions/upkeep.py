"""What happens to asks by themselves: reminded, expired, agreed to by silence, followed by the next best."""

from __future__ import annotations

from datetime import datetime, timedelta

from helpexchange.asking.actions.asking import remind_helper
from helpexchange.asking.actions.ending import expire_ask, withdraw_ask
from helpexchange.asking.actions.noting import check_office
from helpexchange.asking.actions.settling import agree, settle_by_hand
from helpexchange.asking.models import Ask
from helpexchange.asking.queries import policy_of, told_since
from helpexchange.asking.rules import (
    BY_POST,
    ENDED_WITHOUT,
    WAITING_STATES,
    Answer,
    AskState,
    NextBest,
)
from helpexchange.core.database import db
from helpexchange.core.events import announce
from helpexchange.core.viewer import Viewer
from helpexchange.helper_profiles.rules import HelperState
from helpexchange.match_runs.actions import approve_next_best
from helpexchange.match_runs.models import Proposal
from helpexchange.match_runs.rules import HelperSaidNo


def look_after_open(*, ask: Ask, by: Viewer, now: datetime) -> Answer:
    """Remind the helper, let the ask expire, or take it back when it makes no sense any more.

    That is so when the helper has a pause or has left, or the office has agreed with somebody else by hand.
    """
    if ask.request.state not in WAITING_STATES:
        return settle_by_hand(ask_id=ask.id, by=by, now=now)
    if ask.helper.state is not HelperState.ACTIVE:
        return withdraw_ask(ask_id=ask.id, by=by, now=now)
    if ask.expires_at is not None and ask.expires_at <= now:
        return expire_ask(ask_id=ask.id, by=by, now=now)
    remind_after = timedelta(days=policy_of(by, ask.proposal.office_id).remind_after_days)
    if ask.reminded_at is None and ask.asked_at is not None and ask.asked_at + remind_after <= now:
        return remind_helper(ask_id=ask.id, by=by, now=now)
    return Answer.DONE_BEFORE


def agree_by_silence(*, ask: Ask, by: Viewer, now: datetime) -> Answer:
    """Take the person to agree when they were told and have not said no in time.

    The time begins when the message has gone out, by letter or call too; a request without a person waits
    for the office.
    """
    if ask.request.state not in WAITING_STATES:
        return settle_by_hand(ask_id=ask.id, by=by, now=now)
    told = told_since(by, ask)
    if told is None:
        return Answer.DONE_BEFORE
    days = timedelta(days=policy_of(by, ask.proposal.office_id).person_days)
    if told.at + days + (BY_POST if told.is_letter else timedelta()) > now:
        return Answer.DONE_BEFORE
    return agree(ask_id=ask.id, by=by, now=now)


def follow_up(*, ask_id: int, by: Viewer, now: datetime) -> Proposal | None:
    """Approve the next best after an ask that ended, as the coordinator has allowed; None if nobody is left.

    The new ask is made by the next look at what is due; it may be taken back until then like any approval.
    """
    ended = db.session.get_one(Ask, ask_id)
    check_office(ended.proposal, by=by)
    if ended.state not in ENDED_WITHOUT or ended.next_best is not NextBest.WANTED:
        return None
    found = approve_next_best(proposal_id=ended.proposal_id, by=by, now=now)
    ended.next_best = NextBest.ASKED if found else NextBest.NOBODY
    if found is not None:
        following = Ask(
            proposal_id=found.id, helper_id=found.helper_id, request_id=found.request_id,
            state=AskState.PLANNED, next_best=NextBest.WANTED, first_visit=ended.first_visit,
            first_visit_with=ended.first_visit_with, no_words="",
        )  # fmt: skip
        db.session.add(following)
    else:
        announce(HelperSaidNo(request_id=ended.request_id, helper_id=ended.helper_id, by=by, now=now))
    db.session.flush()
    return found
