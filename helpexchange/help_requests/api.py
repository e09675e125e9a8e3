"""Help requests for programs: reading, entering one for somebody who has asked the office, withdrawing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import url_for

from helpexchange.accounts.roles import Permission
from helpexchange.accounts.scopes import Scope
from helpexchange.core.clock import now
from helpexchange.core.events import announce
from helpexchange.core.paging import Page
from helpexchange.core.rest import Blueprint, check_unchanged, for_programs, lists, part_of
from helpexchange.core.viewer import Viewer, current_viewer
from helpexchange.help_requests import actions, queries
from helpexchange.help_requests.models import HelpRequest
from helpexchange.help_requests.rules import PersonKnownError, WithdrawReason
from helpexchange.help_requests.schemas import (
    HelpRequestInFullSchema,
    HelpRequestSchema,
    NewRequestSchema,
    RequestFilterSchema,
    WithdrawSchema,
    answers_of,
    new_reference,
)
from helpexchange.people_index.rules import ReadOn, RecordRead

requests = Blueprint("requests_api", __name__, url_prefix="/requests", description="Help requests.")
blueprints = (requests,)


@lists(requests, HelpRequestSchema, Scope.REQUESTS_READ, filters=RequestFilterSchema)
def list_requests(sent: Mapping[str, Any]) -> Page[HelpRequest]:
    """List the requests of the own offices, and one's own, newest first."""
    return queries.requests_page(current_viewer(), RequestFilterSchema.filters(sent), **part_of(sent))


@requests.route("/<int:request_id>")
@for_programs(Scope.REQUESTS_READ)
@requests.response(200, HelpRequestInFullSchema)
def read_request(request_id: int) -> HelpRequest:
    """Read a request; that an office has read who asks is noted, as on pages."""
    return _read(current_viewer(), request_id)


@requests.route("", methods=["POST"])
@for_programs(Scope.REQUESTS_WRITE, Permission.CLEAR_REQUESTS)
@requests.arguments(NewRequestSchema)
@requests.response(201, HelpRequestInFullSchema)
def enter_request(sent: Mapping[str, Any]) -> Any:
    """Enter a request of somebody who has asked the office, as by phone."""
    viewer, answers = current_viewer(), answers_of(sent)
    if viewer.is_signed_in and not sent["is_somebody_else"] and _is_known(viewer, answers):
        raise PersonKnownError
    made = actions.submit_request(answers=answers, reference=new_reference(), by=viewer, now=now())
    return made, {"Location": url_for("requests_api.read_request", request_id=made.id)}


@requests.route("/<int:request_id>/withdraw", methods=["POST"])
@for_programs(Scope.REQUESTS_WRITE, needs_match=True)
@requests.arguments(WithdrawSchema)
@requests.response(200, HelpRequestInFullSchema)
def withdraw_request(sent: Mapping[str, Any], request_id: int) -> HelpRequest:
    """End a request, because its person says so."""
    viewer = current_viewer()
    check_unchanged(HelpRequestInFullSchema(), _read(viewer, request_id))
    reason = WithdrawReason(sent["reason"])
    return actions.withdraw_request(request_id=request_id, reason=reason, by=viewer, now=now())


def _read(viewer: Viewer, request_id: int) -> HelpRequest:
    record = queries.request_of_person_or_office(viewer, request_id)
    person = record.person
    is_others = person is not None and person.account_id != viewer.account_id
    if (
        person is not None
        and person.known_id is not None
        and viewer.permissions
        and is_others
        and viewer.is_signed_in
    ):
        announce(RecordRead(known_id=person.known_id, page=ReadOn.API, by=viewer))
    return record


def _is_known(viewer: Viewer, answers: Any) -> bool:
    return bool(
        queries.doubles(
            viewer, first_name=answers.first_name, last_name=answers.last_name, phone=answers.phone,
            postal_code=answers.postal_code,
        )
    )  # fmt: skip
