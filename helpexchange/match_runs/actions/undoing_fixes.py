"""Taking back an answer that was noted wrongly: limits and times as before, and the call to be made again."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Select, select

from helpexchange.core.database import db
from helpexchange.core.viewer import Viewer
from helpexchange.help_requests.models import HelpRequest
from helpexchange.help_requests.rules import RequestState
from helpexchange.helper_profiles.models import HelperProfile
from helpexchange.match_runs.actions.asking_fixes import call_to_note, record_fix
from helpexchange.match_runs.actions.changing import take_back_change
from helpexchange.match_runs.actions.deciding import change, lock_row, record_act
from helpexchange.match_runs.actions.needing import need_helper
from helpexchange.match_runs.models import FixCall, Proposal
from helpexchange.match_runs.rules import BINDING_STATES, FixInUseError, Outcome, ProposalState
from helpexchange.match_runs.rules.causes import RematchCause


def undo_fix_answer(*, fix_call_id: int, by: Viewer, now: datetime) -> Outcome:
    """Take back what was noted of a call: it is to be made again. Twice does no harm.

    What the yes had changed is as before, unless somebody has changed it again. A proposal that nobody has
    decided goes with it, and somebody is looked for anew.

    Raises:
        NotFoundRefusal, NotAllowedRefusal: another office makes the call, or the viewer may only look.
        FixInUseError: the two were chosen for each other, or the same was asked once more.
        RequestEndedError: the request has found somebody or is over, so its times stay.
    """
    call = call_to_note(fix_call_id, by)
    if call.done_at is None:
        return Outcome.DONE_BEFORE
    lock_row(HelperProfile, call.helper_id)
    lock_row(HelpRequest, call.request_id)
    _refuse_in_use(call)
    take_back_change(call, by=by, now=now)
    if call.change:
        _look_anew(call, by=by, now=now)
    call.done_at, call.answer, call.answered_by, call.note, call.change = None, None, "", "", {}
    record_fix(call, "undo_fix_answer", by=by, now=now)
    db.session.flush()
    return Outcome.DONE


def _of_pair(call: FixCall) -> Select[Proposal]:
    return select(Proposal).where(
        Proposal.helper_id == call.helper_id, Proposal.request_id == call.request_id
    )


def _refuse_in_use(call: FixCall) -> None:
    chosen = _of_pair(call).where(Proposal.state.in_(BINDING_STATES))
    again = select(FixCall.id).where(
        FixCall.request_id == call.request_id, FixCall.helper_id == call.helper_id,
        FixCall.kind == call.kind, FixCall.done_at.is_(None),
    )  # fmt: skip
    if db.session.scalar(chosen) or db.session.scalar(again):
        raise FixInUseError


def _look_anew(call: FixCall, *, by: Viewer, now: datetime) -> None:
    undecided = _of_pair(call).where(Proposal.state == ProposalState.PROPOSED)
    for each in db.session.scalars(undecided.order_by(Proposal.id).with_for_update()).all():
        if change(each, from_state=ProposalState.PROPOSED, state=ProposalState.LAPSED, is_locked=False):
            record_act("undo_fix_answer", each, by=by, now=now)
            if call.request.state is RequestState.OPEN:
                need_helper(call.request_id, RematchCause.UNDONE, now=now)
