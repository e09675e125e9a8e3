"""Erasing a person because they ask for it: what is under way ends first, then they are forgotten."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from datetime import datetime

from helpexchange.consents.actions import end_consents
from helpexchange.consents.rules import ConsentEnded, ConsentPurpose
from helpexchange.core.viewer import Viewer
from helpexchange.help_requests.actions import end_without_consent
from helpexchange.helper_profiles.actions import leave_without_consent
from helpexchange.privacy.actions.forgetting import forget_person
from helpexchange.privacy.rules import Person, PersonKind, WorksForOfficeError

PURPOSES = {
    PersonKind.PERSON_IN_NEED: ConsentPurpose.ASK,
    PersonKind.HELPER: ConsentPurpose.HELP,
    PersonKind.ACCOUNT: ConsentPurpose.ACCOUNT,
}


def erase(
    *, people: Sequence[Person], office_id: int | None, is_own: bool, by: Viewer, now: datetime
) -> None:
    """Erase these people at once: their requests and offers end, then everything personal goes.

    Whoever calls this has read the people as the viewer's own, or as somebody of their office. The history
    keeps that it was done, without a name where it was the person's own wish and act.

    Raises:
        WorksForOfficeError: it is the account of somebody who works for an office.
    """
    if is_own and by.permissions:
        raise WorksForOfficeError
    for person in people:
        _end(person, office_id, by, now)
    nameless = dataclasses.replace(by, name="", account_id=None) if is_own else by
    for person in people:
        forget_person(person=person, by=nameless, now=now)


def _end(person: Person, office_id: int | None, by: Viewer, now: datetime) -> None:
    """End what is under way, also of those whose consent was never noted here."""
    purpose = PURPOSES[person.kind]
    end_consents(whose=(person.kind, person.id), purpose=purpose, office_id=office_id, by=by, now=now)
    ended = ConsentEnded(person_type=person.kind, person_id=person.id, purpose=purpose, by=by, now=now)
    end_without_consent(ended)
    leave_without_consent(ended)
