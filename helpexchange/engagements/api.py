"""Engagements and visits for programs: reading, and noting what became of a visit."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from helpexchange.accounts.scopes import Scope
from helpexchange.core.clock import now
from helpexchange.core.paging import Page
from helpexchange.core.rest import Blueprint, check_unchanged, for_programs, lists, part_of
from helpexchange.core.viewer import Viewer, current_viewer
from helpexchange.engagements import actions, queries
from helpexchange.engagements.models import Engagement, Visit
from helpexchange.engagements.rules import CancelReason, EngagementState, Missing, Side
from helpexchange.engagements.schemas import (
    CancelSchema,
    DoneSchema,
    EngagementFilterSchema,
    EngagementSchema,
    MissedSchema,
    VisitFilterSchema,
    VisitSchema,
)

engagements = Blueprint(
    "engagements_api", __name__, url_prefix="/engagements", description="What two people have agreed on."
)
visits = Blueprint(
    "visits_api", __name__, url_prefix="/visits", description="Visits, and what became of them."
)
blueprints = (engagements, visits)


@lists(engagements, EngagementSchema, Scope.ENGAGEMENTS_READ, filters=EngagementFilterSchema)
def list_engagements(sent: Mapping[str, Any]) -> Page[Engagement]:
    """List the engagements of the own offices, and one's own, newest first."""
    state = sent.get("state")
    wished = EngagementState(state) if state else None
    return queries.engagements_page(current_viewer(), state=wished, **part_of(sent))


@engagements.route("/<int:engagement_id>")
@for_programs(Scope.ENGAGEMENTS_READ)
@engagements.response(200, EngagementSchema)
def read_engagement(engagement_id: int) -> Engagement:
    """Read an engagement."""
    return queries.readable_engagement(current_viewer(), engagement_id)


@lists(visits, VisitSchema, Scope.VISITS_READ, filters=VisitFilterSchema)
def list_visits(sent: Mapping[str, Any]) -> Page[Visit]:
    """List the visits of the own offices, and one's own, in order."""
    return queries.visits_page(current_viewer(), VisitFilterSchema.filters(sent), **part_of(sent))


@visits.route("/<int:visit_id>")
@for_programs(Scope.VISITS_READ)
@visits.response(200, VisitSchema)
def read_visit(visit_id: int) -> Visit:
    """Read a visit."""
    return queries.readable_visit(current_viewer(), visit_id)


@visits.route("/<int:visit_id>/done", methods=["POST"])
@for_programs(Scope.VISITS_WRITE, needs_match=True)
@visits.arguments(DoneSchema)
@visits.response(200, VisitSchema)
def note_done(sent: Mapping[str, Any], visit_id: int) -> Visit:
    """Note that a visit took place, and how long it took."""
    return _noted(visit_id, actions.note_done, minutes=sent["minutes"], note=sent["note"])


@visits.route("/<int:visit_id>/missed", methods=["POST"])
@for_programs(Scope.VISITS_WRITE, needs_match=True)
@visits.arguments(MissedSchema)
@visits.response(200, VisitSchema)
def note_missed(sent: Mapping[str, Any], visit_id: int) -> Visit:
    """Note that a visit did not take place, and who was missing."""
    return _noted(visit_id, actions.note_missed, missing=Missing(sent["missing"]), note=sent["note"])


@visits.route("/<int:visit_id>/cancel", methods=["POST"])
@for_programs(Scope.VISITS_WRITE, needs_match=True)
@visits.arguments(CancelSchema)
@visits.response(200, VisitSchema)
def cancel(sent: Mapping[str, Any], visit_id: int) -> Visit:
    """Call off a visit to come; the other side is told."""
    return _noted(visit_id, actions.cancel_visit, reason=CancelReason(sent["reason"]))


@visits.route("/<int:visit_id>/restore", methods=["POST"])
@for_programs(Scope.VISITS_WRITE, needs_match=True)
@visits.response(200, VisitSchema)
def restore(visit_id: int) -> Visit:
    """Let a visit that was called off take place after all."""
    return _noted(visit_id, actions.restore_visit)


def _noted(visit_id: int, act: Callable[..., object], **details: Any) -> Visit:
    viewer = current_viewer()
    visit = queries.readable_visit(viewer, visit_id)
    check_unchanged(VisitSchema(), visit)
    act(visit=visit, side=_side(viewer, visit), by=viewer, now=now(), **details)
    return queries.readable_visit(viewer, visit_id)


def _side(viewer: Viewer, visit: Visit) -> Side:
    """Return for whom the viewer speaks: for themselves where it is their own visit, else for the office."""
    if viewer.is_signed_in and visit.helper.account_id == viewer.account_id:
        return Side.HELPER
    person = visit.request.person
    if viewer.is_signed_in and person is not None and person.account_id == viewer.account_id:
        return Side.PERSON
    return Side.OFFICE
