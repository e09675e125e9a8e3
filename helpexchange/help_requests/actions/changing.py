"""How a request moves to its next state, so that of two people at once one wins and the other is told."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection
from datetime import datetime
from typing import Any, NoReturn, cast

from sqlalchemy import CursorResult, update

from helpexchange.audit_trail.actions import record
from helpexchange.core.database import db
from helpexchange.core.events import announce
from helpexchange.core.viewer import Viewer
from helpexchange.help_requests.models import HelpRequest
from helpexchange.help_requests.queries.records import OBJECT_TYPE, latest_act
from helpexchange.help_requests.rules import RequestAlreadyDecidedError, RequestsClosing, RequestState


def hold(requests: Collection[HelpRequest]) -> None:
    """Keep others from these requests and from the helpers bound to them, before the requests close.

    Called before anything is changed: helpers are locked before requests everywhere, so that no two acts wait
    for each other. Whoever has waited finds the requests read anew.
    """
    if requests:
        announce(RequestsClosing(frozenset(each.id for each in requests)))


def move(
    request: HelpRequest, new: RequestState, *, act: str, by: Viewer, now: datetime, **details: Any
) -> None:
    """Set the state if it is still the one that was read, and record the act.

    Raises:
        RequestAlreadyDecidedError: it has changed since.
    """
    statement = update(HelpRequest).where(HelpRequest.id == request.id, HelpRequest.state == request.state)
    changed = cast("CursorResult[Any]", db.session.execute(statement.values(state=new)))
    if changed.rowcount != 1:
        refuse_second(request, by)
    record(
        act=act, object_type=OBJECT_TYPE, object_id=request.id, office_id=request.office_id, by=by, now=now,
        **details,
    )  # fmt: skip


def as_asker(request: HelpRequest, by: Viewer) -> Viewer:
    """Return whoever has asked without an account as the history names them: "Ute for the person".

    Whoever calls this knows that it is they who act, not the person.
    """
    who = request.representation
    if who is None or by.permissions or by.representation_id is not None:
        return by
    return dataclasses.replace(by, name=by.name or who.name, representation_id=who.id)


def did_so_before(request: HelpRequest, act: str, by: Viewer) -> bool:
    """Return whether the last thing done was this very act by this viewer: a button pressed twice."""
    latest = latest_act(by, request.id)
    return latest is not None and latest.act == act and latest.account_id == by.account_id


def refuse_second(request: HelpRequest, by: Viewer) -> NoReturn:
    """Tell that somebody was faster, and who.

    Raises:
        RequestAlreadyDecidedError: always.
    """
    latest = latest_act(by, request.id)
    raise RequestAlreadyDecidedError(latest.actor if latest else "")
