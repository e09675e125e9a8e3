"""What partners were told and is taken back, and what an administrator sends them again."""

import json

import pytest
from sqlalchemy import select

from helpexchange.api.actions import send_trial
from helpexchange.api.models import Webhook
from helpexchange.audit_trail.models import AuditEntry
from helpexchange.core.database import db
from helpexchange.engagements.actions import cancel_visit, restore_visit
from helpexchange.engagements.rules import CancelReason, Side
from helpexchange.help_requests.actions import open_request, undo_clearing
from helpexchange.match_runs.actions import approve_proposal, reject_proposal, undo_decision
from helpexchange.match_runs.rules import RejectionReason
from tests.api.partners import deliveries, send
from tests.cast import Cast
from tests.engaged import begun, visits
from tests.fakes import FakeClock
from tests.matched import as_viewer, shopping_proposal
from tests.page_client import PageClient
from tests.servers.partner import Partner

on_sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


def test_what_was_told_and_is_taken_back_is_told_too(
    cast: Cast, clock: FakeClock, webhook: Webhook, told: Partner
) -> None:
    """Without choosing it; a rejection was not told, and so is nothing when it is taken back."""
    by, now = as_viewer(cast.coordinator_hoerde), clock.now()
    open_request(request_id=cast.uncleared.id, by=by, now=now)
    undo_clearing(request_id=cast.uncleared.id, by=by, now=now)
    proposal = shopping_proposal(cast, now=now)
    approve_proposal(proposal_id=proposal.id, by=by, now=now)
    undo_decision(proposal_id=proposal.id, by=by, now=now)
    reject_proposal(proposal_id=proposal.id, reason=RejectionReason.OTHER_PLAN, by=by, now=now)
    undo_decision(proposal_id=proposal.id, by=by, now=now)
    begun(cast, clock)
    visit = visits()[1]
    cancel_visit(visit=visit, side=Side.OFFICE, reason=CancelReason.ILL, by=by, now=now)
    restore_visit(visit=visit, side=Side.OFFICE, by=by, now=now)
    send(clock)
    assert [json.loads(body)["type"] for _headers, body in told.messages] == [
        "request.opened", "request.undone", "proposal.approved", "proposal.undone", "proposal.approved",
        "engagement.begun", "visit.cancelled", "visit.restored",
    ]  # fmt: skip
    assert json.loads(told.messages[3][1])["data"]["id"] == proposal.id


@on_sqlite
def test_an_administrator_sends_a_message_again(
    cast: Cast, clock: FakeClock, webhook: Webhook, told: Partner, client: PageClient
) -> None:
    send_trial(webhook_id=webhook.id, by=as_viewer(cast.administrator), now=clock.now())
    db.session.commit()
    again = f"/integrations/deliveries/{deliveries()[0].id}/again"
    client.sign_in(cast.administrator)
    assert "still waits" in str(client.post(again, {}, status=409).text)  # type: ignore[union-attr]
    send(clock)
    page = client.get(f"/integrations/webhooks/{webhook.id}")
    assert "Send once more" in page.text
    assert deliveries()[0].message_id in page.text
    client.submit(again)
    assert send(clock) == 1
    assert told.messages[0][0]["webhook-id"] == told.messages[1][0]["webhook-id"]
    assert "send_again" in db.session.scalars(select(AuditEntry.act)).all()
    client.sign_in(cast.coordinator_hoerde)
    client.post(again, {}, status=403)
