"""Hours, travel costs in every state and a certificate of the demo town's volunteer."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Iterator
from datetime import timedelta

from helpexchange.core.database import Base
from helpexchange.demo_town.places import Scene
from helpexchange.engagements.rules import Side
from helpexchange.helper_profiles.models import HelperProfile
from helpexchange.hours_and_costs.models import (
    CostSettings,
    HourCertificate,
    LoggedHours,
    TravelCost,
    TravelReceipt,
)
from helpexchange.hours_and_costs.rules import CertificateState, CostState, HourKind, Means

CODE = "7K3M9QXH2PDR"
CENTS_PER_KM, HELPER_LIMIT = 30, 20_00
OFFICE = "Petra Lindner"
HOURS = (
    (3, 90, HourKind.MEETING, "Treffen der Freiwilligen"),
    (24, 240, HourKind.TRAINING, "Erste Hilfe"),
    (40, 180, HourKind.EVENT, "Sommerfest im Seniorenbüro"),
)
COSTS = (
    (2, CostState.CLAIMED, 6_20, None, ""),
    (3, CostState.CLAIMED, 18_00, 60, ""),
    (9, CostState.SENT_BACK, 3_40, None, "Auf dem Bild ist der Tag nicht zu lesen."),
    (16, CostState.APPROVED, 3_40, None, ""),
    (38, CostState.PAID, 3_60, 12, ""),
)
#: A picture of one white point.
PICTURE = b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGP4DwABAQEAsTj2FAAAAABJRU5ErkJggg=="
)


def invent_spending(scene: Scene, helper: HelperProfile) -> Iterator[Base]:
    """Yield what a helper, who is in the database already, gave and spent."""
    yield CostSettings(office_id=helper.office_id, cents_per_km=CENTS_PER_KM, most_cents_helper=HELPER_LIMIT)
    for days_ago, minutes, kind, note in HOURS:
        yield LoggedHours(
            reference=f"demo-{days_ago}", helper_id=helper.id, office_id=helper.office_id,
            day=scene.today - timedelta(days=days_ago), minutes=minutes, kind=kind, note=note,
            noted_by=Side.HELPER, entered_at=scene.now - timedelta(days=days_ago - 1),
        )  # fmt: skip
    for days_ago, state, cents, km, reason in COSTS:
        yield _cost(scene, helper, state, days_ago=days_ago, cents=cents, km=km, reason=reason)
    yield HourCertificate(
        code=CODE, helper_id=helper.id, office_id=helper.office_id, name=helper.name, language="de",
        first_day=scene.today - timedelta(days=60), last_day=scene.today - timedelta(days=20),
        minutes=420, kinds=[["training", 240], ["event", 180]], state=CertificateState.VALID,
        issued_at=scene.now - timedelta(days=19), issued_by=OFFICE,
    )  # fmt: skip


def _cost(
    scene: Scene, helper: HelperProfile, state: CostState, *, days_ago: int, cents: int, km: int | None,
    reason: str,
) -> TravelCost:  # fmt: skip
    moment = scene.now - timedelta(days=days_ago - 1)
    is_decided = state is not CostState.CLAIMED
    receipt = TravelReceipt(
        name=f"demo-{days_ago}", media_type="image/png", size=len(PICTURE), data=PICTURE, sent_at=moment
    )
    return TravelCost(
        reference=f"demo-{days_ago}", helper_id=helper.id, office_id=helper.office_id,
        day=scene.today - timedelta(days=days_ago), means=Means.KM if km else Means.TICKET, cents=cents,
        km=km, cents_per_km=CENTS_PER_KM if km else None, noted_by=Side.HELPER, claimed_at=moment,
        state=state, reason=reason, decided_at=moment if is_decided else None,
        decided_by=OFFICE if is_decided else "", paid_on=moment.date() if state is CostState.PAID else None,
        receipts=[] if km else [receipt],
    )  # fmt: skip
