"""Telling helpers what became of their costs, and that a certificate is there."""

from __future__ import annotations

from datetime import date, datetime

from helpexchange.core.viewer import Viewer
from helpexchange.helper_profiles.messages import about_helper, recipient_of
from helpexchange.helper_profiles.models import HelperProfile
from helpexchange.hours_and_costs.messages import FOLDER, words_for
from helpexchange.hours_and_costs.models import HourCertificate, TravelCost
from helpexchange.notifications.actions import tell
from helpexchange.offices.models import Office


def tell_sent_back(cost: TravelCost, *, by: Viewer, now: datetime) -> None:
    """Ask the helper to correct a cost, and say why."""
    words = {"day": cost.day, "cents": cost.cents, "reason": cost.reason}
    _tell(cost.helper, cost.office, "cost_sent_back", words, by=by, now=now)


def tell_paid(
    helper: HelperProfile, office: Office, *, cents: int, paid_on: date, by: Viewer, now: datetime
) -> None:
    """Say that costs were paid."""
    words = {"cents": cents, "day": paid_on}
    _tell(helper, office, "costs_paid", words, by=by, now=now)


def tell_certified(certificate: HourCertificate, *, by: Viewer, now: datetime) -> None:
    """Say that a certificate is there."""
    _tell(certificate.helper, certificate.office, "certificate_issued", {}, by=by, now=now)


def _tell(
    helper: HelperProfile,
    office: Office,
    message: str,
    words: dict[str, object],
    *,
    by: Viewer,
    now: datetime,
) -> None:
    tell(
        to=recipient_of(helper), message=f"{FOLDER}{message}", words={**words_for(helper, office), **words},
        about=about_helper(helper), by=by, now=now,
    )  # fmt: skip
