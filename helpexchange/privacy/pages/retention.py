"""For administrators: what is forgotten tonight, by which rule, and what was."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask import current_app, render_template

from helpexchange.accounts.roles import Permission
from helpexchange.audit_trail.models import AuditEntry
from helpexchange.core.audience import audience
from helpexchange.core.clock import now
from helpexchange.core.viewer import current_viewer
from helpexchange.privacy.labels import RULES
from helpexchange.privacy.pages import blueprint
from helpexchange.privacy.queries import due_by_rule, last_runs
from helpexchange.privacy.rules import NIGHTLY_AT, RETENTION_WORDS


@blueprint.get("/retention")
@audience(Permission.SEE_RETENTION)
def retention() -> str:
    """Show what the next night forgets, without forgetting it, and what the last ones did."""
    viewer, tonight = current_viewer(), next_night(now())
    due = due_by_rule(viewer, now=tonight)
    lines = [
        {"what": str(what), "rule": str(RETENTION_WORDS[kept]), "count": due[name]}
        for name, (what, kept) in RULES.items()
    ]
    runs = [_run(entry) for entry in last_runs(viewer)]
    return render_template("privacy/retention.html", lines=lines, runs=runs, tonight=tonight)


def next_night(moment: datetime) -> datetime:
    """Return when forgetting runs next, by the town's clock."""
    local = moment.astimezone(ZoneInfo(current_app.extensions["settings"].time_zone))
    tonight = datetime.combine(local.date(), NIGHTLY_AT, tzinfo=local.tzinfo)
    return tonight if tonight > local else tonight + timedelta(days=1)


def _run(entry: AuditEntry) -> dict[str, Any]:
    names = {"people", *RULES}
    counts = {name: count for name, count in entry.details.items() if name in names}
    return {"at": entry.at, "total": sum(counts.values()), "people": counts.get("people", 0)}
