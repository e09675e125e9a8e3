"""Why something is known of a person, for how long, and who a person is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum

from helpexchange.core.errors import ConflictRefusal
from helpexchange.core.i18n import Text
from helpexchange.core.i18n import lazy_text as _

#: When the scheduler forgets what was kept long enough, by the town's clock.
NIGHTLY_AT = time(3, 45)


class Purpose(StrEnum):
    """What something is known for; one purpose a column."""

    CONTACT = "contact"
    MATCH = "match"
    TRUST = "trust"
    RECOGNISE = "recognise"
    SIGN_IN = "sign_in"
    PROOF = "proof"


PURPOSE_WORDS: dict[Purpose, Text] = {
    Purpose.CONTACT: _("so that the office and, after approval, the other person can reach you"),
    Purpose.MATCH: _("to find out who could help whom, and when"),
    Purpose.TRUST: _("so that the office knows that a helper may be trusted with a task"),
    Purpose.RECOGNISE: _("so that whoever you are to visit knows who comes"),
    Purpose.SIGN_IN: _("so that nobody but you can sign in as you"),
    Purpose.PROOF: _("so that it can be answered later who decided what"),
}


class Kept(StrEnum):
    """From when on the days of keeping something count."""

    SINCE_LAST_REQUEST_ENDED = "since_last_request_ended"
    SINCE_HELPER_LEFT = "since_helper_left"
    SINCE_MESSAGE_ENDED = "since_message_ended"
    SINCE_ACT = "since_act"
    WITH_ACCOUNT = "with_account"
    WITH_RECORDS = "with_records"
    UNTIL_RUN_OUT = "until_run_out"


#: Days after which things are forgotten. What lies with an account goes with it, links with their last day.
RETENTION_DAYS: dict[Kept, int] = {
    Kept.SINCE_LAST_REQUEST_ENDED: 365,
    Kept.SINCE_HELPER_LEFT: 365,
    Kept.SINCE_MESSAGE_ENDED: 180,
    Kept.SINCE_ACT: 3 * 365,
}

RETENTION_WORDS: dict[Kept, Text] = {
    Kept.SINCE_LAST_REQUEST_ENDED: _("%(days)s days after the last help request has ended", days=365),
    Kept.SINCE_HELPER_LEFT: _("%(days)s days after the helper has left", days=365),
    Kept.SINCE_MESSAGE_ENDED: _("%(days)s days after the message was sent", days=180),
    Kept.SINCE_ACT: _("%(days)s days after it was done", days=3 * 365),
    Kept.WITH_ACCOUNT: _("as long as there is the account"),
    Kept.WITH_RECORDS: _("as long as there is a request, an offer of help or an account"),
    Kept.UNTIL_RUN_OUT: _("until it is used or has run out"),
}


def limit(kept: Kept, now: datetime) -> datetime:
    """Return the moment before which something of this kind is forgotten at `now`."""
    return now - timedelta(days=RETENTION_DAYS[kept])


class PersonKind(StrEnum):
    """Whose data it is; the words are those of the audit trail's `object_type`."""

    PERSON_IN_NEED = "person_in_need"
    HELPER = "helper"
    ACCOUNT = "account"


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Person:
    """A person as a record: a person in need, a helper, or whoever has an account."""

    kind: PersonKind
    id: int


class WorksForOfficeError(ConflictRefusal):
    """The account of somebody who works for an office is closed by an administrator, not by a click."""

    code = "works_for_office"
    words = _("Your account works for an office. An administrator closes it for you.")
