"""States of travel costs, the kinds of hours, and which change follows which."""

from __future__ import annotations

from enum import StrEnum

LONGEST_NOTE = 500
#: Hours and costs are entered up to a year later.
LONGEST_AGO_DAYS = 366
MOST_RECEIPTS = 5


class HourKind(StrEnum):
    """For what hours without a visit were."""

    MEETING = "meeting"
    TRAINING = "training"
    EVENT = "event"
    OTHER = "other"


class Means(StrEnum):
    """By what rule travel is refunded: what a ticket cost, or so much a kilometre."""

    TICKET = "ticket"
    KM = "km"


class CostState(StrEnum):
    """Where a travel cost stands."""

    CLAIMED = "claimed"
    SENT_BACK = "sent_back"
    APPROVED = "approved"
    PAID = "paid"
    WITHDRAWN = "withdrawn"


class CertificateState(StrEnum):
    """Whether a certificate holds."""

    VALID = "valid"
    REVOKED = "revoked"


class FileKind(StrEnum):
    """As what costs are handed to accounting."""

    CSV = "csv"
    XLSX = "xlsx"


#: The helper claims, corrects and withdraws; the office decides, and takes its last step back.
NEXT_STATES: dict[CostState, frozenset[CostState]] = {
    CostState.CLAIMED: frozenset(
        {CostState.CLAIMED, CostState.SENT_BACK, CostState.APPROVED, CostState.WITHDRAWN}
    ),
    CostState.SENT_BACK: frozenset({CostState.CLAIMED, CostState.WITHDRAWN}),
    CostState.APPROVED: frozenset({CostState.PAID, CostState.CLAIMED}),
    CostState.PAID: frozenset({CostState.APPROVED}),
    CostState.WITHDRAWN: frozenset(),
}
#: In these the helper may still change something.
OPEN_STATES = (CostState.CLAIMED, CostState.SENT_BACK)
#: These count against the limits of the month.
SPENT_STATES = (CostState.APPROVED, CostState.PAID)


def may_change(old: CostState, new: CostState) -> bool:
    """Return whether a travel cost may go from one state to another."""
    return new in NEXT_STATES[old]


def media_type_of(data: bytes) -> str | None:
    """Return what a file is by its first bytes, whatever its name says; None if we take no such files."""
    if data.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    return "application/pdf" if data.startswith(b"%PDF-") else None
