"""Who prints letters and makes calls, who sees what did not go out, and who decides about costs."""

import pytest

from helpexchange.accounts.roles import PERMISSIONS, Permission, Role
from helpexchange.notifications.rules import SEE_DEAD_LETTERS, SEND_LETTERS


@pytest.mark.parametrize(
    ("permission", "holders"),
    [
        (SEND_LETTERS, {Role.COORDINATOR, Role.NETWORK_LEAD}),
        (SEE_DEAD_LETTERS, {Role.ADMINISTRATOR}),
        (Permission.SEE_COSTS, {Role.COORDINATOR, Role.NETWORK_LEAD}),
        (Permission.DECIDE_COSTS, {Role.COORDINATOR}),
        (Permission.EXPORT_COSTS, {Role.COORDINATOR, Role.NETWORK_LEAD}),
    ],
)
def test_permissions_are_those_of_the_right_roles(permission: str, holders: set[Role]) -> None:
    assert permission in set(Permission)
    assert {role for role, held in PERMISSIONS.items() if permission in held} == holders
