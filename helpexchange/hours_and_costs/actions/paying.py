"""Approved costs are marked as paid, by helper, with the day."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import NamedTuple

from helpexchange.accounts.roles import Permission
from helpexchange.core.clock import town_day
from helpexchange.core.errors import NotAllowedRefusal
from helpexchange.core.viewer import Viewer
from helpexchange.hours_and_costs.actions.noting import change_cost, note_about
from helpexchange.hours_and_costs.actions.telling import tell_paid
from helpexchange.hours_and_costs.models import TravelCost
from helpexchange.hours_and_costs.queries import approved_costs
from helpexchange.hours_and_costs.rules import LONGEST_AGO_DAYS, CostState, DayToComeError

#: A payment may be dated a few days ahead: banks take their time.
AHEAD_DAYS = 14


class Paid(NamedTuple):
    """How many costs were marked, and their cents."""

    claims: int
    cents: int


def mark_paid(*, cost_ids: Collection[int], paid_on: date, by: Viewer, now: datetime) -> Paid:
    """Mark approved costs as paid and tell the helpers; others, and the viewer's own, stay as they are.

    Marked twice, or by two at the same moment, each is paid and told once.

    Args:
        cost_ids: as the page has shown them, so that nothing is paid that nobody has seen.

    Raises:
        NotAllowedRefusal: the viewer may look only.
        DayToComeError: the day is too far ahead or too long ago.
    """
    if not by.may(Permission.DECIDE_COSTS):
        raise NotAllowedRefusal
    today = town_day(now)
    if not today - timedelta(days=LONGEST_AGO_DAYS) <= paid_on <= today + timedelta(days=AHEAD_DAYS):
        raise DayToComeError
    paid: dict[tuple[int, int], list[TravelCost]] = {}
    for cost in approved_costs(by):
        if cost.id not in cost_ids or cost.helper.account_id == by.account_id is not None:
            continue
        if change_cost(cost, from_state=CostState.APPROVED, state=CostState.PAID, paid_on=paid_on):
            note_about("pay_cost", cost, by=by, now=now, cents=cost.cents, paid_on=paid_on.isoformat())
            paid.setdefault((cost.office_id, cost.helper_id), []).append(cost)
    for costs in paid.values():
        total, first = sum(each.cents for each in costs), costs[0]
        tell_paid(first.helper, first.office, cents=total, paid_on=paid_on, by=by, now=now)
    every = [each for costs in paid.values() for each in costs]
    return Paid(len(every), sum(each.cents for each in every))
