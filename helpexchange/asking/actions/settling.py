"""The person agrees, says no, or lets the time pass; when both agree, the visits begin."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from helpexchange.accounts.roles import Permission
from helpexchange.asking.actions.ending import end_ask, withdraw_ask
from helpexchange.asking.actions.noting import check_office, locked_ask
from helpexchange.asking.actions.telling import take_back_messages, tell_contacts, tell_helper
from helpexchange.asking.messages import trial_call
from helpexchange.asking.models import Ask
from helpexchange.asking.queries import contact_of_pair, policy_of, trial_reference
from helpexchange.asking.rules import UNDER_WAY, Answer, AskOverError, AskState, plan_of
from helpexchange.core.clock import town_day
from helpexchange.core.database import db
from helpexchange.core.errors import Refusal
from helpexchange.core.viewer import Viewer
from helpexchange.engagements.actions import Agreed, begin_engagement
from helpexchange.engagements.models import Engagement, Visit
from helpexchange.engagements.queries import next_visits, unended_of_request
from helpexchange.engagements.rules import Side
from helpexchange.help_requests.actions import plan_call
from helpexchange.match_runs.actions import go_on
from helpexchange.match_runs.rules import ProposalState

#: What an agreement made by hand stands for.
_BY_HAND = (
    (ProposalState.ACCEPTED, "accept_ask"),
    (ProposalState.CONFIRMED, "agree_to_helper"),
)


def agree(*, ask_id: int, by: Viewer, now: datetime, as_office: bool = False) -> Answer:
    """Note that the person agrees: the visits begin, and both learn how they reach each other.

    Whoever calls this for the person has read the ask as theirs, by account or signed link. Where the times
    do not fit any more, or are still open, the office finds them with both.

    Raises:
        NotFoundRefusal, NotAllowedRefusal: as an office: another one's, or the viewer decides nothing.
        AskOverError: it waits for nobody's word any more.
    """
    ask = locked_ask(ask_id, by=by)
    if as_office:
        check_office(ask.proposal, by=by)
    if ask.state is AskState.AGREED:
        return Answer.DONE_BEFORE
    if ask.state is not AskState.YES:
        raise AskOverError
    if not go_on(ask.proposal, ProposalState.CONFIRMED, act="agree_to_helper", by=by, now=now):
        raise AskOverError
    take_back_messages(ask)
    engagement = _begin(ask, by=by, now=now)
    ask.state, ask.settled_at = AskState.AGREED, now
    ask.engagement_id = engagement.id if engagement else None
    db.session.flush()
    _plan_check_in(ask, by=by, now=now)
    of_helper, of_person = contact_of_pair(by, ask)
    visits = _coming(engagement, by=by, now=now)
    tell_contacts(ask, of_helper=of_helper, of_person=of_person, visits=visits, by=by, now=now)
    return Answer.DONE


def refuse(*, ask_id: int, by: Viewer, now: datetime, as_office: bool = False) -> Answer:
    """Note that the person does not wish this helper to come, without asking why; the helper is thanked.

    Raises:
        NotFoundRefusal, NotAllowedRefusal: as an office: another one's, or the viewer decides nothing.
        AskOverError: it waits for nobody's word any more.
    """
    ask = locked_ask(ask_id, by=by)
    if as_office:
        check_office(ask.proposal, by=by)
    if ask.state is AskState.REFUSED:
        return Answer.DONE_BEFORE
    if ask.state is not AskState.YES:
        raise AskOverError
    end_ask(ask, AskState.REFUSED, by=by, now=now)
    tell_helper(ask, "not_needed", by=by, now=now)
    return Answer.DONE


def settle_by_hand(*, ask_id: int, by: Viewer, now: datetime) -> Answer:
    """Close an ask whose request has its helper by an agreement that the office made by hand.

    With this helper it counts as agreed; with somebody else it is taken back.
    """
    ask = locked_ask(ask_id, by=by)
    check_office(ask.proposal, by=by)
    if ask.state not in UNDER_WAY:
        return Answer.DONE_BEFORE
    engaged = unended_of_request(by, ask.request_id)
    mine = next((each for each in engaged if each.helper_id == ask.helper_id), None)
    if mine is None:
        return withdraw_ask(ask_id=ask_id, by=by, now=now)
    for state, act in _BY_HAND:
        go_on(ask.proposal, state, act=act, by=by, now=now)
    take_back_messages(ask)
    ask.state, ask.settled_at, ask.engagement_id = AskState.AGREED, now, mine.id
    db.session.flush()
    return Answer.DONE


def _begin(ask: Ask, *, by: Viewer, now: datetime) -> Engagement | None:
    """Begin the visits at the proposed times; None where the office has to find others with the two."""
    plan = plan_of(ask.proposal.visits, is_one_off=ask.request.is_one_off, today=town_day(now))
    if plan is None:
        return None
    agreed = Agreed(plan=plan, first_visit=ask.first_visit, first_visit_with=ask.first_visit_with)
    try:
        with db.session.begin_nested():
            return begin_engagement(
                request_id=ask.request_id, helper_id=ask.helper_id, agreed=agreed,
                proposal_id=ask.proposal_id, by=_for_office(ask, by), now=now,
            )  # fmt: skip
    except Refusal:  # the helper has other visits then, or a pause
        return None


def _for_office(ask: Ask, by: Viewer) -> Viewer:
    """Return whoever agrees with the right to carry out what the coordinator has approved, and no more."""
    rights = {Permission.DECIDE_PROPOSALS.value, Permission.SEE_NEW_ARRIVALS.value}
    return replace(
        by, permissions=by.permissions | rights, office_ids=by.office_ids | {ask.request.office_id}
    )


def _coming(engagement: Engagement | None, *, by: Viewer, now: datetime) -> list[Visit]:
    if engagement is None:
        return []
    coming = next_visits(by, Side.PERSON, engagement.request_id, now=now)
    return [each for each in coming if each.engagement_id == engagement.id]


def _plan_check_in(ask: Ask, *, by: Viewer, now: datetime) -> None:
    """Put the call at the end of the trial period on the list; who has no number is seen on the day board."""
    days = policy_of(by, ask.proposal.office_id).trial_days
    person = ask.request.person
    if not days or ask.request.is_one_off or person is None:
        return
    ask.check_in_on = town_day(now) + timedelta(days=days)
    plan_call(
        office_id=ask.request.office_id, name=person.asked_by or person.name, phone=person.phone,
        note=trial_call(ask.helper.first_name), reference=trial_reference(ask.id), request=ask.request,
        on=ask.check_in_on, by=by, now=now,
    )  # fmt: skip
