"""Hours and costs for tests: Meryem has visited Erna on 3 November, and took the bus for 3.40."""

from datetime import date
from typing import Any

from helpexchange.core.database import db
from helpexchange.core.viewer import VISITOR
from helpexchange.engagements.models import Visit
from helpexchange.engagements.rules import Side
from helpexchange.helper_profiles.models import HelperProfile
from helpexchange.hours_and_costs.actions import (
    Claim,
    Hours,
    change_settings,
    claim_cost,
    confirm_as_planned,
    issue_certificate,
    log_hours,
)
from helpexchange.hours_and_costs.models import HourCertificate, LoggedHours, TravelCost
from helpexchange.hours_and_costs.rules import HourKind, Limits, Means
from helpexchange.notifications.models import OutboxMessage
from tests.cast import Cast
from tests.engaged import FIRST, after, begun, visits
from tests.fakes import FakeClock
from tests.matched import as_viewer
from tests.outbox import messages

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 40
JPEG = b"\xff\xd8\xff\xe0" + b"0" * 40
PDF = b"%PDF-1.7\n" + b"0" * 40


def visited(cast: Cast, clock: FakeClock) -> Visit:
    """Return the visit of 3 November, which is over and of which nobody has said anything."""
    begun(cast, clock)
    visit = visits()[0]
    after(clock, visit)
    return visit


def confirmed(cast: Cast, clock: FakeClock) -> Visit:
    """Return the same, confirmed as planned: 60 minutes."""
    visit = visited(cast, clock)
    confirm_as_planned(visit=visit, side=Side.HELPER, by=VISITOR, now=clock.now())
    db.session.commit()
    return visit


def logged(cast: Cast, clock: FakeClock, **others: Any) -> LoggedHours:
    """Return a committed meeting of Meryem's, 90 minutes on 2 November; `others` replaces what is said."""
    said: dict[str, Any] = {"day": date(2026, 11, 2), "minutes": 90, "kind": HourKind.MEETING, **others}
    entry = log_hours(
        helper=cast.meryem, hours=Hours(**said), reference=f"hours-{said['minutes']}", side=Side.HELPER,
        by=VISITOR, now=clock.now(),
    )  # fmt: skip
    db.session.commit()
    return entry


def claimed(
    clock: FakeClock, helper: HelperProfile, cents: int = 340, *, reference: str = "", **others: Any
) -> TravelCost:
    """Return a committed claim of a ticket with a picture; `others` replaces what is said."""
    said: dict[str, Any] = {"day": FIRST, "means": Means.TICKET, "cents": cents, "receipt": PNG, **others}
    if clock.now().date() < said["day"]:
        clock.moment = clock.moment.replace(day=said["day"].day, hour=18)
    cost = claim_cost(
        helper=helper, claim=Claim(**said), reference=reference or f"cost-{helper.id}-{cents}",
        side=Side.HELPER, by=VISITOR, now=clock.now(),
    )  # fmt: skip
    db.session.commit()
    return cost


def limited(cast: Cast, clock: FakeClock, *, cents_per_km: int = 30, **limits: int) -> None:
    """Set what Hörde refunds."""
    change_settings(
        office_id=cast.hoerde.id, cents_per_km=cents_per_km, limits=Limits(**limits),
        by=as_viewer(cast.coordinator_hoerde), now=clock.now(),
    )  # fmt: skip
    db.session.commit()


def certified(cast: Cast, clock: FakeClock) -> HourCertificate:
    """Return a certificate of the hours of November so far."""
    certificate = issue_certificate(
        helper=cast.meryem, first_day=date(2026, 11, 1), last_day=FIRST,
        by=as_viewer(cast.coordinator_hoerde), now=clock.now(),
    )  # fmt: skip
    db.session.commit()
    return certificate


def messages_of(name: str) -> list[OutboxMessage]:
    """Return the messages of this feature with a name."""
    return [each for each in messages() if each.message == f"hours_and_costs/messages/{name}"]
