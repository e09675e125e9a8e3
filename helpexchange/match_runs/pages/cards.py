"""A proposal as a card: who, when, how far, why, and what can be done with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import url_for

from helpexchange.core.i18n import gettext, moment_text, ngettext, way_text
from helpexchange.help_requests.models import HelpRequest
from helpexchange.match_runs.costs import cost_words, loss_words
from helpexchange.match_runs.forms import RunView
from helpexchange.match_runs.labels import PARTS, PROPOSAL_STATES, REJECTION_REASONS, actor_name
from helpexchange.match_runs.models import MatchRun, Proposal
from helpexchange.match_runs.queries import Before, Times
from helpexchange.match_runs.reasons import before_reasons, reasons, visit_words, way_words
from helpexchange.match_runs.rules import REVERSIBLE_STATES, URGENT_PRIORITY, ProposalState
from helpexchange.match_runs.week_picture import week_picture
from helpexchange.skills.labels import skill_name

#: The group of urgent requests; the others have the code of their kind of help.
URGENT = "urgent!"


def card_id(proposal: Proposal) -> str:
    """Return the id of the card on the page and of its dot on the map."""
    return f"proposal-{proposal.id}"


def person_name(request: HelpRequest) -> str:
    """Return the name of the person in need; the reference where a file told no name."""
    person = request.person
    return f"{person.first_name} {person.last_name}".strip() if person else request.reference


def helper_name(proposal: Proposal) -> str:
    """Return first and last name of the helper."""
    return f"{proposal.helper.first_name} {proposal.helper.last_name}".strip() or proposal.helper.reference


def helper_ids_of(proposals: Iterable[Proposal]) -> set[int]:
    """Return the helpers whose names the cards need beside the proposed ones."""
    return {other["helper_id"] for proposal in proposals for other in proposal.alternatives}


def request_ids_of(proposals: Iterable[Proposal]) -> set[int]:
    """Return the requests that would lose a helper to one of the proposed ones."""
    return {
        request_id
        for proposal in proposals
        for other in proposal.alternatives
        for request_id in other.get("loses", ())
    }


@dataclass(frozen=True, slots=True)
class Names:
    """Names that cards need beside those of the two people.

    Attributes:
        helpers: by helper id.
        people: by request id, those whom the viewer may know.
    """

    helpers: Mapping[int, str]
    people: Mapping[int, str]


@dataclass(frozen=True, slots=True)
class Known:
    """What cards tell of people beside their proposals.

    Attributes:
        before: what was between two people, by helper id and id of the person in need.
    """

    names: Names
    times: Times
    before: Mapping[tuple[int, int], Before]


def card_of(
    proposal: Proposal, *, view: RunView, run: MatchRun, known: Known, may_decide: bool
) -> dict[str, Any]:
    """Return what the card shows."""
    person = person_name(proposal.request)
    words, colour = PROPOSAL_STATES[proposal.state]
    is_open = proposal.state is ProposalState.PROPOSED
    request, facts = proposal.request, proposal.facts
    return {
        "id": card_id(proposal),
        "helper": helper_name(proposal),
        "request": person,
        "group": group_of(request),
        "what": _what(request),
        "note": request.note,
        "status": gettext("Locked") if is_open and proposal.is_locked else words,
        "status_colour": "purple" if is_open and proposal.is_locked else colour,
        "is_decided": not is_open,
        "decision": "" if is_open else _decision(proposal),
        "proposal_id": proposal.id,
        "approved_at": proposal.decided_at if proposal.state is ProposalState.APPROVED else None,
        "time": visit_words(proposal.visits),
        "distance": way_words(proposal.distance_m, is_remote=facts.get("is_remote", False)),
        "reasons": [
            *reasons(facts, person=person, is_urgent=_is_urgent(request)),
            *before_reasons(known.before.get((proposal.helper_id, request.person_id or 0)), person),
        ],
        "week": _week(proposal, known.times),
        "actions": _actions(proposal, view) if may_decide else [],
        "reject_url": _url("reject_proposal", proposal, view) if may_decide and is_open else None,
        "why_not_url": _why_not_url(proposal, run, is_open=is_open),
        "choice": str(proposal.id) if may_decide and is_open else None,
        "request_id": proposal.request_id,
        "is_chosen": view.is_all_chosen,
        "is_on_map": _is_placed(request),
        "parts": _parts(proposal, run.policy.get("weights", {})),
        "score": proposal.score,
        "alternatives": [_alternative(other, known.names) for other in proposal.alternatives],
    }


def group_of(request: HelpRequest) -> str:
    """Return the word of the group in which a coordinator works on a request: the urgent, then by kind."""
    return URGENT if _is_urgent(request) else request.kind_code


def _is_urgent(request: HelpRequest) -> bool:
    return request.priority >= URGENT_PRIORITY


def _week(proposal: Proposal, times: Times) -> dict[str, Any]:
    return week_picture(
        helper=helper_name(proposal),
        person=person_name(proposal.request),
        helper_times=times.helpers.get(proposal.helper_id, []),
        request_times=times.requests.get(proposal.request_id, []),
        visits=proposal.visits,
    )


def _what(request: HelpRequest) -> str:
    """Kind of help, district, and how many helpers where it takes more than one."""
    kind = skill_name(request.kind_code, request.kind.name)
    parts = [kind, *([request.district.name] if request.district else [])]
    if request.helpers_needed > 1:
        parts.append(ngettext("needs %(num)d helper", "needs %(num)d helpers", request.helpers_needed))
    return ", ".join(parts)


def _is_placed(request: HelpRequest) -> bool:
    return request.latitude is not None and request.longitude is not None


def _decision(proposal: Proposal) -> str:
    if not proposal.decided_by or proposal.decided_at is None:
        return ""
    values = {"name": actor_name(proposal.decided_by), "moment": moment_text(proposal.decided_at)}
    if proposal.rejection_reason is None:
        return str(gettext("%(name)s, %(moment)s", **values))
    reason = REJECTION_REASONS[proposal.rejection_reason]
    return str(gettext("%(name)s, %(moment)s: %(reason)s", reason=reason, **values))


def _actions(proposal: Proposal, view: RunView) -> list[dict[str, Any]]:
    if proposal.state is ProposalState.PROPOSED:
        lock = "unlock_proposal" if proposal.is_locked else "lock_proposal"
        words = gettext("Unlock") if proposal.is_locked else gettext("Lock")
        return [
            {"label": gettext("Approve"), "url": _url("approve_proposal", proposal, view), "style": None},
            {"label": words, "url": _url(lock, proposal, view), "style": "secondary"},
        ]
    if proposal.state in REVERSIBLE_STATES:
        url = _url("undo_decision", proposal, view)
        # Beside all runs one says where one came from; a run's own decisions know their way back.
        says_back = proposal.run_id is None
        return [{"label": gettext("Undo"), "url": url, "style": "secondary", "says_back": says_back}]
    return []


def _why_not_url(proposal: Proposal, run: MatchRun, *, is_open: bool) -> str:
    """Return where one asks about somebody else, and chooses them instead while nothing is decided."""
    instead_of = proposal.id if is_open else None
    return url_for(
        "match_runs.show_why_not", run_id=run.id, request_id=proposal.request_id, instead_of=instead_of
    )


def _url(act: str, proposal: Proposal, view: RunView) -> str:
    if proposal.run_id is None:  # chosen by hand, beside every run
        return url_for("match_runs.undo_choice", request_id=proposal.request_id, proposal_id=proposal.id)
    values = {name: value for name, value in view.query.items() if name != "done"}
    return url_for(f"match_runs.{act}", run_id=proposal.run_id, proposal_id=proposal.id, **values)


def _parts(proposal: Proposal, weights: Mapping[str, int]) -> list[dict[str, Any]]:
    """The points part by part; `share` is 0 to 100, of the most that the part can give."""
    return [
        {
            "label": PARTS.get(name, name),
            "points": points,
            "share": max(0, min(100, round(100 * points / max(1, weights.get(name, points) or 1)))),
        }
        for name, points in proposal.score_parts.items()
    ]


def _alternative(other: Mapping[str, Any], names: Names) -> dict[str, Any]:
    metres = other.get("distance_m")
    return {
        "helper_id": other["helper_id"],
        "name": names.helpers.get(other["helper_id"], ""),
        "points": other["score"],
        "distance": "" if metres is None else way_text(metres),
        "cost": cost_words(other),
        "loss": loss_words(other, names.people),
    }
