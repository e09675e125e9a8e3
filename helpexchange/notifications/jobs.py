"""What the scheduler calls: sending what waits. Safe to run twice, and to be killed at any moment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from flask import current_app

from helpexchange.config import Settings
from helpexchange.core import clock
from helpexchange.core.database import db
from helpexchange.core.logs import get_logger
from helpexchange.core.viewer import system_viewer
from helpexchange.notifications.actions.sending import (
    claim,
    note_failure,
    note_sent,
    put_back,
    release_claims,
)
from helpexchange.notifications.models import OutboxMessage
from helpexchange.notifications.rules import (
    CLAIM,
    CLAIM_MARGIN,
    Channel,
    Fault,
    MessageState,
    QuietHours,
    SendingError,
)
from helpexchange.notifications.transports import Transport, transports_of

SENDER = "sending of messages"
REST_AT_FIRST = timedelta(seconds=5)
REST_AT_MOST = timedelta(minutes=1)
#: A tick sends no more batches than this; the next follows at once. So a leader without its lock stops soon.
MOST_BATCHES = 10

log = get_logger(__name__)


@dataclass
class Rest:
    """How long a channel rests whose service does not work: 5 seconds, 10, 20, … up to a minute.

    It lives in the process; a new leader simply tries.
    """

    until: dict[Channel, datetime] = field(default_factory=dict)
    length: dict[Channel, timedelta] = field(default_factory=dict)

    def awake(self, channels: Mapping[Channel, Transport], now: datetime) -> list[Channel]:
        """Return the channels that do not rest."""
        return [channel for channel in channels if now >= self.until.get(channel, now)]

    def lie_down(self, channel: Channel, now: datetime) -> None:
        """Let a channel rest, longer than the last time."""
        self.length[channel] = min(self.length.get(channel, REST_AT_FIRST / 2) * 2, REST_AT_MOST)
        self.until[channel] = now + self.length[channel]

    def get_up(self, channel: Channel) -> None:
        """Note that a channel works."""
        self.length.pop(channel, None)
        self.until.pop(channel, None)


class Sender:
    """Sends what waits; one in a process.

    Args:
        transports: those of the settings when left out.
    """

    def __init__(self, transports: Mapping[Channel, Transport] | None = None) -> None:
        self._transports = transports
        self._rest = Rest()
        self._is_new = True

    def send_waiting(self, now: datetime) -> int:
        """Send everything that is due, one commit a message; return how many went out.

        Between the moment that a service takes a message and the commit that notes it lies the only gap: a
        process that is killed there leaves one message that will be sent once more, with the same Message-ID.
        """
        by, sent = system_viewer(SENDER), 0
        if self._is_new:  # its process has just become the leader, so that no other sender is alive
            release_claims(by=by, now=now)
            db.session.commit()
            self._is_new = False
        transports = self._transports if self._transports is not None else transports_of(_settings())
        for _batch in range(MOST_BATCHES):
            moment = clock.now()
            channels = self._rest.awake(transports, moment)
            batch = claim(channels=channels, urgent_only=_is_quiet(moment), by=by, now=moment)
            claimed = [(message.id, message.channel) for message in batch]
            db.session.commit()
            if not claimed:
                break
            sent += self._send_batch(claimed, transports, claimed_until=moment + CLAIM)
        db.session.rollback()
        return sent

    def _send_batch(
        self,
        claimed: Sequence[tuple[int, Channel]],
        transports: Mapping[Channel, Transport],
        *,
        claimed_until: datetime,
    ) -> int:
        sent = 0
        for channel in dict.fromkeys(channel for _id, channel in claimed):
            ids = [message_id for message_id, its_channel in claimed if its_channel is channel]
            try:
                sent += self._send_on(channel, ids, transports[channel], claimed_until=claimed_until)
            finally:
                transports[channel].close()
        return sent

    def _send_on(
        self, channel: Channel, ids: Sequence[int], transport: Transport, *, claimed_until: datetime
    ) -> int:
        by, sent = system_viewer(SENDER), 0
        for place, message_id in enumerate(ids):
            message = _still_ours(message_id, claimed_until)
            if message is None:
                continue
            error = _tried(message, transport)
            if error and error.is_down:
                log.warning("sending_is_down", code=error.word, state=channel.value)
                if not error.is_blameless:
                    note_failure(_row(message_id), error, by=by, now=clock.now())
                untried = ids[place if error.is_blameless else place + 1 :]
                put_back([_row(each) for each in untried], error, by=by)
                self._rest.lie_down(channel, clock.now())
                db.session.commit()
                break
            if error:
                note_failure(_row(message_id), error, by=by, now=clock.now())
            else:
                keeps = _settings().pretends_to_send
                note_sent(_row(message_id), by=by, now=clock.now(), keeps_secrets=keeps)
                self._rest.get_up(channel)
                sent += 1
            db.session.commit()
        return sent


def _row(message_id: int) -> OutboxMessage:
    return db.session.get_one(OutboxMessage, message_id)


def _still_ours(message_id: int, claimed_until: datetime) -> OutboxMessage | None:
    """Return a claimed message to be sent now; None if it was cancelled, or the claim is running out.

    It is detached: no transaction is open while a slow server answers, as others could not write meanwhile.
    """
    message = db.session.get(OutboxMessage, message_id, populate_existing=True)
    is_ours = (
        message is not None
        and message.state is MessageState.WAITING
        and message.claimed_until == claimed_until
        and claimed_until - clock.now() > CLAIM_MARGIN
    )
    if message is not None:
        db.session.expunge(message)
    db.session.commit()
    return message if is_ours else None


def _tried(message: OutboxMessage, transport: Transport) -> SendingError | None:
    """Return why a message did not go out; None when it did."""
    try:
        transport.send(message)
    except SendingError as error:
        return error
    except Exception:  # a defect must not keep the messages behind this one from going out
        log.exception("sending_failed")
        db.session.rollback()
        return SendingError(Fault.DEFECT)
    return None


def _is_quiet(now: datetime) -> bool:
    settings = _settings()
    hours = QuietHours.read(settings.quiet_hours)
    return hours is not None and hours.cover(now, settings.time_zone)


def _settings() -> Settings:
    settings: Settings = current_app.extensions["settings"]
    return settings
