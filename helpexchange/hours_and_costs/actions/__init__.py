"""What is done with hours, travel costs, certificates and months."""

from helpexchange.hours_and_costs.actions.certifying import issue_certificate, revoke_certificate
from helpexchange.hours_and_costs.actions.claiming import (
    MOST_RECEIPT_BYTES,
    Claim,
    claim_cost,
    correct_cost,
    remove_receipt,
    withdraw_cost,
)
from helpexchange.hours_and_costs.actions.deciding import (
    Approved,
    approve_all,
    approve_cost,
    send_back,
    take_back,
)
from helpexchange.hours_and_costs.actions.logging_hours import (
    Hours,
    confirm_as_planned,
    confirm_minutes,
    correct_hours,
    keep_closed_months,
    log_hours,
    remove_hours,
)
from helpexchange.hours_and_costs.actions.office import (
    change_settings,
    close_month,
    note_export,
    reopen_month,
)
from helpexchange.hours_and_costs.actions.paying import Paid, mark_paid

__all__ = [
    "MOST_RECEIPT_BYTES",
    "Approved",
    "Claim",
    "Hours",
    "Paid",
    "approve_all",
    "approve_cost",
    "change_settings",
    "claim_cost",
    "close_month",
    "confirm_as_planned",
    "confirm_minutes",
    "correct_cost",
    "correct_hours",
    "issue_certificate",
    "keep_closed_months",
    "log_hours",
    "mark_paid",
    "note_export",
    "remove_hours",
    "remove_receipt",
    "reopen_month",
    "revoke_certificate",
    "send_back",
    "take_back",
    "withdraw_cost",
]
