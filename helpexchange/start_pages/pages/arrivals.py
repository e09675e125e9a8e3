"""What is new for an office: requests to clear, and helpers on their way to being active."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any, TypeVar

from flask import render_template, request

from helpexchange.accounts.roles import Permission
from helpexchange.audit_trail.models import AuditEntry
from helpexchange.core.audience import audience
from helpexchange.core.clock import now, today
from helpexchange.core.viewer import current_viewer
from helpexchange.core.week import times_in_words
from helpexchange.help_requests import labels as request_labels
from helpexchange.help_requests.actions.clearing import CLEARING_ACTS
from helpexchange.help_requests.models import HelpRequest
from helpexchange.help_requests.pages.cards import facts_of
from helpexchange.help_requests.queries import just_cleared, new_requests, shown
from helpexchange.helper_profiles import labels as helper_labels
from helpexchange.helper_profiles.actions.steps import UNDOABLE_ACTS
from helpexchange.helper_profiles.models import HelperProfile
from helpexchange.helper_profiles.queries import arriving_helpers as helpers_on_their_way
from helpexchange.helper_profiles.queries import just_stepped, missing_checks, wanted_requests
from helpexchange.skills.labels import check_name, language_name, skill_name
from helpexchange.skills.symbols import symbol_of
from helpexchange.start_pages.pages import blueprint

#: For so long a decision stands under the list with a button that takes it back.
UNDO_FOR = timedelta(days=1)

Subject = TypeVar("Subject", HelpRequest, HelperProfile)


@blueprint.get("/arrivals")
@audience(Permission.SEE_NEW_ARRIVALS)
def arrivals() -> str:
    """Show the new requests of the viewer's offices, longest waiting first."""
    viewer = current_viewer()
    found = new_requests(viewer, number=request.args.get("page", 1, type=int))
    acts = just_cleared(viewer, acts={*CLEARING_ACTS, "undo_clearing"}, since=now() - UNDO_FOR)
    return render_template(
        "start_pages/arrivals.html", page=found.map(_request_card),
        decided=[_decided_request(entry, record) for entry, record in _latest(acts, CLEARING_ACTS)],
        may_clear=viewer.may(Permission.CLEAR_REQUESTS),
    )  # fmt: skip


@blueprint.get("/arrivals/helpers")
@audience(Permission.SEE_NEW_ARRIVALS)
def arriving_helpers() -> str:
    """Show the helpers of the viewer's offices who are not active yet, longest waiting first."""
    viewer = current_viewer()
    found = helpers_on_their_way(viewer, number=request.args.get("page", 1, type=int))
    missing = missing_checks(viewer, [helper.id for helper in found.items], today=today())
    wanted = wanted_requests(viewer, [helper.id for helper in found.items])
    acts = just_stepped(viewer, acts={*UNDOABLE_ACTS, "undo_helper_step"}, since=now() - UNDO_FOR)
    return render_template(
        "start_pages/arriving_helpers.html",
        page=found.map(lambda helper: _helper_card(helper, missing[helper.id], wanted.get(helper.id))),
        decided=[_decided_helper(entry, helper) for entry, helper in _latest(acts, UNDOABLE_ACTS)],
        may_activate=viewer.may(Permission.ACTIVATE_HELPERS),
    )  # fmt: skip


def _request_card(record: HelpRequest) -> dict[str, Any]:
    person = record.person
    return {
        "id": record.id,
        "icon": symbol_of(record.kind_code),
        "title": skill_name(record.kind_code, record.kind.name),
        "facts": facts_of(shown(record)),
        "name": person.name if person else "",
        "contact": [text for text in (person.phone, person.email) if text] if person else [],
        "note": record.note,
        "reference": record.reference,
        "by_phone": record.channel == "phone",
        "unproved": str(request_labels.PROOFS[record.proof]) if record.proof == "none" else "",
    }


def _helper_card(helper: HelperProfile, missing: list[str], wanted: int | None) -> dict[str, Any]:
    facts = [
        ("heart", ", ".join(skill_name(each.skill_code) for each in helper.skills)),
        ("language", ", ".join(language_name(each.language) for each in helper.languages)),
        ("calendar", "; ".join(times_in_words(helper.times))),
        ("walk", helper_labels.reach(helper.max_distance_m)),
        ("people", helper_labels.people_at_once(helper.max_requests)),
        ("place", helper.district.name if helper.district else ""),
        ("info", request_labels.waiting(helper.created_at, now())),
    ]
    return {
        "id": helper.id,
        "title": helper.name,
        "kind": str(helper_labels.KINDS[helper.kind]),
        "state": helper.state.value,
        "state_name": str(helper_labels.STATES[helper.state]),
        "colour": helper_labels.COLOURS[helper.state],
        "facts": [{"icon": icon, "text": text} for icon, text in facts if text],
        "contact": [text for text in (helper.phone, helper.email) if text],
        "checks": [(code, check_name(code)) for code in missing],
        "wanted_request_id": wanted,
    }


def _latest(
    acts: Iterable[tuple[AuditEntry, Subject]], undoable: Iterable[str]
) -> list[tuple[AuditEntry, Subject]]:
    """Return the newest act of each subject, if it can be taken back."""
    newest: dict[int, tuple[AuditEntry, Subject]] = {}
    for entry, subject in acts:
        newest.setdefault(subject.id, (entry, subject))
    return [(entry, subject) for entry, subject in newest.values() if entry.act in undoable]


def _decided_request(entry: AuditEntry, record: HelpRequest) -> dict[str, Any]:
    person = record.person.name if record.person else ""
    kind = skill_name(record.kind_code, record.kind.name)
    return {
        "id": record.id,
        "title": f"{kind} – {person}" if person else kind,
        "text": request_labels.act_in_words(entry, current_viewer()),
        "note": request_labels.reason_in_words(entry),
    }


def _decided_helper(entry: AuditEntry, helper: HelperProfile) -> dict[str, Any]:
    return {
        "id": helper.id,
        "title": helper.name,
        "text": helper_labels.act_in_words(entry),
        "note": "",
    }
