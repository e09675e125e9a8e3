"""Hours, costs and certificates of two helpers, so that each of their pages can be opened by both sides."""

from collections.abc import Sequence
from datetime import timedelta

from helpexchange.accounts.queries import viewer_of
from helpexchange.core.database import db
from helpexchange.core.viewer import VISITOR
from helpexchange.engagements.rules import Side
from helpexchange.helper_profiles.models import HelperProfile
from helpexchange.hours_and_costs.actions import Claim, Hours, claim_cost, issue_certificate, log_hours
from helpexchange.hours_and_costs.rules import HourKind, Means
from tests.cast import Cast
from tests.fakes import FakeClock
from tests.spending import PNG
from tests.whole.addresses import Examples

#: Pages that the helper and the office share, with the part of the address that names a record.
ENTRIES = ("other_hours", "remove_hours")
COSTS = ("cost", "withdraw", "receipt", "remove_receipt")
VISITS = ("minutes", "as_planned")


def hours_examples(cast: Cast, visits_of_pavel: Sequence[object]) -> Examples:
    """Enter what Meryem and Pavel gave and spent, and return the examples.

    Pavel is the helper whose own page is open for visitors.
    """
    own, meryems = _entered(cast, cast.pavel), _entered(cast, cast.meryem)
    found: dict[str, Sequence[object]] = {"month": ["2026-10"], "state": ["approved"], **meryems}
    for endpoints, part in ((ENTRIES, "entry_id"), (COSTS, "cost_id"), (("certificate",), "certificate_id")):
        found |= {f"hours_and_costs.helper_{name}.{part}": own[part] for name in endpoints}
    found |= {f"hours_and_costs.helper_{name}.name": own["name"] for name in COSTS}
    found |= {f"hours_and_costs.helper_{name}.visit_id": visits_of_pavel for name in VISITS}
    return found


def _entered(cast: Cast, helper: HelperProfile) -> dict[str, list[object]]:
    now, today = FakeClock().now(), FakeClock().now().date()
    yesterday = today - timedelta(days=1)
    hours = Hours(day=yesterday, minutes=90, kind=HourKind.MEETING, note="Kaffee")
    claim = Claim(day=yesterday, means=Means.TICKET, cents=340, receipt=PNG, note="Bus 4")
    entry = log_hours(
        helper=helper, hours=hours, reference=f"h{helper.id}", side=Side.HELPER, by=VISITOR, now=now
    )
    cost = claim_cost(
        helper=helper, claim=claim, reference=f"c{helper.id}", side=Side.HELPER, by=VISITOR, now=now
    )
    certificate = issue_certificate(
        helper=helper, first_day=yesterday, last_day=today, by=viewer_of(cast.coordinator_hoerde), now=now
    )
    db.session.commit()
    return {
        "entry_id": [entry.id], "cost_id": [cost.id], "certificate_id": [certificate.id],
        "name": [cost.receipts[0].name],
    }  # fmt: skip
