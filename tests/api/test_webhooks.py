"""Partners are told what happened: signed, ids only, again after a pause, and never into the own house."""

import base64
import hashlib
import hmac
import json
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from helpexchange.api.actions import add_webhook, forget_deliveries, revoke_token, send_trial
from helpexchange.api.checking import is_genuine
from helpexchange.api.jobs import forget_in_time
from helpexchange.api.labels import DELIVERIES, EVENTS
from helpexchange.api.models import ApiToken, Webhook
from helpexchange.api.rules import (
    MOST_FAILURES,
    PAUSES,
    DeliveryState,
    Event,
    NoScopeError,
)
from helpexchange.api.sending import secret_of
from helpexchange.asking.actions import answer_no, expire_ask, refuse
from helpexchange.asking.rules import NoReason
from helpexchange.audit_trail.models import AuditEntry
from helpexchange.core.database import db
from helpexchange.core.errors import NotFoundRefusal
from helpexchange.core.viewer import VISITOR, system_viewer
from helpexchange.engagements.actions import cancel_visit, end_engagement, note_done
from helpexchange.engagements.rules import CancelReason, EndReason, Side
from helpexchange.help_requests.actions import open_request, withdraw_request
from helpexchange.jobs.schedule import jobs_of
from helpexchange.match_runs.actions import approve_proposal
from tests.api.partners import added, deliveries, send
from tests.asked import asked, said_yes
from tests.cast import Cast
from tests.engaged import after, begun, visits
from tests.fakes import FakeClock
from tests.matched import as_viewer, done_run, proposed, shopping_proposal
from tests.page_client import PageClient
from tests.programs import integration_of
from tests.servers.partner import Partner

on_sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


def test_each_event_is_told_with_ids_only(
    cast: Cast, clock: FakeClock, webhook: Webhook, told: Partner
) -> None:
    by = as_viewer(cast.coordinator_hoerde)
    open_request(request_id=cast.uncleared.id, by=by, now=clock.now())
    proposal = shopping_proposal(cast, now=clock.now())
    approve_proposal(proposal_id=proposal.id, by=by, now=clock.now())
    engagement = begun(cast, clock)
    first, second, *_others = visits()
    cancel_visit(visit=second, side=Side.OFFICE, reason=CancelReason.ILL, by=by, now=clock.now())
    note_done(visit=first, side=Side.OFFICE, minutes=60, by=by, now=after(clock, first))
    end_engagement(
        engagement=engagement, side=Side.OFFICE, reason=EndReason.MOVED, needs_another=False, by=by,
        now=clock.now(),
    )  # fmt: skip
    assert send(clock) == 7
    contents = [json.loads(body) for _headers, body in told.messages]
    assert [each["type"] for each in contents] == [
        "request.opened", "proposal.approved", "engagement.begun", "visit.cancelled", "visit.done",
        "engagement.ended", "proposal.lapsed",
    ]  # fmt: skip
    assert contents[0]["data"] == {
        "object": "help_request", "id": cast.uncleared.id, "office_id": cast.hoerde.id
    }  # fmt: skip
    assert contents[3]["data"]["visit_id"] == second.id
    told_words = " ".join(body for _headers, body in told.messages)
    assert not {"Erna", "Meryem", "Hanna", "Muster"} & set(told_words.replace('"', " ").split())
    assert {each.state for each in deliveries()} == {DeliveryState.DELIVERED}
    assert send(clock) == 0


def test_what_comes_to_nothing_is_told_with_ids_only(
    cast: Cast, clock: FakeClock, webhook: Webhook, told: Partner
) -> None:
    hanna, scheduler = as_viewer(cast.coordinator_hoerde), system_viewer("scheduler")
    declined = asked(cast, clock)
    answer_no(ask_id=declined.id, reason=NoReason.NOT_SAID, by=VISITOR, now=clock.now())
    refused = said_yes(cast, clock)
    refuse(ask_id=refused.id, by=VISITOR, now=clock.now())
    silent = asked(cast, clock)
    expire_ask(ask_id=silent.id, by=scheduler, now=clock.advance(days=9))
    lapsed = shopping_proposal(cast, now=clock.now())
    proposed(done_run(now=clock.now()), cast.jonas, cast.shopping)  # nobody has approved it: not told
    approve_proposal(proposal_id=lapsed.id, by=hanna, now=clock.now())
    withdraw_request(request_id=cast.shopping.id, by=hanna, now=clock.now())
    send(clock)
    found = [
        (content["type"], content["data"]["id"])
        for content in (json.loads(body) for _headers, body in told.messages)
        if content["type"] != "proposal.approved"
    ]
    assert found == [
        ("proposal.declined", declined.proposal_id), ("proposal.declined", refused.proposal_id),
        ("proposal.expired", silent.proposal_id), ("proposal.lapsed", lapsed.id),
    ]  # fmt: skip
    body = told.messages[-1][1]
    assert json.loads(body)["data"] == {
        "object": "proposal", "id": lapsed.id, "office_id": cast.hoerde.id, "helper_id": cast.meryem.id,
        "request_id": cast.shopping.id, "run_id": lapsed.run_id,
    }  # fmt: skip


def test_a_message_is_signed_as_standard_webhooks_says(
    cast: Cast, clock: FakeClock, webhook: Webhook, told: Partner, monkeypatch: pytest.MonkeyPatch
) -> None:
    send_trial(webhook_id=webhook.id, by=as_viewer(cast.administrator), now=clock.now())
    secret = secret_of(webhook.salt)
    assert send(clock) == 1
    headers, body = told.messages[0]
    assert headers["content-type"] == "application/json"
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.{body}".encode()
    key = base64.b64decode(secret.removeprefix("whsec_"))
    wanted = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    assert headers["webhook-signature"] == f"v1,{wanted}"
    assert int(headers["webhook-timestamp"]) == int(clock.now().timestamp())
    # The lines that the page gives to partners say the same.
    monkeypatch.setattr("time.time", lambda: clock.now().timestamp() + 60)
    assert is_genuine(secret, headers, body.encode())
    assert not is_genuine(secret, headers, body.encode() + b" ")
    monkeypatch.setattr("time.time", lambda: clock.now().timestamp() + 3600)
    assert not is_genuine(secret, headers, body.encode())


def test_it_is_tried_again_after_growing_pauses(
    cast: Cast, clock: FakeClock, webhook: Webhook, told: Partner
) -> None:
    told.status = 500
    send_trial(webhook_id=webhook.id, by=as_viewer(cast.administrator), now=clock.now())
    for tries, pause in enumerate(PAUSES, start=1):
        assert send(clock) == 0
        (waiting,) = deliveries()
        assert (waiting.attempts, waiting.fault, waiting.due_at) == (tries, "500", clock.now() + pause)
        send(clock)
        assert len(told.messages) == tries
        clock.moment = waiting.due_at
    send(clock)
    (given_up,) = deliveries()
    assert (given_up.state, given_up.attempts) == (DeliveryState.FAILED, len(PAUSES) + 1)
    ids = {headers["webhook-id"] for headers, _body in told.messages}
    assert len(ids) == 1, "a partner knows a repeated message by its id"


@on_sqlite
def test_a_later_try_arrives(cast: Cast, clock: FakeClock, webhook: Webhook, told: Partner) -> None:
    told.status = 0
    send_trial(webhook_id=webhook.id, by=as_viewer(cast.administrator), now=clock.now())
    send(clock)
    assert deliveries()[0].fault == "not_reached"
    told.status = 200
    clock.advance(minutes=1)
    assert send(clock) == 1
    assert deliveries()[0].webhook.failures == 0


@on_sqlite
def test_who_drips_is_hung_up_on_and_not_asked_again_at_once(
    cast: Cast, clock: FakeClock, webhook: Webhook, told: Partner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("helpexchange.api.sending.LONGEST_S", 0.2)
    told.status = -1
    for _number in range(2):
        send_trial(webhook_id=webhook.id, by=as_viewer(cast.administrator), now=clock.now())
    assert send(clock) == 0
    assert [each.fault for each in deliveries()] == ["not_reached", ""]
    told.status = 200


@on_sqlite
def test_the_scheduler_sends(app: Flask) -> None:
    assert {"webhooks", "old_api_records"} <= {job.name for job in jobs_of(app)}


@on_sqlite
def test_redirects_are_not_followed(cast: Cast, clock: FakeClock, webhook: Webhook, told: Partner) -> None:
    told.status = 302
    send_trial(webhook_id=webhook.id, by=as_viewer(cast.administrator), now=clock.now())
    send(clock)
    assert (len(told.messages), deliveries()[0].fault) == (1, "302")


@on_sqlite
def test_after_many_failures_it_pauses_until_started_again(
    cast: Cast, clock: FakeClock, webhook: Webhook, told: Partner, client: PageClient
) -> None:
    told.status = 503
    by = as_viewer(cast.administrator)
    for _number in range(MOST_FAILURES):
        send_trial(webhook_id=webhook.id, by=by, now=clock.now())
    send(clock)
    db.session.refresh(webhook)
    assert webhook.paused_at == clock.now()
    acts = db.session.scalars(select(AuditEntry.act).order_by(AuditEntry.id)).all()
    assert acts.count("pause_webhook") == 1
    told.status = 200
    clock.advance(days=1)
    assert send(clock) == 0
    client.sign_in(cast.administrator)
    assert "paused" in client.get(f"/integrations/webhooks/{webhook.id}").text
    client.submit(f"/integrations/webhooks/{webhook.id}/resume")
    assert send(clock) == MOST_FAILURES


@on_sqlite
def test_only_what_is_wished_and_only_of_the_own_office(cast: Cast, clock: FakeClock, told: Partner) -> None:
    added(cast, clock, told.url, Event.PROPOSAL_APPROVED)
    open_request(request_id=cast.uncleared.id, by=as_viewer(cast.coordinator_hoerde), now=clock.now())
    cast.uncleared.office_id = cast.eving.id
    proposal = shopping_proposal(cast, now=clock.now(), office_id=cast.eving.id)
    approve_proposal(proposal_id=proposal.id, by=as_viewer(cast.coordinator_eving), now=clock.now())
    assert deliveries() == []


@on_sqlite
def test_nothing_is_sent_for_a_token_that_was_taken_back(
    cast: Cast, clock: FakeClock, webhook: Webhook, told: Partner
) -> None:
    send_trial(webhook_id=webhook.id, by=as_viewer(cast.administrator), now=clock.now())
    revoke_token(token_id=webhook.token_id, by=as_viewer(cast.administrator), now=clock.now())
    assert send(clock) == 0
    assert told.messages == []


def test_an_act_that_is_undone_is_not_told(cast: Cast, clock: FakeClock, webhook: Webhook) -> None:
    open_request(request_id=cast.uncleared.id, by=as_viewer(cast.coordinator_hoerde), now=clock.now())
    db.session.rollback()
    assert deliveries() == []


def test_old_messages_are_forgotten(cast: Cast, clock: FakeClock, webhook: Webhook) -> None:
    send_trial(webhook_id=webhook.id, by=as_viewer(cast.administrator), now=clock.now())
    db.session.commit()
    assert forget_deliveries(by=system_viewer("job"), now=clock.now()) == 0
    assert forget_in_time(clock.advance(days=31)) >= 1


@on_sqlite
def test_who_may_add_one(cast: Cast, clock: FakeClock, webhook: Webhook) -> None:
    new: dict[str, Any] = {"url": "https://partner.example.org/", "now": clock.now()}
    with pytest.raises(NotFoundRefusal):
        add_webhook(token_id=webhook.token_id, events=["visit.done"], by=as_viewer(cast.network_lead), **new)
    with pytest.raises(NoScopeError):
        add_webhook(token_id=webhook.token_id, events=["trial"], by=as_viewer(cast.administrator), **new)


@on_sqlite
def test_pages_add_try_and_remove_one(cast: Cast, clock: FakeClock, client: PageClient) -> None:
    integration_of(cast)
    token_id = db.session.scalars(select(ApiToken.id)).one()
    client.sign_in(cast.administrator)
    path = f"/integrations/{token_id}"
    page = client.post(path, {"url": "https://10.0.0.1/", "events": ["visit.done"]}, status=422)
    assert page is not None
    assert "public internet" in page.text
    client.post(path, {"url": "", "events": []}, status=422)
    client.submit(path, {"url": "https://partner.example.org/told", "events": ["visit.done"]})
    one = f"/integrations/webhooks/{db.session.scalars(select(Webhook.id)).one()}"
    assert "Nothing was sent yet" in client.get(one).text
    assert "waiting" in client.submit(f"{one}/trial").text
    assert "paused" in client.submit(f"{one}/pause").text
    client.submit(f"{one}/resume")
    assert "cannot be undone" in client.get(f"{one}/remove").text
    assert "Nothing is told yet" in client.submit(f"{one}/remove").text
    client.get(one, status=404)


def test_every_event_and_state_has_words() -> None:
    assert set(EVENTS) == set(Event)
    assert set(DELIVERIES) == set(DeliveryState)
