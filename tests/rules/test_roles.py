"""Who prints letters and makes calls, and who sees what did not go out."""

import pytest

from helpexchange.accounts.roles import PERMISSIONS, Permission, Role
from helpexchange.notifications.rules import SEE_DEAD_LETTERS, SEND_LETTERS


@pytest.mark.parametrize(
    ("permission", "holders"),
    [
        (SEND_LETTERS, {Role.COORDINATOR, Role.NETWORK_LEAD}),
        (SEE_DEAD_LETTERS, {Role.ADMINISTRATOR}),
    ],
)
def test_the_words_of_messages_are_permissions_of_the_right_roles(
    permission: str, holders: set[Role]
) -> None:
    assert permission in set(Permission)
    assert {role for role, held in PERMISSIONS.items() if permission in held} == holders
