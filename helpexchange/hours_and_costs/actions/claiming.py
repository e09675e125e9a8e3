"""A helper, or the office for them, claims what a way cost, corrects it, and takes it back."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy.exc import IntegrityError

from helpexchange.core.database import db
from helpexchange.core.viewer import Viewer
from helpexchange.engagements.rules import Side
from helpexchange.helper_profiles.models import HelperProfile
from helpexchange.hours_and_costs.actions.noting import (
    change_cost,
    check_day,
    check_may,
    check_open,
    note_about,
)
from helpexchange.hours_and_costs.models import TravelCost, TravelReceipt
from helpexchange.hours_and_costs.queries import cost_by_reference, settings_of
from helpexchange.hours_and_costs.rules import (
    LONGEST_NOTE,
    MOST_CENTS,
    MOST_KM,
    MOST_RECEIPTS,
    OPEN_STATES,
    BadCostError,
    BadReceiptError,
    CostDecidedError,
    CostState,
    Means,
    TooManyReceiptsError,
    media_type_of,
    month_of,
)

MOST_RECEIPT_BYTES = 5_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What somebody says of a way: `cents` of a ticket, or `km` that are refunded by the office's rate.

    `receipt` is a picture or PDF of the ticket; empty for none.
    """

    day: date
    means: Means
    cents: int | None = None
    km: int | None = None
    note: str = ""
    visit_id: int | None = None
    receipt: bytes = b""
    is_receipt_seen: bool = False


def claim_cost(
    *, helper: HelperProfile, claim: Claim, reference: str, side: Side, by: Viewer, now: datetime
) -> TravelCost:
    """Claim a travel cost; the same `reference` again returns the one that is there.

    Whoever calls this has read the helper and the visit as theirs.

    Raises:
        NotFoundRefusal, NotAllowedRefusal: another office's helper, or the viewer may look only.
        BadCostError, BadReceiptError, DayToComeError, MonthClosedError: the claim is not possible.
    """
    check_may(side, helper.office_id, by=by)
    if (known := cost_by_reference(by, reference)) is not None and known.helper_id == helper.id:
        return known
    check_day(claim.day, now=now)
    check_open(claim.day, helper.office_id, by=by)
    cost = TravelCost(
        reference=reference, helper_id=helper.id, office_id=helper.office_id, visit_id=claim.visit_id,
        noted_by=side, claimed_at=now, state=CostState.CLAIMED,
        is_receipt_seen=side is Side.OFFICE and claim.is_receipt_seen,
        **_values(claim, helper.office_id, by=by), receipts=_receipts(claim.receipt, now=now),
    )  # fmt: skip
    try:
        with db.session.begin_nested():
            db.session.add(cost)
    except IntegrityError:  # pressed twice at the same moment
        if (known := cost_by_reference(by, reference)) is None:
            raise
        return known
    note_about("claim_cost", cost, by=by, now=now, cents=cost.cents)
    return cost


def correct_cost(*, cost: TravelCost, claim: Claim, side: Side, by: Viewer, now: datetime) -> None:
    """Correct a claim that nobody has decided about, or that was sent back; it is claimed anew.

    Files stay; a new one is added.

    Raises:
        NotFoundRefusal, NotAllowedRefusal: another office's helper, or the viewer may look only.
        CostDecidedError: the office has decided about it meanwhile.
        BadCostError, BadReceiptError, DayToComeError, MonthClosedError: the claim is not possible.
        TooManyReceiptsError: there are five files.
    """
    check_may(side, cost.office_id, by=by)
    is_asked_for = cost.state is CostState.SENT_BACK and month_of(claim.day) == cost.month
    if not is_asked_for:  # what the office has sent back may be corrected in a closed month too
        check_open(cost.day, cost.office_id, by=by)
        check_open(claim.day, cost.office_id, by=by)
    check_day(claim.day, now=now)
    new, before = _receipts(claim.receipt, now=now), cost.cents
    if len(cost.receipts) + len(new) > MOST_RECEIPTS:
        raise TooManyReceiptsError
    is_seen = claim.is_receipt_seen if side is Side.OFFICE else cost.is_receipt_seen
    values = {**_values(claim, cost.office_id, by=by), "is_receipt_seen": is_seen, "claimed_at": now}
    _change(cost, {**values, "state": CostState.CLAIMED})
    cost.receipts.extend(new)
    db.session.flush()
    note_about("correct_cost", cost, by=by, now=now, before=before, cents=cost.cents)


def withdraw_cost(*, cost: TravelCost, side: Side, by: Viewer, now: datetime) -> None:
    """Take a claim back; its files go. Twice does no harm.

    Raises:
        NotFoundRefusal, NotAllowedRefusal: another office's helper, or the viewer may look only.
        CostDecidedError: the office has decided about it meanwhile.
        MonthClosedError: the month is closed.
    """
    check_may(side, cost.office_id, by=by)
    if cost.state is CostState.WITHDRAWN:
        return
    check_open(cost.day, cost.office_id, by=by)
    _change(cost, {"state": CostState.WITHDRAWN})
    cost.receipts.clear()
    db.session.flush()
    note_about("withdraw_cost", cost, by=by, now=now)


def remove_receipt(*, cost: TravelCost, name: str, side: Side, by: Viewer, now: datetime) -> None:
    """Remove a file of a claim that nobody has decided about; twice does no harm.

    Raises:
        NotFoundRefusal, NotAllowedRefusal: another office's helper, or the viewer may look only.
        CostDecidedError: the office has decided about it meanwhile.
        MonthClosedError: the month is closed.
    """
    check_may(side, cost.office_id, by=by)
    check_open(cost.day, cost.office_id, by=by)
    _change(cost, {"state": cost.state})
    for receipt in [each for each in cost.receipts if each.name == name]:
        cost.receipts.remove(receipt)
        note_about("remove_receipt", cost, by=by, now=now)
    db.session.flush()


def _change(cost: TravelCost, values: dict[str, Any]) -> None:
    """Change a claim that is open; the row stays locked until the end of the transaction."""
    state = cost.state
    if state not in OPEN_STATES or not change_cost(cost, from_state=state, **values):
        raise CostDecidedError


def _values(claim: Claim, office_id: int, *, by: Viewer) -> dict[str, Any]:
    """Return the columns of a claim: what it costs by its rule."""
    common = {"day": claim.day, "means": claim.means, "note": claim.note[:LONGEST_NOTE]}
    if claim.means is Means.TICKET:
        if claim.cents is None or not 0 < claim.cents <= MOST_CENTS:
            raise BadCostError
        return {**common, "cents": claim.cents, "km": None, "cents_per_km": None}
    rate = settings_of(by, office_id).cents_per_km
    if claim.km is None or not 0 < claim.km <= MOST_KM or rate == 0:
        raise BadCostError
    return {**common, "cents": claim.km * rate, "km": claim.km, "cents_per_km": rate}


def _receipts(data: bytes, *, now: datetime) -> list[TravelReceipt]:
    """Return the file as a row; what it is, its first bytes say, not its name.

    Raises:
        BadReceiptError: it is no picture or PDF, or too large.
    """
    if not data:
        return []
    media_type = media_type_of(data)
    if media_type is None or len(data) > MOST_RECEIPT_BYTES:
        raise BadReceiptError
    name = secrets.token_urlsafe(16)
    return [TravelReceipt(name=name, media_type=media_type, size=len(data), data=data, sent_at=now)]
