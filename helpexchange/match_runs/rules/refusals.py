"""Why something about runs and proposals is refused."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from helpexchange.core.errors import ConflictRefusal, Refusal
from helpexchange.core.i18n import Text, lazy_moment
from helpexchange.core.i18n import lazy_text as _
from helpexchange.match_runs.rules.proposals import ProposalState


class ProposalAlreadyDecidedError(ConflictRefusal):
    """Somebody decided this proposal first; the words say who and when, if that is known."""

    code = "proposal_already_decided"
    words = _("Somebody has already decided this proposal.")

    def __init__(
        self, *, state: ProposalState | None = None, name: str = "", at: datetime | None = None
    ) -> None:
        if state is None or at is None or not name:
            super().__init__()
            return
        super().__init__(_decided_words(state, name=name, moment=lazy_moment(at)))


def _decided_words(state: ProposalState, **values: Any) -> Text:
    since = {
        ProposalState.REJECTED: _("%(name)s rejected this proposal on %(moment)s.", **values),
        ProposalState.OFFERED: _(
            "%(name)s approved this proposal on %(moment)s. The helper has been asked.", **values
        ),
        ProposalState.ACCEPTED: _(
            "%(name)s approved this proposal on %(moment)s. The helper has said yes.", **values
        ),
        ProposalState.CONFIRMED: _(
            "%(name)s approved this proposal on %(moment)s. Both have agreed.", **values
        ),
        ProposalState.DECLINED: _(
            "%(name)s approved this proposal on %(moment)s. One of the two has said no since.", **values
        ),
        ProposalState.EXPIRED: _(
            "%(name)s approved this proposal on %(moment)s. The helper has not answered in time.", **values
        ),
    }
    return since.get(state, _("%(name)s approved this proposal on %(moment)s.", **values))


class ProposalLapsedError(ConflictRefusal):
    """The proposal does not hold any more."""

    code = "proposal_lapsed"
    words = _(
        "This proposal does not hold any more: a newer match has taken its place, or the request has ended."
    )


class HelperFullError(ConflictRefusal):
    """The helper has as many requests or minutes as they want."""

    code = "helper_full"
    words = _("This helper has been approved for other requests in the meantime and has no place left.")


class HelperBusyError(ConflictRefusal):
    """The helper is with somebody else at that time."""

    code = "helper_busy"
    words = _("This helper has been approved for another visit at this time in the meantime.")


class HelperNotActiveError(ConflictRefusal):
    """The helper has paused or left."""

    code = "helper_not_active"
    words = _("This helper has paused or left in the meantime.")


class RequestServedError(ConflictRefusal):
    """The request has all its helpers, or is not open any more."""

    code = "request_served"
    words = _("This request has its helpers already, or is not open any more.")


class UndoTooLateError(ConflictRefusal):
    """There is no decision to take back, or others have acted on it."""

    code = "undo_too_late"
    words = _("This decision cannot be taken back any more.")


class RunAlreadyRequestedError(ConflictRefusal):
    """A run for the same office or the whole town is waiting or running."""

    code = "run_already_requested"
    words = _("A match is already under way here. Please wait until it is done.")


class NothingToAskError(ConflictRefusal):
    """There is no change that somebody could be asked for, or the request has its helper by now."""

    code = "nothing_to_ask"
    words = _("There is nothing to ask any more: the request has a helper, has ended, or was matched again.")


class FixAnsweredError(ConflictRefusal):
    """A colleague has noted another answer in the meantime."""

    code = "fix_answered"
    words = _("Somebody has noted another answer in the meantime.")


class FixInUseError(ConflictRefusal):
    """An answer cannot be taken back, because others have acted on it."""

    code = "fix_in_use"
    words = _(
        "The two have been chosen for each other, or asked again, in the meantime. Take that back first."
    )


class StandInOverError(ConflictRefusal):
    """Nobody is looked for any more for this visit."""

    code = "stand_in_over"
    words = _("This is settled already: somebody comes, or the visit is over. Thank you all the same!")


class NothingChosenError(Refusal):
    """A decision for a selection came without one."""

    code = "nothing_chosen"
    words = _("Choose at least one proposal.")


class ReasonMissingError(Refusal):
    """A rejection came without its reason."""

    code = "reason_missing"
    words = _("Choose why you reject this proposal.")
