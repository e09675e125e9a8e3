"""What the day board shows of each record: a line with one click to act."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from helpexchange.core.clock import now, today, town_day
from helpexchange.core.i18n import day_text, gettext
from helpexchange.help_requests import labels
from helpexchange.help_requests.models import HelpRequest
from helpexchange.help_requests.queries import NewRequest
from helpexchange.help_requests.rules import Proof, is_late
from helpexchange.helper_profiles.labels import WAYS
from helpexchange.helper_profiles.queries import Arriving
from helpexchange.helper_profiles.rules import HelperState
from helpexchange.match_runs.fixes import TITLES, reason_words
from helpexchange.match_runs.hindrance_words import cause_words
from helpexchange.match_runs.models import Proposal
from helpexchange.match_runs.pages.cards import helper_name, person_name
from helpexchange.match_runs.queries import VisitWithout, Waiting
from helpexchange.match_runs.reasons import visit_words, way_words
from helpexchange.match_runs.rules.causes import StandInState
from helpexchange.notifications.labels import CHANNELS, fault_of
from helpexchange.notifications.models import OutboxMessage
from helpexchange.skills.labels import check_name, skill_name
from helpexchange.skills.symbols import symbol_of


def request_line(record: HelpRequest | NewRequest) -> dict[str, Any]:
    """Return what stands of a request: what, who, where, since when, who cares for it."""
    person, due_on = record.person, record.first_contact_due_on
    return {
        "id": record.id,
        "icon": symbol_of(record.kind_code),
        "title": skill_name(record.kind_code, record.kind.name),
        "name": person.name if person else "",
        "phone": person.phone if person else "",
        "email": person.email if person and not person.phone else "",
        "district": record.district.name if record.district else "",
        "channel": str(labels.CHANNELS[record.channel]),
        "unproved": str(labels.PROOFS[record.proof]) if record.proof is Proof.NONE else "",
        "owner": record.owner.name if record.owner else "",
        "due": labels.due(due_on, record.first_contact_at, today())
        or labels.waiting(record.submitted_at, now()),
        "is_late": is_request_late(record),
        "is_new": True,
    }


def is_request_late(record: HelpRequest | NewRequest) -> bool:
    """Return whether the office should have spoken to whoever asks."""
    due_on = record.first_contact_due_on
    return is_late(due_on=due_on, first_contact_at=record.first_contact_at, today=today())


def is_helper_late(found: Arriving, on: date) -> bool:
    """Return whether the office should have spoken to a new helper before a day."""
    due_on = found.helper.contact_due_on if found.helper.state is HelperState.APPLIED else None
    return due_on is not None and due_on < on


def waiting_line(found: Waiting) -> dict[str, Any]:
    """Return who waits for a helper, since when, and why: what the last match said, unless it found one."""
    why = None if found.is_proposed else found.why
    title = str(TITLES[why.reason]) if why is not None and why.reason in TITLES else ""
    unsaid = gettext("a proposal waits to be decided") if found.is_proposed else gettext("not matched yet")
    return {
        **request_line(found.request),
        "due": labels.waiting(found.request.submitted_at, now()),
        "reason": title or unsaid,
        "details": reason_words(why.reason, why.details) if why is not None and title else "",
        "run_id": why.run_id if why is not None else None,
    }


def helper_line(found: Arriving) -> dict[str, Any]:
    """Return a new helper: to be called, to be interviewed, at what time."""
    helper, slot = found.helper, found.slot
    due_on = helper.contact_due_on if helper.state is HelperState.APPLIED else None
    return {
        "id": helper.id,
        "name": helper.name,
        "phone": helper.phone,
        "email": "" if helper.phone else helper.email,
        "due": labels.due(due_on, None, today()),
        "is_late": is_helper_late(found, today()),
        "is_applied": helper.state is HelperState.APPLIED,
        "slot": slot,
        "way": str(WAYS[slot.way]) if slot else "",
        "is_today": _is_today(found),
    }


def check_line(helper_id: int, name: str, check_code: str, expires_on: date) -> dict[str, Any]:
    """Return a check that expires, or has."""
    is_over = expires_on < today()
    day = day_text(expires_on, "medium")
    return {
        "helper_id": helper_id,
        "name": name,
        "check": check_name(check_code),
        "is_over": is_over,
        "days": (expires_on - today()).days,
        "words": gettext("expired on %(day)s", day=day) if is_over else gettext("until %(day)s", day=day),
    }


def proposal_line(proposal: Proposal) -> dict[str, Any]:
    """Return a proposal: who could help whom with what, and when."""
    return {
        "id": proposal.id,
        "run_id": proposal.run_id,
        "helper": helper_name(proposal),
        "person": person_name(proposal.request),
        "what": skill_name(proposal.request.kind_code, proposal.request.kind.name),
        "when": visit_words(proposal.visits),
        "cause": cause_words(proposal.facts.get("cause", "")),
    }


def without_line(found: VisitWithout) -> dict[str, Any]:
    """Return a visit that nobody comes to, and who could be asked."""
    visit, request = found.visit, found.visit.request
    return {
        "id": visit.id,
        "person": person_name(request),
        "what": skill_name(request.kind_code, request.kind.name),
        "at": visit.starts_at,
        "helper": visit.engagement.helper.first_name,
        "is_searched": found.is_searched,
        "engagement_id": visit.engagement_id,
        "stand_ins": [
            {
                "id": each.id,
                "name": each.helper.name,
                "phone": each.helper.phone,
                "way": way_words(each.distance_m, is_remote=request.remote),
                "state": each.state.value,
            }
            for each in found.stand_ins
            if each.state is not StandInState.OVER
        ],
    }


def failed_line(message: OutboxMessage) -> dict[str, Any]:
    """Return a message that did not arrive, with why."""
    return {
        "id": message.id,
        "name": message.name,
        "channel": str(CHANNELS[message.channel]),
        "subject": message.subject,
        "language": message.language,
        "fault": fault_of(message),
        "can_retry": bool(message.text),
    }


def to_interview(arriving: Sequence[Arriving]) -> list[Arriving]:
    """Return whom to interview: those of today first, then those without a time; later ones are not shown."""
    on = today()
    return [
        each
        for each in arriving
        if each.wants_interview
        and (_is_today(each) or (each.slot is None and not (is_helper_late(each, on) and each.helper.phone)))
    ]


def _is_today(found: Arriving) -> bool:
    return found.slot is not None and town_day(found.slot.starts_at) == today()
