"""Whose data a page is about: the viewer's own, or those of somebody of their office."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from flask import session, url_for

from helpexchange.accounts import sign_in
from helpexchange.accounts.rules import FRESH_FOR
from helpexchange.core.clock import now
from helpexchange.core.errors import NotFoundRefusal
from helpexchange.core.viewer import Viewer, current_viewer
from helpexchange.help_requests.queries import request_by_reference
from helpexchange.helper_profiles.pages.whose import linked_reference, opened_at
from helpexchange.helper_profiles.queries import own_helper
from helpexchange.privacy.queries import people_of_account
from helpexchange.privacy.rules import Person, PersonKind

#: In the session: the reference of the request whose link was opened, and when.
KEY = "my_data"
Whose = tuple[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """The people whose data are shown together.

    Attributes:
        name: of somebody whom an office looks after; "" for the viewer's own data.
        office_id: the office in whose history acts stand; None for the whole town.
        route: first word of the endpoints, `own` or `of_office`, and what their addresses need.
    """

    people: Sequence[Person]
    name: str = ""
    office_id: int | None = None
    route: str = "own"
    values: dict[str, Any] = field(default_factory=dict)

    @property
    def is_own(self) -> bool:
        """True when the viewer looks at their own data."""
        return self.route == "own"

    @property
    def whose(self) -> list[Whose]:
        """The people as consents know them."""
        return [(str(person.kind), person.id) for person in self.people]

    def url(self, action: str, **values: Any) -> str:
        """Return the address of a page about these people."""
        return url_for(f"privacy.{self.route}_{action}", **self.values, **values)


def own_subject(*, is_themselves: bool = False) -> Subject | None:
    """Return the viewer's own data, by account or by a link that was opened; None if they have none here.

    Args:
        is_themselves: without other people for whom their account asks.
    """
    viewer = current_viewer()
    people = [*people_of_account(viewer, is_themselves=is_themselves), *_linked(viewer)]
    unique = list(dict.fromkeys(people))
    return Subject(people=unique) if unique else None


def remember_request(reference: str) -> None:
    """Note in the session that this browser came by the link of a request."""
    session[KEY] = {"reference": reference, "at": now().isoformat()}


def forget_links() -> None:
    """Drop the notes of opened links, after what they led to is gone."""
    session.pop(KEY, None)


def is_fresh() -> bool:
    """Return whether the person has shown lately who they are: by signing in, or by opening their link."""
    if current_viewer().is_signed_in:
        return sign_in.is_fresh()
    kept = session.get(KEY)
    opened = [opened_at(), datetime.fromisoformat(kept["at"]) if kept else None]
    return any(at is not None and timedelta(0) <= now() - at <= FRESH_FOR for at in opened)


def _linked(viewer: Viewer) -> list[Person]:
    """Return who came by a link; whoever works for an office acts for others there, and has no data by it."""
    if viewer.permissions:
        return []
    return [*_linked_helper(viewer), *_linked_person(viewer)]


def _linked_helper(viewer: Viewer) -> list[Person]:
    reference = linked_reference()
    try:
        helper = own_helper(viewer, reference) if reference else None
    except NotFoundRefusal:  # it has an account, and somebody else is signed in
        return []
    return [Person(kind=PersonKind.HELPER, id=helper.id)] if helper and helper.first_name else []


def _linked_person(viewer: Viewer) -> list[Person]:
    kept = session.get(KEY)
    request = request_by_reference(viewer, kept["reference"]) if kept else None
    person = request.person if request else None
    if person is None or not person.first_name:
        return []
    is_somebody_elses = viewer.is_signed_in and person.account_id not in (None, viewer.account_id)
    return [] if is_somebody_elses else [Person(kind=PersonKind.PERSON_IN_NEED, id=person.id)]
