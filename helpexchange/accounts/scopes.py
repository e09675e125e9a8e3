"""What a token of the interface for programs may be made for, in words.

A token can do at most what its owner may: a scope never gives a permission, it only lets one through.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from helpexchange.accounts.roles import Permission
from helpexchange.core.i18n import Text
from helpexchange.core.i18n import lazy_text as _
from helpexchange.core.viewer import Viewer


class Scope(StrEnum):
    """One thing that a program may do."""

    REQUESTS_READ = "requests:read"
    REQUESTS_WRITE = "requests:write"
    HELPERS_READ = "helpers:read"
    RUNS_READ = "runs:read"
    RUNS_WRITE = "runs:write"
    PROPOSALS_READ = "proposals:read"
    PROPOSALS_WRITE = "proposals:write"
    ENGAGEMENTS_READ = "engagements:read"
    VISITS_READ = "visits:read"
    VISITS_WRITE = "visits:write"
    REPORTS_READ = "reports:read"


SCOPES: dict[Scope, Text] = {
    Scope.REQUESTS_READ: _("read help requests"),
    Scope.REQUESTS_WRITE: _("enter and withdraw help requests"),
    Scope.HELPERS_READ: _("read helpers"),
    Scope.RUNS_READ: _("read matches"),
    Scope.RUNS_WRITE: _("start matches"),
    Scope.PROPOSALS_READ: _("read proposals"),
    Scope.PROPOSALS_WRITE: _("decide proposals"),
    Scope.ENGAGEMENTS_READ: _("read engagements"),
    Scope.VISITS_READ: _("read visits"),
    Scope.VISITS_WRITE: _("note what became of visits"),
    Scope.REPORTS_READ: _("read reports"),
}

_SEE, _RUNS = Permission.SEE_NEW_ARRIVALS, Permission.SEE_MATCH_RUNS
#: The permissions of its owner that a token may use.
LETS_THROUGH: dict[Scope, frozenset[Permission]] = {
    Scope.REQUESTS_READ: frozenset({_SEE}),
    Scope.REQUESTS_WRITE: frozenset({_SEE, Permission.CLEAR_REQUESTS}),
    Scope.HELPERS_READ: frozenset({_SEE}),
    Scope.RUNS_READ: frozenset({_RUNS}),
    Scope.RUNS_WRITE: frozenset({_RUNS, Permission.START_MATCH_RUN, Permission.MATCH_WHOLE_TOWN}),
    Scope.PROPOSALS_READ: frozenset({_RUNS}),
    Scope.PROPOSALS_WRITE: frozenset({_RUNS, Permission.DECIDE_PROPOSALS}),
    Scope.ENGAGEMENTS_READ: frozenset({_SEE}),
    Scope.VISITS_READ: frozenset({_SEE}),
    Scope.VISITS_WRITE: frozenset({_SEE, Permission.DECIDE_PROPOSALS}),
    Scope.REPORTS_READ: frozenset({Permission.SEE_REPORTS}),
}
#: Without this permission the scope would be good for nothing, as there is nothing of one's own to reach.
_NEEDED: dict[Scope, Permission] = {
    Scope.RUNS_READ: _RUNS,
    Scope.RUNS_WRITE: Permission.START_MATCH_RUN,
    Scope.PROPOSALS_READ: _RUNS,
    Scope.PROPOSALS_WRITE: Permission.DECIDE_PROPOSALS,
    Scope.REPORTS_READ: Permission.SEE_REPORTS,
}
#: A person decides about proposals; the program of a partner never does.
FOR_INTEGRATIONS = tuple(scope for scope in Scope if scope is not Scope.PROPOSALS_WRITE)


def scopes_for(viewer: Viewer) -> tuple[Scope, ...]:
    """Return for what somebody can make a token of their own."""
    return tuple(each for each in Scope if each not in _NEEDED or viewer.may(_NEEDED[each]))


def let_through(scopes: Iterable[Scope]) -> frozenset[str]:
    """Return the permissions that a token with these scopes may use, if its owner has them."""
    return frozenset(permission.value for scope in scopes for permission in LETS_THROUGH[scope])
