"""States of runs and proposals, and why a coordinator may reject a proposal."""

from __future__ import annotations

from enum import StrEnum

from helpexchange.core.errors import ConflictRefusal
from helpexchange.core.i18n import lazy_text as _


class RunState(StrEnum):
    """Where a run stands."""

    REQUESTED = "requested"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class ProposalState(StrEnum):
    """Where a proposal stands."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    OFFERED = "offered"
    ACCEPTED = "accepted"
    CONFIRMED = "confirmed"
    REJECTED = "rejected"
    DECLINED = "declined"
    LAPSED = "lapsed"
    EXPIRED = "expired"


#: From approval until it ends, a proposal takes a seat of its request and one of its helper's places.
BINDING_STATES = (
    ProposalState.APPROVED,
    ProposalState.OFFERED,
    ProposalState.ACCEPTED,
    ProposalState.CONFIRMED,
)


class RejectionReason(StrEnum):
    """Why a coordinator says no; the next run respects it."""

    KNOW_EACH_OTHER = "know_each_other"
    WOULD_NOT_GET_ON = "would_not_get_on"
    HELPER_NOT_AVAILABLE = "helper_not_available"
    NEEDS_MORE_EXPERIENCE = "needs_more_experience"
    OTHER_PLAN = "other_plan"


class RelationKind(StrEnum):
    """What is known of a helper and a request before a match."""

    LOCKED = "locked"
    BLOCKED = "blocked"
    KNOWS = "knows"
    WISHED = "wished"


class ProposalAlreadyDecidedError(ConflictRefusal):
    """Somebody decided this proposal first."""

    code = "proposal_already_decided"
    words = _("Somebody has already decided this proposal.")


class HelperFullError(ConflictRefusal):
    """The helper has as many requests as they want, or is busy at that time."""

    code = "helper_full"
    words = _("This helper has been approved for other requests in the meantime and has no place left.")


class RequestServedError(ConflictRefusal):
    """The request has all its helpers, or is not open any more."""

    code = "request_served"
    words = _("This request has its helpers already, or is not open any more.")


class RunAlreadyRequestedError(ConflictRefusal):
    """A run for the same office or the whole town is waiting or running."""

    code = "run_already_requested"
    words = _("A match is already under way here. Please wait until it is done.")
