"""Proving who asks without an account: by a code in a mail or text message, or because the office called."""

from __future__ import annotations

import dataclasses
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import CursorResult, delete, update

from helpexchange.accounts.rules import LINK_MINUTES, MOST_TRIES, WrongCodeError
from helpexchange.accounts.secret_words import kept, new_code, typed_code
from helpexchange.audit_trail.actions import record
from helpexchange.core.database import db
from helpexchange.core.events import announce
from helpexchange.core.viewer import Viewer
from helpexchange.help_requests.actions.changing import as_asker
from helpexchange.help_requests.actions.telling import FOLDER
from helpexchange.help_requests.messages import asker_of, recipient_who_asked, ways_to_prove
from helpexchange.help_requests.models import HelpRequest, RequestCode
from helpexchange.help_requests.queries.proving import code_count, latest_code
from helpexchange.help_requests.queries.records import OBJECT_TYPE
from helpexchange.help_requests.rules import MOST_CODES, NoWayForCodeError, Proof, TooManyCodesError
from helpexchange.notifications.actions import tell
from helpexchange.notifications.rules import About, Channel
from helpexchange.representatives.rules import Change, RepresentationChanged

#: Codes are counted over so long.
COUNTED_FOR = timedelta(days=1)
_KIND = "request code"


def send_code(*, request: HelpRequest, way: Channel, by: Viewer, now: datetime) -> RequestCode | None:
    """Send whoever asked a code that they type; earlier ones no longer count. None if there is a proof.

    Whoever calls this has read the request by the reference of its own session.

    Raises:
        NoWayForCodeError: no address is known for this way.
        TooManyCodesError: too many were sent already.
    """
    asker, to = asker_of(request), recipient_who_asked(request)
    if request.proof is not Proof.NONE:
        return None
    if asker is None or to is None or way not in ways_to_prove(asker):
        raise NoWayForCodeError
    if code_count(by, request.id, since=now - COUNTED_FOR) >= MOST_CODES:
        raise TooManyCodesError
    code = new_code()
    sent = RequestCode(
        request_id=request.id, way=way, code_hash=kept(code, kind=_KIND), created_at=now,
        expires_at=now + timedelta(minutes=LINK_MINUTES),
    )  # fmt: skip
    db.session.add(sent)
    db.session.flush()
    tell(
        to=dataclasses.replace(to, channel=way), message=f"{FOLDER}code",
        words={"name": to.name, "code": code, "minutes": LINK_MINUTES},
        about=About(object_type=OBJECT_TYPE, object_id=request.id), by=by, now=now,
        is_urgent=True, is_secret=True,
    )  # fmt: skip
    _record("send_request_code", request, by=by, now=now, way=way)
    return sent


def prove_by_code(*, request: HelpRequest, code: str, by: Viewer, now: datetime) -> None:
    """Prove a request by the code sent last; a wrong one is counted. Once proved it stays proved.

    Raises:
        WrongCodeError: it is wrong, too old, or was tried too often.
    """
    if request.proof is not Proof.NONE:
        return
    sent = latest_code(by, request.id)
    if sent is None or now >= sent.expires_at or not _count_try(sent):
        raise WrongCodeError
    if sent.code_hash != kept(typed_code(code), kind=_KIND):
        raise WrongCodeError
    note_proof(request=request, proof=Proof(sent.way.value), by=by, now=now)


def note_proof(*, request: HelpRequest, proof: Proof, by: Viewer, now: datetime) -> None:
    """Note how we know now that a request comes from whom it names; the first proof stays."""
    if request.proof is not Proof.NONE:
        return
    request.proof, request.proved_at = proof, now
    _record("prove_request", request, by=by, now=now, proof=proof)
    if request.representation is not None:
        about = request.representation.id
        announce(RepresentationChanged(representation_id=about, change=Change.PROVED, by=by, now=now))


def forget_codes(*, before: datetime, by: Viewer, now: datetime) -> int:
    """Throw away codes that ran out before a moment; return how many."""
    gone = delete(RequestCode).where(RequestCode.expires_at < before).returning(RequestCode.id)
    count = len(db.session.execute(gone).all())
    if count:
        record(
            act="forget_codes", object_type="request_code", object_id=0, office_id=None, by=by, now=now,
            count=count,
        )  # fmt: skip
    return count


def _count_try(sent: RequestCode) -> bool:
    """Count a try; of many at once no more than allowed come through."""
    left = update(RequestCode).where(RequestCode.id == sent.id, RequestCode.tries < MOST_TRIES)
    counted = db.session.execute(left.values(tries=RequestCode.tries + 1))
    return cast("CursorResult[Any]", counted).rowcount == 1


def _record(act: str, request: HelpRequest, *, by: Viewer, now: datetime, **details: Any) -> None:
    record(
        act=act, object_type=OBJECT_TYPE, object_id=request.id, office_id=request.office_id,
        by=as_asker(request, by), now=now, **details,
    )  # fmt: skip
