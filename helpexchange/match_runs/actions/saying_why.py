"""Saying why a decision comes too late: what happened meanwhile, who did it, and when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from helpexchange.audit_trail.models import AuditEntry
from helpexchange.core.errors import Refusal
from helpexchange.core.i18n import Text, gettext, lazy_moment
from helpexchange.core.i18n import lazy_text as _
from helpexchange.core.viewer import Viewer
from helpexchange.help_requests.models import HelpRequest
from helpexchange.help_requests.queries import latest_act
from helpexchange.help_requests.rules import FINAL_STATES, RequestState
from helpexchange.helper_profiles.rules import HelperState
from helpexchange.match_runs import queries
from helpexchange.match_runs.labels import actor_name
from helpexchange.match_runs.models import Proposal
from helpexchange.match_runs.rules import (
    HelperBusyError,
    HelperFullError,
    HelperNotActiveError,
    ProposalLapsedError,
    ProposalState,
    RequestServedError,
    UndoTooLateError,
    overlap,
)


def served(request: HelpRequest, *, by: Viewer) -> RequestServedError:
    """Return the refusal for a request that has its helpers, or is not open any more."""
    if request.state not in (RequestState.OPEN, RequestState.PROPOSED, RequestState.AGREED):
        return RequestServedError(_ended_words(request, by))
    taken = queries.taken_for(by, request.id)
    if taken is None:
        return RequestServedError()
    names = {"name": actor_name(taken.name), "helper": taken.helper, "moment": lazy_moment(taken.at)}
    return RequestServedError(_("%(name)s approved %(helper)s for this request on %(moment)s.", **names))


def full(helper_id: int, request_id: int, *, by: Viewer) -> HelperFullError:
    """Return the refusal for a helper who has no place left."""
    taken = queries.taken_by(by, helper_id, besides=request_id, is_it=lambda _proposal: True)
    if taken is None:
        return HelperFullError()
    names = {"name": actor_name(taken.name), "helper": taken.helper, "moment": lazy_moment(taken.at)}
    return HelperFullError(
        _("%(name)s approved %(helper)s for somebody else on %(moment)s; there is no place left.", **names)
    )


def busy(helper_id: int, request_id: int, visits: Sequence[Sequence[int]], *, by: Viewer) -> HelperBusyError:
    """Return the refusal for a helper who is with somebody else at one of these times."""
    taken = queries.taken_by(
        by, helper_id, besides=request_id, is_it=lambda proposal: overlap(proposal.visits, visits)
    )
    if taken is None:
        return HelperBusyError()
    names = {"name": actor_name(taken.name), "helper": taken.helper, "moment": lazy_moment(taken.at)}
    return HelperBusyError(
        _("%(name)s approved %(helper)s for another visit at this time on %(moment)s.", **names)
    )


def lapsed(proposal: Proposal, *, by: Viewer) -> Refusal:
    """Return the refusal for a proposal that does not hold any more."""
    if proposal.request.state in FINAL_STATES:
        return ProposalLapsedError(_ended_words(proposal.request, by))
    latest = queries.latest_of_proposal(by, proposal.id)
    if latest is None or latest.act not in _ENDS:
        return _outdated(proposal)
    if latest.act == "free_helper" and proposal.helper.state is not HelperState.ACTIVE:
        return inactive(proposal.helper.state)
    return ProposalLapsedError(_act_words(_ENDS[latest.act], latest))


def inactive(state: HelperState) -> HelperNotActiveError:
    """Return the refusal for a helper who does not help at present."""
    if state is HelperState.PAUSED:
        return HelperNotActiveError(_("This helper has paused in the meantime."))
    if state is HelperState.LEFT:
        return HelperNotActiveError(_("This helper has left in the meantime."))
    return HelperNotActiveError()


def too_late(proposal: Proposal, *, by: Viewer) -> UndoTooLateError:
    """Return the refusal for a decision that cannot be taken back."""
    if proposal.state is ProposalState.LAPSED:
        return UndoTooLateError(lapsed(proposal, by=by).words)
    latest = queries.latest_of_proposal(by, proposal.id)
    if latest is None or latest.act not in _WENT_ON:
        return UndoTooLateError()
    return UndoTooLateError(_act_words(_WENT_ON[latest.act], latest))


def _outdated(proposal: Proposal) -> ProposalLapsedError:
    """A newer run leaves no act for each proposal, but its moment."""
    at = proposal.decided_at
    if at is None or proposal.decided_by:
        return ProposalLapsedError()
    return ProposalLapsedError(
        _("A newer match took the place of this proposal on %(moment)s.", moment=lazy_moment(at))
    )


def _ended_words(request: HelpRequest, by: Viewer) -> Text | None:
    latest = latest_act(by, request.id)
    if latest is None:
        return None
    if request.state is RequestState.WITHDRAWN:
        return _act_words("withdrawn", latest)
    return _act_words("ended", latest)


def _act_words(kind: str, entry: AuditEntry) -> Text:
    return _words(kind, name=_who(entry.actor), at=entry.at)


def _who(name: str) -> str:
    return actor_name(name) or str(gettext("Somebody"))


def _words(kind: str, *, name: str, at: datetime) -> Text:
    values = {"name": name, "moment": lazy_moment(at)}
    sentences = {
        "withdrawn": _("%(name)s withdrew the request on %(moment)s.", **values),
        "ended": _("Nobody is looked for any more: %(name)s changed this request on %(moment)s.", **values),
        "other": _("%(name)s chose another helper for this request on %(moment)s.", **values),
        "freed": _("Since %(moment)s this helper cannot come, or the request has its helper.", **values),
        "back": _("%(name)s took the question to the helper back on %(moment)s.", **values),
        "over": _("What was agreed has ended on %(moment)s.", **values),
        "undone": _("%(name)s took the decision back on %(moment)s; the request was matched anew.", **values),
        "asked": _(
            "The helper was asked on %(moment)s. Take the question back under “Helpers who are asked”.",
            **values,
        ),
        "yes": _("The helper said yes on %(moment)s.", **values),
        "no": _("The helper said no on %(moment)s.", **values),
        "silent": _("The helper did not answer until %(moment)s.", **values),
        "agreed": _("Both have agreed on %(moment)s.", **values),
        "refused": _("The person said no on %(moment)s.", **values),
    }
    return sentences[kind]


#: The acts that end a proposal, with the sentence for each.
_ENDS = {
    "make_room": "other",
    "free_helper": "freed",
    "let_proposal_lapse": "ended",
    "withdraw_ask": "back",
    "end_agreement": "over",
    "undo_decision": "undone",
}
#: The acts after which a decision can no longer be taken back.
_WENT_ON = {
    "ask_helper": "asked",
    "accept_ask": "yes",
    "decline_ask": "no",
    "expire_ask": "silent",
    "agree_to_helper": "agreed",
    "refuse_helper": "refused",
}
