"""What was done with a run, from the audit trail."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from helpexchange.audit_trail.models import AuditEntry
from helpexchange.audit_trail.queries import history
from helpexchange.core.database import db
from helpexchange.core.viewer import Viewer
from helpexchange.help_requests.models import HelpRequest, PersonInNeed
from helpexchange.match_runs.models import MatchRun, Proposal
from helpexchange.match_runs.queries.unmatched import helper_names

ENTRIES_SHOWN = 200


@dataclass(frozen=True, slots=True)
class RunHistory:
    """The latest acts, newest first, and the names that their words need, by record id."""

    entries: Sequence[AuditEntry]
    helpers: Mapping[int, str]
    people: Mapping[int, str]


def run_history(viewer: Viewer, run: MatchRun) -> RunHistory:
    """Return what was done with the run and its proposals."""
    proposal_ids = select(Proposal.id).where(Proposal.run_id == run.id)
    entries = [
        *history(viewer, object_type="match_run", object_ids=[run.id], at_most=ENTRIES_SHOWN),
        *history(viewer, object_type="proposal", object_ids=proposal_ids, at_most=ENTRIES_SHOWN),
    ]
    entries.sort(key=lambda entry: (entry.at, entry.id), reverse=True)
    shown = entries[:ENTRIES_SHOWN]
    return RunHistory(shown, helper_names(viewer, _ids(shown, "helper_id")), _people(shown))


def _ids(entries: Sequence[AuditEntry], name: str) -> set[int]:
    return {entry.details[name] for entry in entries if name in entry.details}


def _people(entries: Sequence[AuditEntry]) -> Mapping[int, str]:
    request_ids = _ids(entries, "request_id")
    if not request_ids:
        return {}
    columns = select(HelpRequest.id, HelpRequest.reference, PersonInNeed.first_name, PersonInNeed.last_name)
    statement = columns.outerjoin(PersonInNeed, PersonInNeed.id == HelpRequest.person_id)
    rows = db.session.execute(statement.where(HelpRequest.id.in_(request_ids)).order_by(HelpRequest.id))
    return {id_: f"{first or ''} {last or ''}".strip() or reference for id_, reference, first, last in rows}
