"""Somebody who acts for Erna, for tests that are about what follows."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from helpexchange.audit_trail.models import AuditEntry
from helpexchange.consents.rules import ConsentPurpose
from helpexchange.consents.wordings import current_wording
from helpexchange.core.database import db
from helpexchange.core.viewer import VISITOR
from helpexchange.help_requests.actions import note_proof, submit_request
from helpexchange.help_requests.models import HelpRequest
from helpexchange.help_requests.rules import Proof
from helpexchange.notifications.rules import Channel
from helpexchange.representatives.actions import (
    Representative,
    Word,
    end_representation,
    record_representation,
)
from helpexchange.representatives.messages import token_of
from helpexchange.representatives.models import Representation
from helpexchange.representatives.rules import EndedBy, EndReason, Relation, Told, WordGiven
from tests.asking import request_answers
from tests.cast import Cast
from tests.fakes import FakeClock
from tests.matched import as_viewer
from tests.outbox import messages

UTE = Representative(
    name="Ute Muster", relation=Relation.FAMILY, phone="0151 5550144", email="ute@example.org",
    channel=Channel.MAIL, language="en",
)  # fmt: skip


def word(**others: Any) -> Word:
    """Return Erna's word, given on the phone; `others` replaces any of it."""
    given = {
        "given": WordGiven.PHONE, "wording": current_wording(ConsentPurpose.REPRESENT, is_spoken=True),
        "language": "en", "told": Told.BOTH,
    }  # fmt: skip
    return Word(**{**given, **others})


def acts_for_erna(
    cast: Cast, now: datetime, *, who: Representative = UTE, until: date | None = None, **others: Any
) -> Representation:
    """Let Ute act for Erna, with her word; committed."""
    made = record_representation(
        person_id=cast.shopping.person_id or 0, office_id=cast.hoerde.id, who=who,
        word=word(until=until, **others), reference="V-0123456789abcdef",
        by=as_viewer(cast.coordinator_hoerde), now=now,
    )  # fmt: skip
    db.session.commit()
    return made


def asked_for_ada(cast: Cast, now: datetime, *, is_proved: bool = True, **others: Any) -> HelpRequest:
    """Let Ute ask for Ada, whom nobody has asked yet whether she agrees; committed.

    Args:
        is_proved: False when Ute has not typed the code that was sent to her.
    """
    answers = request_answers(cast.hoerde, **{"representative": UTE, "told_in": "en", **others})
    made = submit_request(answers=answers, reference="A-2345ABCD", by=VISITOR, now=now)
    if is_proved:
        note_proof(request=made, proof=Proof.MAIL, by=VISITOR, now=now)
    db.session.commit()
    return made


def link_of(representation: Representation) -> str:
    """Return the path of the representative's link."""
    return f"/acting-for/{token_of(representation)}"


def acts() -> list[tuple[str, str]]:
    """Return what stands in the audit trail, with who did it."""
    entries = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id))
    return [(entry.act, entry.actor) for entry in entries]


def end(
    representation: Representation, clock: FakeClock, cast: Cast, *, by_office: bool = True
) -> Representation:
    """End a representation, by the office or by the person."""
    return end_representation(
        representation=representation, ended_by=EndedBy.OFFICE if by_office else EndedBy.PERSON,
        reason=EndReason.NO_LONGER_WANTED, by=as_viewer(cast.coordinator_hoerde) if by_office else VISITOR,
        now=clock.now(),
    )  # fmt: skip


def to_whom(name: str) -> list[str]:
    """Return which messages went to somebody."""
    return [message.message.rpartition("/")[2] for message in messages() if message.name == name]
