"""Who looks when a program shows its token."""

from __future__ import annotations

import dataclasses

from helpexchange.accounts.queries import viewer_of
from helpexchange.accounts.scopes import FOR_INTEGRATIONS, Scope, let_through
from helpexchange.api.models import ApiToken
from helpexchange.core.viewer import Viewer

LONGEST_ACTOR = 200


def viewer_of_token(token: ApiToken) -> Viewer:
    """Return the owner with those permissions only that the token's scopes let through; it names both."""
    scopes = [Scope(each) for each in token.scopes if each in set(Scope)]
    if token.account is None:
        scopes = [each for each in scopes if each in FOR_INTEGRATIONS]
        owner = Viewer(
            name=token.name, permissions=let_through(scopes), office_ids=frozenset({token.office_id or 0})
        )
    else:
        owner = viewer_of(token.account)
        name = f"{owner.name[: LONGEST_ACTOR - len(token.name) - 3]} ({token.name})"
        owner = dataclasses.replace(owner, name=name, permissions=owner.permissions & let_through(scopes))
    return dataclasses.replace(owner, token_id=token.id, scopes=frozenset(each.value for each in scopes))
