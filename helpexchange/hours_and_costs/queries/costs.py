"""Travel costs: a helper's, those an office decides about, and what was spent in a month."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from pyproj import Geod
from sqlalchemy import ScalarSelect, Select, func, select
from sqlalchemy.orm import joinedload, selectinload, undefer

from helpexchange.accounts.roles import Permission
from helpexchange.audit_trail.models import AuditEntry
from helpexchange.audit_trail.queries import history
from helpexchange.core.database import db
from helpexchange.core.errors import NotFoundRefusal
from helpexchange.core.paging import Page, fetch_page
from helpexchange.core.viewer import Viewer
from helpexchange.engagements.models import Visit
from helpexchange.help_requests.models import HelpRequest
from helpexchange.helper_profiles.models import HelperProfile
from helpexchange.hours_and_costs.models import TravelCost, TravelReceipt
from helpexchange.hours_and_costs.rules import (
    SPENT_STATES,
    CostState,
    Month,
    Spent,
    month_of,
    round_trip_km,
)

OBJECT_TYPE = "travel_cost"
PER_PAGE = 50
EARTH = Geod(ellps="WGS84")


def costs_of_month(_viewer: Viewer, helper_id: int, month: Month) -> Sequence[TravelCost]:
    """Return the costs of a helper whom the viewer has read before, in order, without withdrawn ones."""
    statement = select(TravelCost).options(selectinload(TravelCost.receipts))
    statement = statement.where(
        TravelCost.helper_id == helper_id, TravelCost.day >= month.first, TravelCost.day < month.before,
        TravelCost.state != CostState.WITHDRAWN,
    )  # fmt: skip
    return db.session.scalars(statement.order_by(TravelCost.day, TravelCost.id)).all()


def cost_of_helper(_viewer: Viewer, helper_id: int, cost_id: int) -> TravelCost:
    """Return a cost of a helper whom the viewer has read before.

    Raises:
        NotFoundRefusal: there is none, or it is somebody else's.
    """
    cost = db.session.get(TravelCost, cost_id, options=[selectinload(TravelCost.receipts)])
    if cost is None or cost.helper_id != helper_id:
        raise NotFoundRefusal
    return cost


def cost_of_office(viewer: Viewer, cost_id: int) -> TravelCost:
    """Return a cost of one of the viewer's offices.

    Raises:
        NotFoundRefusal: there is none, or it belongs to another office.
    """
    cost = db.session.scalar(_in_full(of_offices(viewer)).where(TravelCost.id == cost_id))
    if cost is None:
        raise NotFoundRefusal
    return cost


def cost_by_reference(_viewer: Viewer, reference: str) -> TravelCost | None:
    """Return the cost that a form has claimed already."""
    return db.session.scalar(select(TravelCost).where(TravelCost.reference == reference))


def receipt_of_cost(_viewer: Viewer, cost: TravelCost, name: str) -> TravelReceipt:
    """Return a file of a cost that the viewer has read before, with its data.

    Raises:
        NotFoundRefusal: the cost has no such file.
    """
    statement = select(TravelReceipt).options(undefer(TravelReceipt.data))
    receipt = db.session.scalar(statement.where(TravelReceipt.cost_id == cost.id, TravelReceipt.name == name))
    if receipt is None:
        raise NotFoundRefusal
    return receipt


def waiting_costs(viewer: Viewer, *, number: int, per_page: int = PER_PAGE) -> Page[TravelCost]:
    """Return the costs that the viewer's offices decide about, by helper and day."""
    statement = _in_full(of_offices(viewer)).join(TravelCost.helper)
    statement = statement.where(TravelCost.state == CostState.CLAIMED).order_by(
        HelperProfile.last_name, HelperProfile.first_name, HelperProfile.id, TravelCost.day, TravelCost.id
    )
    return fetch_page(db.session(), statement, number=number, per_page=per_page)


def waiting_count(viewer: Viewer) -> ScalarSelect[int]:
    """Return the question how many costs wait for a decision: it is asked together with others."""
    waiting = of_offices(viewer).where(TravelCost.state == CostState.CLAIMED)
    return waiting.with_only_columns(func.count()).scalar_subquery()


def waiting_of_office(viewer: Viewer, office_id: int) -> Sequence[TravelCost]:
    """Return all costs that one of the viewer's offices decides about, the oldest way first."""
    statement = _in_full(of_offices(viewer)).where(
        TravelCost.office_id == office_id, TravelCost.state == CostState.CLAIMED
    )
    return db.session.scalars(statement.order_by(TravelCost.day, TravelCost.id)).all()


def approved_costs(viewer: Viewer) -> Sequence[TravelCost]:
    """Return the costs of the viewer's offices that are approved and not paid, by helper and day."""
    statement = _in_full(of_offices(viewer)).join(TravelCost.helper)
    statement = statement.where(TravelCost.state == CostState.APPROVED).order_by(
        HelperProfile.last_name, HelperProfile.first_name, HelperProfile.id, TravelCost.day, TravelCost.id
    )
    return db.session.scalars(statement).all()


class ToPay(NamedTuple):
    """Costs of a helper that are approved and not paid: their ids, and the sum of them."""

    helper_id: int
    name: str
    cost_ids: Sequence[int]
    cents: int


def costs_to_pay(viewer: Viewer) -> Sequence[ToPay]:
    """Return what is approved and not paid in the viewer's offices, by helper, without the viewer's own."""
    columns = (TravelCost.id, TravelCost.cents, TravelCost.helper_id)
    names = (HelperProfile.first_name, HelperProfile.last_name)
    is_mine = HelperProfile.account_id == (viewer.account_id or -1)
    statement = of_offices(viewer).join(TravelCost.helper).with_only_columns(*columns, *names)
    statement = statement.where(TravelCost.state == CostState.APPROVED, is_mine.is_not(True)).order_by(
        HelperProfile.last_name, HelperProfile.first_name, HelperProfile.id, TravelCost.day, TravelCost.id
    )
    found: dict[int, ToPay] = {}
    for cost_id, cents, helper_id, first, last in db.session.execute(statement):
        known = found.get(helper_id) or ToPay(helper_id, f"{first} {last}".strip(), (), 0)
        found[helper_id] = known._replace(cost_ids=(*known.cost_ids, cost_id), cents=known.cents + cents)
    return list(found.values())


def costs_to_export(
    viewer: Viewer, office_id: int, month: Month, state: CostState | None
) -> Sequence[TravelCost]:
    """Return the costs of a month of one of the viewer's offices, in a state or in all but withdrawn."""
    statement = _in_full(of_offices(viewer)).where(
        TravelCost.office_id == office_id, TravelCost.day >= month.first, TravelCost.day < month.before
    )
    wanted = TravelCost.state == state if state else TravelCost.state != CostState.WITHDRAWN
    return db.session.scalars(statement.where(wanted).order_by(TravelCost.day, TravelCost.id)).all()


def spent_in(_viewer: Viewer, cost: TravelCost) -> Spent:
    """Return what was approved or paid in the month of a cost that the viewer has read before."""
    month = cost.month
    statement = select(TravelCost.helper_id, func.sum(TravelCost.cents)).where(
        TravelCost.office_id == cost.office_id, TravelCost.day >= month.first, TravelCost.day < month.before,
        TravelCost.state.in_(SPENT_STATES), TravelCost.id != cost.id,
    )  # fmt: skip
    rows = {row[0]: int(row[1]) for row in db.session.execute(statement.group_by(TravelCost.helper_id))}
    return Spent(helper_cents=rows.get(cost.helper_id, 0), office_cents=sum(rows.values()))


def spent_beside(_viewer: Viewer, costs: Sequence[TravelCost]) -> dict[int, Spent]:
    """Return the same for costs that wait for a decision, by their id; one read for all."""
    if not costs:
        return {}
    statement = select(TravelCost.office_id, TravelCost.helper_id, TravelCost.day, TravelCost.cents).where(
        TravelCost.office_id.in_({each.office_id for each in costs}),
        TravelCost.day >= min(each.month.first for each in costs),
        TravelCost.day < max(each.month.before for each in costs),
        TravelCost.state.in_(SPENT_STATES),
    )
    of_office: dict[tuple[int, Month], int] = defaultdict(int)
    of_helper: dict[tuple[int, int, Month], int] = defaultdict(int)
    for office_id, helper_id, day, cents in db.session.execute(statement.order_by(TravelCost.id)):
        of_office[office_id, month_of(day)] += cents
        of_helper[office_id, helper_id, month_of(day)] += cents
    return {
        each.id: Spent(
            of_helper[each.office_id, each.helper_id, each.month], of_office[each.office_id, each.month]
        )
        for each in costs
    }


def cents_by_state(_viewer: Viewer, helper_id: int, *, first: date, before: date) -> dict[CostState, int]:
    """Return what a helper, whom the viewer has read before, spent on ways, by where it stands."""
    statement = select(TravelCost.state, func.sum(TravelCost.cents)).where(
        TravelCost.helper_id == helper_id, TravelCost.day >= first, TravelCost.day < before
    )
    rows = db.session.execute(statement.group_by(TravelCost.state).order_by(TravelCost.state))
    return {state: int(cents) for state, cents in rows}


def km_of_visit(_viewer: Viewer, visit: Visit) -> int | None:
    """Return the whole kilometres to a visit and back, as the crow flies; None if a place is not known."""
    helper, request = visit.helper, visit.request
    if None in (helper.latitude, helper.longitude, request.latitude, request.longitude):
        return None
    _there, _back, metres = EARTH.inv(helper.longitude, helper.latitude, request.longitude, request.latitude)
    return round_trip_km(float(metres))


def history_of_cost(viewer: Viewer, cost_id: int) -> Sequence[AuditEntry]:
    """Return what was done about a cost, newest first."""
    return history(viewer, object_type=OBJECT_TYPE, object_ids=[cost_id], at_most=50)


def of_offices(viewer: Viewer) -> Select[TravelCost]:
    """Return the statement that selects the costs of the viewer's offices."""
    statement: Select[TravelCost] = select(TravelCost)
    if not viewer.may(Permission.SEE_COSTS):
        return statement.where(TravelCost.id.is_(None))
    return (
        statement if viewer.is_network_wide else statement.where(TravelCost.office_id.in_(viewer.office_ids))
    )


def _in_full(statement: Select[TravelCost]) -> Select[TravelCost]:
    return statement.options(
        joinedload(TravelCost.helper),
        joinedload(TravelCost.office),
        joinedload(TravelCost.visit).joinedload(Visit.request).joinedload(HelpRequest.kind),
        selectinload(TravelCost.receipts),
    )
