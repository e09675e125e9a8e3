"""The public board of open requests, and the page of one request."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import render_template, request

from helpexchange.accounts.roles import Permission
from helpexchange.consents.models import Consent
from helpexchange.consents.queries import holding_consents
from helpexchange.consents.rules import ConsentPurpose
from helpexchange.core.audience import PUBLIC, audience
from helpexchange.core.clock import today
from helpexchange.core.errors import NotFoundRefusal
from helpexchange.core.i18n import weekday_text
from helpexchange.core.page_frame import url_with
from helpexchange.core.viewer import Viewer, current_viewer
from helpexchange.core.week import WEEKDAYS, DayPart, part_in_words
from helpexchange.help_requests import labels
from helpexchange.help_requests.forms import BoardSearch
from helpexchange.help_requests.messages import PERSON_TYPE, token_of
from helpexchange.help_requests.models import HelpRequest
from helpexchange.help_requests.pages import blueprint
from helpexchange.help_requests.pages.cards import announce_reading, card_of, events_of, facts_of
from helpexchange.help_requests.queries import (
    DistrictCount,
    OpenRequest,
    board_page,
    languages_on_board,
    open_request,
    request_of_person_or_office,
    requests_by_district,
    shown,
)
from helpexchange.help_requests.queries.records import OBJECT_TYPE
from helpexchange.help_requests.rules import CHANGEABLE_STATES, FINAL_STATES, RequestState, is_late
from helpexchange.notifications.labels import history_lines
from helpexchange.notifications.queries import messages_about
from helpexchange.notifications.rules import About
from helpexchange.offices.models import District
from helpexchange.offices.queries import districts, office_by_id, outlines_of
from helpexchange.people_index.rules import ReadOn
from helpexchange.representatives.queries import acting_for
from helpexchange.skills.labels import language_name, skill_name
from helpexchange.skills.models import Skill
from helpexchange.skills.queries import kinds_of_help
from helpexchange.skills.symbols import symbol_of


@blueprint.get("/open-requests")
@audience(PUBLIC)
def board() -> str:
    """Show the open requests that fit the filters of the address."""
    viewer = current_viewer()
    search = BoardSearch.of(request.args)
    found = board_page(viewer, wish=search.wish, number=request.args.get("page", 1, type=int))
    areas = districts(viewer)
    return render_template(
        "help_requests/board.html", search=search, page=found.map(card_of),
        points=points_of(requests_by_district(viewer, wish=search.wish)), outlines=outlines_of(areas),
        **choices(areas, kinds_of_help(viewer), languages_on_board(viewer)),
    )  # fmt: skip


def points_of(counts: Sequence[DistrictCount]) -> list[dict[str, Any]]:
    """Return a dot for each district with requests: never where a person lives."""
    return [
        {
            "id": f"district-{area.code}", "kind": "request", "lat": area.latitude, "lon": area.longitude,
            "count": area.requests, "url": url_with(district=area.code, page=None),
            "label": labels.open_in_district(area.name, area.requests),
        }
        for area in counts
        if area.latitude is not None and area.longitude is not None
    ]  # fmt: skip


def choices(areas: Sequence[District], kinds: Sequence[Skill], languages: Sequence[str]) -> dict[str, Any]:
    """Return what the filters offer, by the names of the template."""
    named = [(kind.code, skill_name(kind.code, kind.name)) for kind in kinds]
    spoken = [(code, language_name(code)) for code in languages]
    return {
        "district_choices": [(area.code, area.name) for area in areas],
        "kind_choices": sorted(named, key=lambda pair: pair[1].casefold()),
        "language_choices": sorted(spoken, key=lambda pair: pair[1].casefold()),
        "weekday_choices": [(str(day), weekday_text(day)) for day in WEEKDAYS],
        "part_choices": [(part.value, part_in_words(part)) for part in DayPart],
    }


@blueprint.get("/open-requests/<int:request_id>")
@audience(PUBLIC)
def show(request_id: int) -> str:
    """Show one request: to everybody while it is open, to its person and its office at any time."""
    viewer = current_viewer()
    record = _record(viewer, request_id)
    if record is None:
        return _show_public(viewer, open_request(viewer, request_id))
    return _show_record(viewer, record)


def _record(viewer: Viewer, request_id: int) -> HelpRequest | None:
    if not viewer.is_signed_in:
        return None
    try:
        return request_of_person_or_office(viewer, request_id)
    except NotFoundRefusal:
        return None


def _show_public(viewer: Viewer, found: OpenRequest) -> str:
    return render_template(
        "help_requests/show.html", found=found, facts=facts_of(found), symbol=symbol_of(found.kind_code),
        kind_name=skill_name(found.kind_code, found.kind_name), office=office_by_id(viewer, found.office_id),
    )  # fmt: skip


def _consent(viewer: Viewer, record: HelpRequest) -> Consent | None:
    """Return the consent under which a request is kept, if one was noted."""
    if record.person_id is None:
        return None
    return next(iter(holding_consents(viewer, (PERSON_TYPE, record.person_id), ConsentPurpose.ASK)), None)


def _show_record(viewer: Viewer, record: HelpRequest) -> str:
    is_own = record.person is not None and record.person.account_id == viewer.account_id
    may_clear = viewer.may(Permission.CLEAR_REQUESTS)
    if not is_own:
        announce_reading(record.person, ReadOn.REQUEST, viewer)
    return render_template(
        "help_requests/show_record.html", record=record, is_own=is_own,
        token=token_of(record.reference, record.link_number), office=record.office,
        kind_name=skill_name(record.kind_code, record.kind.name), symbol=symbol_of(record.kind_code),
        facts=facts_of(shown(record)), state=labels.state_of(record.state),
        events=events_of(viewer, record, is_own=is_own),
        may_withdraw=record.state not in FINAL_STATES and (is_own or may_clear),
        may_clear_requests=may_clear, consent=_consent(viewer, record),
        may_clear=may_clear and record.state == RequestState.SUBMITTED,
        may_own=may_clear and record.state not in FINAL_STATES,
        messages=[] if is_own else history_lines(messages_about(viewer, _about(record))),
        may_hand_over=record.state in CHANGEABLE_STATES, ways_to_tell=labels.WAYS_TO_TELL,
        acting=[] if is_own or record.person is None else acting_for(viewer, record.person.id, today=today()),
        proofs=labels.PROOFS,
        due=labels.due(record.first_contact_due_on, record.first_contact_at, today()),
        is_late=is_late(
            due_on=record.first_contact_due_on, first_contact_at=record.first_contact_at, today=today()
        ),
    )  # fmt: skip


def _about(record: HelpRequest) -> About:
    return About(object_type=OBJECT_TYPE, object_id=record.id)
