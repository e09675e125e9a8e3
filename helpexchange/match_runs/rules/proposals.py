"""States of proposals and what changes them, reasons for a no, and what is announced."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from helpexchange.core.viewer import Viewer

#: From this step of urgency (0 to 4) on, a request is called urgent.
URGENT_PRIORITY = 3
#: The kind of help of a request that names none; it is no skill that a helper could have.
OTHER_KIND = "other"


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
#: How an approved proposal goes on after the decision.
_GOES_ON = {
    ProposalState.APPROVED: {ProposalState.OFFERED, ProposalState.LAPSED},
    ProposalState.OFFERED: {
        ProposalState.ACCEPTED,
        ProposalState.DECLINED,
        ProposalState.EXPIRED,
        ProposalState.LAPSED,
    },
    ProposalState.ACCEPTED: {ProposalState.CONFIRMED, ProposalState.DECLINED, ProposalState.LAPSED},
    ProposalState.CONFIRMED: {ProposalState.LAPSED},
}
#: The two are not proposed to each other again.
TURNED_DOWN_STATES = (ProposalState.REJECTED, ProposalState.DECLINED)
#: A helper who has no time now is proposed for the same request again after so long.
NOT_NOW_FOR = timedelta(days=14)
#: For visits of so many days somebody else is looked for when the helper cannot come.
STAND_IN_AHEAD = timedelta(days=14)
#: A decision that nobody outside the office has heard of yet.
REVERSIBLE_STATES = (ProposalState.APPROVED, ProposalState.REJECTED)


class RejectionReason(StrEnum):
    """Why a coordinator says no; the next run respects it."""

    KNOW_EACH_OTHER = "know_each_other"
    WOULD_NOT_GET_ON = "would_not_get_on"
    HELPER_NOT_AVAILABLE = "helper_not_available"
    NEEDS_MORE_EXPERIENCE = "needs_more_experience"
    OTHER_PLAN = "other_plan"


#: These are about the two people, so they hold for whatever else the person asks for.
ABOUT_THE_TWO = (RejectionReason.KNOW_EACH_OTHER, RejectionReason.WOULD_NOT_GET_ON)


@dataclass(frozen=True, slots=True)
class HelperSaidNo:
    """Announced when a helper who was asked cannot take a request: somebody else is looked for."""

    request_id: int
    helper_id: int
    by: Viewer
    now: datetime


class RelationKind(StrEnum):
    """What is known of a helper and a request before a match."""

    LOCKED = "locked"
    BLOCKED = "blocked"
    KNOWS = "knows"
    WISHED = "wished"


class Outcome(StrEnum):
    """What came of an act."""

    DONE = "done"
    DONE_BEFORE = "done_before"


def may_go_on(state: ProposalState, new: ProposalState) -> bool:
    """Return whether an approved proposal may go from one state to another without a new decision."""
    return new in _GOES_ON.get(state, ())
