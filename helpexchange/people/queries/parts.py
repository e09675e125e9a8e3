"""What people are to an office: whoever asks, helps and has an account is one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from sqlalchemy import Select, select

from helpexchange.accounts.models import Account
from helpexchange.accounts.roles import Permission
from helpexchange.core.database import db
from helpexchange.core.viewer import Viewer
from helpexchange.help_requests.models import HelpRequest, PersonInNeed
from helpexchange.help_requests.rules import RequestState
from helpexchange.helper_profiles.models import HelperProfile
from helpexchange.helper_profiles.rules import HelperKind, HelperState


class Asking(NamedTuple):
    """A request of somebody, and how to reach them about it."""

    known_id: int
    person_id: int
    first_name: str
    last_name: str
    phone: str
    email: str
    postal_code: str
    town: str
    request_id: int
    state: RequestState


class Helping(NamedTuple):
    """Somebody's help, and how to reach them about it."""

    known_id: int
    helper_id: int
    first_name: str
    last_name: str
    phone: str
    email: str
    postal_code: str
    town: str
    kind: HelperKind
    state: HelperState


class Signing(NamedTuple):
    """Somebody's account."""

    known_id: int
    account_id: int
    name: str
    email: str


@dataclass(slots=True)
class Parts:
    """What one person is to the viewer's offices."""

    asks: list[Asking] = field(default_factory=list)
    helps: list[Helping] = field(default_factory=list)
    accounts: list[Signing] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The name in the newest record."""
        contacts: list[Asking | Helping] = [*reversed(self.asks), *reversed(self.helps)]
        for each in contacts:
            if each.first_name or each.last_name:
                return f"{each.first_name} {each.last_name}".strip()
        return self.accounts[-1].name if self.accounts else ""

    def first(self, *names: str) -> str:
        """Return the first of these columns that any record has, joined by spaces."""
        for each in (*reversed(self.asks), *reversed(self.helps), *reversed(self.accounts)):
            words = " ".join(filter(None, (getattr(each, name, "") for name in names)))
            if words:
                return words
        return ""


def parts_of(viewer: Viewer, ids: Sequence[int]) -> dict[int, Parts]:
    """Return what each of these people is to the viewer's offices, in the order of the ids.

    Whoever asks has read the ids as people known to the viewer; of another office's records nothing is told.
    """
    found: dict[int, Parts] = defaultdict(Parts)
    for row in db.session.execute(_asking(viewer, ids)):
        found[row.known_id].asks.append(Asking(*row))
    for row in db.session.execute(_helping(viewer, ids)):
        found[row.known_id].helps.append(Helping(*row))
    columns: Any = (Account.known_id, Account.id, Account.name, Account.email)
    signing: Select[Any] = select(*columns)
    if viewer.may(Permission.SEE_PEOPLE):
        for row in db.session.execute(signing.where(Account.known_id.in_(ids)).order_by(Account.id)):
            found[row.known_id].accounts.append(Signing(*row))
    return {known_id: found[known_id] for known_id in ids}


def _asking(viewer: Viewer, ids: Sequence[int]) -> Select[Any]:
    columns: Any = (
        PersonInNeed.known_id, PersonInNeed.id, PersonInNeed.first_name, PersonInNeed.last_name,
        PersonInNeed.phone, PersonInNeed.email, PersonInNeed.postal_code, PersonInNeed.town,
        HelpRequest.id, HelpRequest.state,
    )  # fmt: skip
    statement: Select[Any] = select(*columns).join(HelpRequest, HelpRequest.person_id == PersonInNeed.id)
    statement = statement.where(PersonInNeed.known_id.in_(ids)).order_by(HelpRequest.id)
    return (
        statement if viewer.is_network_wide else statement.where(HelpRequest.office_id.in_(viewer.office_ids))
    )


def _helping(viewer: Viewer, ids: Sequence[int]) -> Select[Any]:
    columns: Any = (
        HelperProfile.known_id, HelperProfile.id, HelperProfile.first_name, HelperProfile.last_name,
        HelperProfile.phone, HelperProfile.email, HelperProfile.postal_code, HelperProfile.town,
        HelperProfile.kind, HelperProfile.state,
    )  # fmt: skip
    statement: Select[Any] = (
        select(*columns).where(HelperProfile.known_id.in_(ids)).order_by(HelperProfile.id)
    )
    return (
        statement
        if viewer.is_network_wide
        else statement.where(HelperProfile.office_id.in_(viewer.office_ids))
    )
