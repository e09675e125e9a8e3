"""Pages of accounts: signing in, one's own account, and inviting others."""

from flask import Blueprint

from helpexchange.accounts.limits import limit_tries

blueprint = Blueprint("accounts", __name__, template_folder="../templates")

# The views register themselves on the blueprint above.
from helpexchange.accounts.pages import (  # noqa: E402
    addresses,
    inviting,
    managing,
    own_account,
    passkeys,
    registering,
    second_step,
    signing_in,
)

blueprint.record(signing_in.replace_views)
blueprint.record(limit_tries)

__all__ = [
    "addresses",
    "blueprint",
    "inviting",
    "managing",
    "own_account",
    "passkeys",
    "registering",
    "second_step",
    "signing_in",
]
