"""The personal columns of the interface for programs; part of the list in `personal_data.py`."""

from __future__ import annotations

from helpexchange.privacy.ownership import Owner, PersonalTable
from helpexchange.privacy.rules import Kept, Purpose

PERSONAL_OF_PROGRAMS: dict[str, PersonalTable] = {
    "api_tokens": PersonalTable(
        Kept.WITH_ACCOUNT,
        {Purpose.SIGN_IN: ("token_hash", "name", "last_used_at")},
        Owner("account_id", "accounts"),
        rows_go=True,
        secrets=("token_hash",),
    ),
    "api_answers": PersonalTable(Kept.UNTIL_RUN_OUT, {Purpose.CONTACT: ("body",)}),
}

NOT_PERSONAL_OF_PROGRAMS: dict[str, tuple[str, ...]] = {
    "api_tokens": ("id", "account_id", "office_id", "scopes", "created_at", "expires_at", "revoked_at"),
    "api_answers": ("id", "token_id", "key", "asked_hash", "status", "location", "made_at"),
}
