"""Personal columns of hours, travel costs and certificates, the part of `personal_data` about what was given.

What was paid stays in the books without a name; of a certificate stays what whoever holds the paper checks.
"""

from __future__ import annotations

from helpexchange.privacy.ownership import Owner, PersonalTable
from helpexchange.privacy.rules import Kept, Purpose

_HELPER = Kept.SINCE_HELPER_LEFT
_OWNER = Owner("helper_id", "helper_profiles")

PERSONAL_OF_HOURS: dict[str, PersonalTable] = {
    "logged_hours": PersonalTable(
        _HELPER,
        {Purpose.PROOF: ("day", "minutes", "note")},
        _OWNER,
        stays=("day", "minutes"),
    ),
    "travel_costs": PersonalTable(
        _HELPER,
        {Purpose.PROOF: ("day", "cents", "km", "note", "reason", "paid_on", "decided_by")},
        _OWNER,
        stays=("day", "cents", "km", "paid_on"),
        others=("decided_by",),
    ),
    "travel_receipts": PersonalTable(
        _HELPER, {Purpose.PROOF: ("data",)}, Owner("cost_id", "travel_costs"), rows_go=True
    ),
    "hour_certificates": PersonalTable(
        _HELPER,
        {
            Purpose.PROOF: (
                "name",
                "first_day",
                "last_day",
                "minutes",
                "issued_by",
                "revoked_by",
                "revoke_reason",
            )
        },
        _OWNER,
        stays=("first_day", "last_day", "minutes"),
        others=("issued_by", "revoked_by", "revoke_reason"),
    ),
    "closed_months": PersonalTable(Kept.SINCE_ACT, {Purpose.PROOF: ("closed_by",)}),
    "cost_exports": PersonalTable(Kept.SINCE_ACT, {Purpose.PROOF: ("exported_by",)}),
}

NOT_PERSONAL_OF_HOURS: dict[str, tuple[str, ...]] = {
    "logged_hours": ("id", "reference", "helper_id", "office_id", "kind", "noted_by", "entered_at"),
    "travel_costs": (
        "id", "reference", "helper_id", "office_id", "visit_id", "means", "cents_per_km", "noted_by",
        "claimed_at", "state", "is_receipt_seen", "is_over_limit", "decided_at",
    ),
    "travel_receipts": ("id", "cost_id", "name", "media_type", "size", "sent_at"),
    "hour_certificates": (
        "id", "code", "helper_id", "office_id", "language", "kinds", "state", "issued_at", "revoked_at",
    ),
    "closed_months": ("id", "office_id", "first_day", "closed_at"),
    "cost_exports": (
        "id", "office_id", "first_day", "number", "state", "kind", "count", "cents", "exported_at",
    ),
}  # fmt: skip
