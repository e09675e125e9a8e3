"""Asking the engine why a helper was not chosen; nothing is changed."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING

from helpexchange.core.database import db
from helpexchange.core.viewer import Viewer
from helpexchange.help_requests.queries import request_of_office
from helpexchange.match_runs import queries

if TYPE_CHECKING:
    from helpexchange.match_runs.solving.why_not import Verdict


def why_not(
    *, run_id: int, request_id: int, helper_ids: Collection[int], by: Viewer, now: datetime, today: date
) -> Mapping[int, Verdict] | None:
    """Return for each helper the rules that stand against a request, or what the choice would cost others.

    None if the request has its helpers already, or is not open any more.

    Raises:
        NotFoundRefusal: the run or the request is another office's.
    """
    # The engine takes a second to load; whoever asks nothing does not wait for it.
    from helpexchange.match_runs.solving.why_not import why_not as ask

    run, request = queries.run(by, run_id), request_of_office(by, request_id)
    return ask(db.session(), run, request_id=request.id, helper_ids=helper_ids, now=now, today=today)
