"""A travel cost and a certificate as a page shows them."""

from __future__ import annotations

from typing import Any

from helpexchange.core.i18n import money_text
from helpexchange.hours_and_costs import labels
from helpexchange.hours_and_costs.models import HourCertificate, TravelCost
from helpexchange.hours_and_costs.rules import OPEN_STATES, CertificateState, Means, shown_code


def cost_card(cost: TravelCost) -> dict[str, Any]:
    """Return what a page shows of a travel cost."""
    state, colour = labels.STATES[cost.state]
    return {
        "id": cost.id, "day": cost.day, "amount": money_text(cost.cents), "note": cost.note,
        "way": labels.way_text(cost.means, cost.km), "state": state, "colour": colour,
        "reason": cost.reason, "state_word": cost.state.value, "is_open": cost.state in OPEN_STATES,
        "paid_on": cost.paid_on,
        "receipts": [each.name for each in cost.receipts], "is_receipt_seen": cost.is_receipt_seen,
        "is_ticket": cost.means is Means.TICKET, "lacks_receipt": cost.lacks_receipt,
    }  # fmt: skip


def certificate_card(certificate: HourCertificate) -> dict[str, Any]:
    """Return what a page shows of a certificate."""
    return {
        "id": certificate.id, "first": certificate.first_day, "last": certificate.last_day,
        "hours": labels.hours_text(certificate.minutes), "code": shown_code(certificate.code),
        "issued_at": certificate.issued_at, "is_valid": certificate.state is CertificateState.VALID,
    }  # fmt: skip
