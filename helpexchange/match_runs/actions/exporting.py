"""Taking the whole proof of a run along: who does so is noted, because places of people are in it."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import datetime

from helpexchange.audit_trail.actions import record
from helpexchange.core.errors import NotFoundRefusal
from helpexchange.core.viewer import Viewer
from helpexchange.match_runs import queries
from helpexchange.match_runs.models import MatchRun
from helpexchange.match_runs.queries import Decision

DECISIONS = "decisions.csv"


def export_run(*, run_id: int, by: Viewer, now: datetime) -> bytes:
    """Return a ZIP of what a run matched, its answer, and who decided what: ids, no names.

    Raises:
        NotFoundRefusal: there is no such run, its proof is kept no more, or the viewer may not see everybody
            in it.
    """
    run = queries.run(by, run_id)
    content = queries.archive_of(by, run)
    if content is None:
        raise NotFoundRefusal
    record(
        act="export_run", object_type="match_run", object_id=run.id, office_id=run.office_id, by=by, now=now
    )
    return _with_decisions(content, by, run)


def _with_decisions(content: bytes, by: Viewer, run: MatchRun) -> bytes:
    table = io.StringIO()
    writer = csv.writer(table, lineterminator="\n")
    writer.writerow(Decision._fields)
    for each in queries.decisions(by, run):
        at = each.decided_at.isoformat() if each.decided_at else ""
        writer.writerow([*each[:4], at, "" if each.account_id is None else each.account_id])
    whole = io.BytesIO(content)
    with zipfile.ZipFile(whole, "a", zipfile.ZIP_DEFLATED) as target:
        target.writestr(DECISIONS, table.getvalue())
    return whole.getvalue()
