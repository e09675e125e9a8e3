"""The office decides about travel costs: approves, sends back, takes its decision back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from helpexchange.accounts.roles import Permission
from helpexchange.core.database import db
from helpexchange.core.errors import NotAllowedRefusal
from helpexchange.core.viewer import Viewer
from helpexchange.engagements.actions.noting import lock
from helpexchange.hours_and_costs.actions.noting import change_cost, note_about
from helpexchange.hours_and_costs.actions.telling import tell_sent_back
from helpexchange.hours_and_costs.models import TravelCost
from helpexchange.hours_and_costs.queries import (
    cost_of_office,
    settings_of,
    spent_beside,
    spent_in,
    waiting_of_office,
)
from helpexchange.hours_and_costs.rules import (
    LONGEST_NOTE,
    CostDecidedError,
    CostState,
    Limits,
    Month,
    OverLimitError,
    OwnCostsError,
    ReasonMissingError,
    ReceiptMissingError,
    Spent,
    over_by,
)
from helpexchange.offices.models import Office

_BEFORE = {CostState.APPROVED: CostState.CLAIMED, CostState.PAID: CostState.APPROVED}


class Approved(NamedTuple):
    """How many costs were approved together, and how many are left to be looked at one by one."""

    approved: int
    left: int


def approve_cost(
    *, cost_id: int, by: Viewer, now: datetime, reason: str = "", is_receipt_seen: bool = False
) -> TravelCost:
    """Approve a travel cost; of two who decide at the same moment one wins.

    Args:
        reason: needed when the month's limit does not allow it.
        is_receipt_seen: the viewer has seen the ticket on paper.

    Raises:
        NotFoundRefusal, NotAllowedRefusal: another office's, or the viewer may look only.
        OwnCostsError: it is the viewer's own.
        ReceiptMissingError, OverLimitError: see there.
        CostDecidedError: somebody was faster.
    """
    cost = _to_decide(cost_id, by=by)
    lock(Office, cost.office_id)  # the limits hold also when two approve different costs at once
    if cost.state is not CostState.CLAIMED:
        raise CostDecidedError
    if cost.lacks_receipt and not is_receipt_seen:
        raise ReceiptMissingError
    over = over_by(settings_of(by, cost.office_id).limits, spent_in(by, cost), cost.cents)
    if over and not reason.strip():
        raise OverLimitError
    _approve(cost, over=over, reason=reason if over else "", by=by, now=now, is_seen=is_receipt_seen)
    return cost


def approve_all(*, office_id: int, by: Viewer, now: datetime) -> Approved:
    """Approve all costs of an office that are within its limits and have their receipt, oldest way first.

    The viewer's own are left, and whatever somebody else decides at the same moment.

    Raises:
        NotFoundRefusal, NotAllowedRefusal: another office's, or the viewer may look only.
    """
    if not by.may(Permission.DECIDE_COSTS):
        raise NotAllowedRefusal
    waiting = waiting_of_office(by, office_id)
    if not waiting:
        return Approved(0, 0)
    lock(Office, office_id)
    count = _approve_within(waiting, settings_of(by, office_id).limits, by=by, now=now)
    return Approved(count, len(waiting) - count)


def _approve_within(waiting: Sequence[TravelCost], limits: Limits, *, by: Viewer, now: datetime) -> int:
    """Approve what has its receipt and is within the limits, counting what is approved on the way."""
    spent, count = spent_beside(by, waiting), 0
    of_helper: Counter[tuple[int, Month]] = Counter()
    of_office: Counter[Month] = Counter()
    for cost in waiting:
        month, cents, own = cost.month, cost.cents, (cost.helper_id, cost.month)
        so_far = spent[cost.id].plus(Spent(of_helper[own], of_office[month]))
        if _is_own(cost, by) or cost.lacks_receipt or over_by(limits, so_far, cents):
            continue
        try:
            _approve(cost, over=0, reason="", by=by, now=now, is_seen=False)
        except CostDecidedError:  # somebody else was faster with this one
            continue
        of_helper[own] += cents
        of_office[month] += cents
        count += 1
    return count


def send_back(*, cost_id: int, reason: str, by: Viewer, now: datetime) -> TravelCost:
    """Send a travel cost back to the helper, who is told why and may correct it.

    Raises:
        NotFoundRefusal, NotAllowedRefusal: another office's, or the viewer may look only.
        OwnCostsError: it is the viewer's own.
        ReasonMissingError: there is no reason.
        CostDecidedError: somebody was faster.
    """
    cost = _to_decide(cost_id, by=by)
    if not reason.strip():
        raise ReasonMissingError
    values = {"reason": reason.strip()[:LONGEST_NOTE], "decided_at": now, "decided_by": by.name}
    if not change_cost(cost, from_state=CostState.CLAIMED, state=CostState.SENT_BACK, **values):
        raise CostDecidedError
    note_about("send_cost_back", cost, by=by, now=now)
    tell_sent_back(cost, by=by, now=now)
    return cost


def take_back(*, cost_id: int, from_state: CostState, by: Viewer, now: datetime) -> TravelCost:
    """Take the last decision back: what is approved is looked at again, what is paid is approved only.

    Args:
        from_state: as the page has shown it; pressed twice, one step is taken.

    Raises:
        NotFoundRefusal, NotAllowedRefusal: another office's, or the viewer may look only.
        OwnCostsError: it is the viewer's own.
        CostDecidedError: it stands elsewhere meanwhile.
    """
    cost = _to_decide(cost_id, by=by)
    before = _BEFORE.get(from_state)
    if before is None:
        raise CostDecidedError
    values: dict[str, Any] = {"paid_on": None}
    if before is CostState.CLAIMED:
        values |= {"reason": "", "is_over_limit": False, "decided_at": None, "decided_by": ""}
    if not change_cost(cost, from_state=from_state, state=before, **values):
        raise CostDecidedError
    note_about("take_decision_back", cost, by=by, now=now, before=from_state)
    return cost


def _to_decide(cost_id: int, *, by: Viewer) -> TravelCost:
    cost = cost_of_office(by, cost_id)
    if not by.may(Permission.DECIDE_COSTS):
        raise NotAllowedRefusal
    if _is_own(cost, by):
        raise OwnCostsError
    db.session.refresh(cost, ["state"])
    return cost


def _is_own(cost: TravelCost, by: Viewer) -> bool:
    return by.account_id is not None and cost.helper.account_id == by.account_id


def _approve(cost: TravelCost, *, over: int, reason: str, by: Viewer, now: datetime, is_seen: bool) -> None:
    values: dict[str, Any] = {
        "reason": reason.strip()[:LONGEST_NOTE],
        "is_over_limit": bool(over),
        "decided_at": now,
        "decided_by": by.name,
        "is_receipt_seen": cost.is_receipt_seen or is_seen,
    }
    if not change_cost(cost, from_state=CostState.CLAIMED, state=CostState.APPROVED, **values):
        raise CostDecidedError
    note_about("approve_cost", cost, by=by, now=now, cents=cost.cents, over_by=over)
