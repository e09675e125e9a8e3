"""Who is looking: the person, service or job on whose behalf something is read or done."""

from __future__ import annotations

from dataclasses import dataclass

from flask import g


@dataclass(frozen=True, slots=True, kw_only=True)
class Viewer:
    """Somebody with rights; queries show, and actions allow, only what these rights cover.

    Attributes:
        account_id: None for a visitor who has not signed in, and for jobs.
        name: as shown in the history of a record.
        permissions: words from `accounts/roles.py`.
        office_ids: offices whose records this viewer may see.
        is_network_wide: True sees the records of every office.
        language: the account's language; None when the account has none.
        reads_easy: True for whoever reads German in easy language.
        representation_id: set while they act for somebody else, whose word allows it.
        token_id: of the token with which a program came.
        scopes: what that token was made for.
    """

    account_id: int | None = None
    name: str = ""
    permissions: frozenset[str] = frozenset()
    office_ids: frozenset[int] = frozenset()
    is_network_wide: bool = False
    language: str | None = None
    reads_easy: bool = False
    representation_id: int | None = None
    token_id: int | None = None
    scopes: frozenset[str] = frozenset()

    @property
    def is_signed_in(self) -> bool:
        """True when this is a person with an account."""
        return self.account_id is not None

    def may(self, permission: str) -> bool:
        """Return whether this viewer holds `permission`."""
        return permission in self.permissions

    def sees_office(self, office_id: int | None) -> bool:
        """Return whether records of this office are open to the viewer; None means of the whole town."""
        return self.is_network_wide or (office_id is not None and office_id in self.office_ids)


VISITOR = Viewer()


def system_viewer(name: str) -> Viewer:
    """Return the viewer of a job or command: it sees all offices and is named in the history."""
    return Viewer(name=name, is_network_wide=True)


def current_viewer() -> Viewer:
    """Return who is looking at this page."""
    viewer: Viewer = g.get("viewer", VISITOR)
    return viewer
