"""What the helper answers, by their link, their own page, or to the office."""

from __future__ import annotations

from datetime import datetime

from helpexchange.asking.actions.ending import end_ask
from helpexchange.asking.actions.noting import check_office, locked_ask, note
from helpexchange.asking.actions.telling import take_back_messages, tell_person
from helpexchange.asking.messages import wishes_call
from helpexchange.asking.models import Ask
from helpexchange.asking.queries import policy_of
from helpexchange.asking.rules import (
    LONGEST_WORDS,
    WAITING_STATES,
    Answer,
    AskOverError,
    AskState,
    HelperPausedError,
    NoReason,
)
from helpexchange.core.viewer import Viewer
from helpexchange.help_requests.actions import plan_call
from helpexchange.help_requests.models import CallBack
from helpexchange.helper_profiles.rules import HelperState
from helpexchange.match_runs.actions import go_on
from helpexchange.match_runs.rules import ProposalState


def answer_yes(*, ask_id: int, by: Viewer, now: datetime, as_office: bool = False) -> Answer:
    """Note that the helper can help, and tell the person who comes; said twice it changes nothing.

    Whoever calls this for the helper has read the ask as theirs, by account or signed link.

    Raises:
        NotFoundRefusal, NotAllowedRefusal: as an office: another one's, or the viewer decides nothing.
        HelperPausedError: the helper is not active.
        AskOverError: somebody was faster, it has expired or was taken back.
    """
    ask = locked_ask(ask_id, by=by)
    _check(ask, by=by, as_office=as_office)
    if ask.state in (AskState.YES, AskState.AGREED):
        return Answer.DONE_BEFORE
    if ask.state is not AskState.OPEN:
        raise AskOverError
    if ask.request.state not in WAITING_STATES:  # the office has agreed with somebody by hand
        raise AskOverError
    if ask.helper.state is not HelperState.ACTIVE:
        raise HelperPausedError
    if not go_on(ask.proposal, ProposalState.ACCEPTED, act="accept_ask", by=by, now=now):
        raise AskOverError
    take_back_messages(ask)
    ask.state, ask.answered_at, ask.told_at = AskState.YES, now, now
    days = policy_of(by, ask.proposal.office_id).person_days
    tell_person(ask, "coming", by=by, now=now, days=days)
    return Answer.DONE


def answer_no(
    *, ask_id: int, reason: NoReason, words: str = "", by: Viewer, now: datetime, as_office: bool = False
) -> Answer:
    """Note that the helper cannot help this time; the two are not proposed to each other again for this.

    Raises:
        NotFoundRefusal, NotAllowedRefusal: as an office: another one's, or the viewer decides nothing.
        AskOverError: it was answered otherwise, has expired or was taken back.
    """
    ask = locked_ask(ask_id, by=by)
    _check(ask, by=by, as_office=as_office)
    if ask.state is AskState.NO:
        return Answer.DONE_BEFORE
    if ask.state is not AskState.OPEN:
        raise AskOverError
    ask.no_reason, ask.no_words, ask.answered_at = reason, words.strip()[:LONGEST_WORDS], now
    end_ask(ask, AskState.NO, by=by, now=now)
    return Answer.DONE


def want_call(*, ask_id: int, by: Viewer, now: datetime) -> CallBack:
    """Put the helper on the list of calls, because they would like to talk about it first; once."""
    ask = locked_ask(ask_id, by=by)
    if ask.state is not AskState.OPEN:
        raise AskOverError
    call = plan_call(
        office_id=ask.proposal.office_id, name=ask.helper.name, phone=ask.helper.phone, note=wishes_call(),
        reference=f"ask-{ask.id}-call", by=by, now=now,
    )  # fmt: skip
    if call.asked_at == now:
        note("want_call", ask, by=by, now=now, call_back_id=call.id)
    return call


def _check(ask: Ask, *, by: Viewer, as_office: bool) -> None:
    if as_office:
        check_office(ask.proposal, by=by)
