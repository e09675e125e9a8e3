"""Ways to reach people, states of a message, to whom it goes, when it is sent and when it is given up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from helpexchange.core.errors import ConflictRefusal
from helpexchange.core.i18n import lazy_text as _

#: Permissions of `accounts/roles.py`, which lies above and checks that it knows these words.
SEND_LETTERS = "send_letters"
SEE_DEAD_LETTERS = "see_dead_letters"

#: Type of these records in the audit trail.
MESSAGE = "message"
LETTER_BATCH = "letter_batch"


class Channel(StrEnum):
    """How somebody wishes to be told things."""

    MAIL = "mail"
    TEXT = "text"
    LETTER = "letter"
    CALL = "call"


class MessageState(StrEnum):
    """Where a message stands.

    `waiting` mails and text messages are sent by the scheduler; waiting letters are printed, and calls made,
    by an office. `failed` ones are tried no more until somebody looks.
    """

    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"
    CANCELLED = "cancelled"


NEXT_STATES: dict[MessageState, frozenset[MessageState]] = {
    MessageState.WAITING: frozenset({MessageState.SENT, MessageState.FAILED, MessageState.CANCELLED}),
    MessageState.FAILED: frozenset({MessageState.WAITING, MessageState.CANCELLED}),
    # Sent letters and calls can be taken back; of a text message the gateway may say later that it failed.
    MessageState.SENT: frozenset({MessageState.WAITING, MessageState.FAILED}),
    MessageState.CANCELLED: frozenset(),
}

#: Sent by the scheduler; the others by people.
SENT_BY_MACHINE = frozenset({Channel.MAIL, Channel.TEXT})

#: How long to wait after the first, second, … failure; the last holds for all that follow.
BACK_OFF = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240))
GIVE_UP_AFTER = timedelta(days=3)
#: So long a sender keeps others away from what it has claimed, and so much of it may be used to begin a mail.
CLAIM = timedelta(minutes=3)
CLAIM_MARGIN = timedelta(minutes=1)
CLAIM_SIZE = 20


class Fault(StrEnum):
    """Why a message did not go out; the words are kept, never what a server said, which names people."""

    NO_ANSWER = "no_answer"
    SERVICE_REFUSED = "service_refused"
    SERVICE_BUSY = "service_busy"
    NOT_TRUSTED = "not_trusted"
    ADDRESS_REFUSED = "address_refused"
    CONTENT_REFUSED = "content_refused"
    BAD_ADDRESS = "bad_address"
    NOT_DELIVERED = "not_delivered"
    DEFECT = "defect"


class Later(StrEnum):
    """When to try a call again that was not answered."""

    TWO_HOURS = "two_hours"
    TOMORROW = "tomorrow"
    DAY = "day"


class MessageAlreadyDecidedError(ConflictRefusal):
    """The message is no longer where this step begins."""

    code = "message_already_decided"
    words = _("Somebody has dealt with this message in the meantime.")


class SendingError(Exception):
    """A message did not go out.

    Attributes:
        fault: why, in one of our words.
        code: number that the service gave, such as 550; 0 for none.
        is_final: True when trying again cannot help.
        is_down: True when the service as a whole seems not to work, so that the next ones need not be tried.
        is_blameless: True when that cannot be the message's fault: nobody has seen it yet. Otherwise it goes
            behind the others, as one bad message must not keep all of them from going out.
    """

    def __init__(
        self,
        fault: Fault,
        *,
        code: int = 0,
        is_final: bool = False,
        is_down: bool = False,
        is_blameless: bool = False,
    ) -> None:
        self.fault = fault
        self.code = code
        self.is_final = is_final
        self.is_down = is_down
        self.is_blameless = is_blameless
        super().__init__(self.word)

    @property
    def word(self) -> str:
        """The fault and the number: "address_refused 550"."""
        return f"{self.fault} {self.code}" if self.code else str(self.fault)


@dataclass(frozen=True, slots=True, kw_only=True)
class QuietHours:
    """Hours of the town's clock in which nobody is disturbed; they may pass midnight."""

    start: time
    end: time

    @classmethod
    def read(cls, words: str) -> QuietHours | None:
        """Read "20:00-08:00"; nothing is no quiet hours.

        Raises:
            ValueError: these are no two times.
        """
        if not words:
            return None
        start, end = (time.fromisoformat(part.strip()) for part in words.split("-"))
        return cls(start=start, end=end)

    def cover(self, moment: datetime, time_zone: str) -> bool:
        """Return whether an aware moment lies in them; the start does, the end does not."""
        clock = moment.astimezone(ZoneInfo(time_zone)).time()
        if self.start <= self.end:
            return self.start <= clock < self.end
        return clock >= self.start or clock < self.end

    def end_after(self, moment: datetime, time_zone: str) -> datetime:
        """Return a moment itself, or the end of the quiet hours in which it lies."""
        if not self.cover(moment, time_zone):
            return moment
        local = moment.astimezone(ZoneInfo(time_zone))
        end = datetime.combine(local.date(), self.end, tzinfo=local.tzinfo)
        return end if end > local else end + timedelta(days=1)


def may_change(old: MessageState, new: MessageState) -> bool:
    """Return whether a message may go from one state to another."""
    return new in NEXT_STATES[old]


def next_try(*, attempts: int, first_due_at: datetime, now: datetime) -> datetime | None:
    """Return when to try again after the failure number `attempts` (from 1); None to give up."""
    if now - first_due_at >= GIVE_UP_AFTER:
        return None
    return now + BACK_OFF[min(attempts, len(BACK_OFF)) - 1]


def call_again_at(
    later: Later, *, now: datetime, time_zone: str, day: date | None = None, quiet: QuietHours | None = None
) -> datetime:
    """Return when to call again: in two hours, or at 9 o'clock of the next or a chosen day; never at night.

    Args:
        day: the chosen one, for `Later.DAY`.
        quiet: hours in which nobody is called.
    """
    moment = now + timedelta(hours=2)
    if later is not Later.TWO_HOURS:
        local = now.astimezone(ZoneInfo(time_zone))
        tomorrow = local.date() + timedelta(days=1)
        on = day if later is Later.DAY and day is not None else tomorrow
        moment = datetime.combine(on, time(9), tzinfo=local.tzinfo)
    return quiet.end_after(moment, time_zone) if quiet else moment


@dataclass(frozen=True, slots=True)
class LettersOfDay:
    """How many letters wait and are in no print yet; of which office, if it is only one (None: the town)."""

    total: int = 0
    is_one: bool = False
    office_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """A record that a message belongs to: in its history the message can be seen.

    Attributes:
        object_type, object_id: as in the audit trail.
    """

    object_type: str
    object_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """Who is told, and how.

    Attributes:
        person: the record of the person, in whose history the message stands.
        office_id: the office that answers, prints letters and makes calls; None for the whole town.
        channel: the person's choice; where its address is missing, the next that is known is taken.
        language: code of the language, or None for the town's.
        reads_easy: True for German in easy language.
        post_lines: lines of the postal address below the name.
    """

    person: About
    office_id: int | None
    name: str
    channel: Channel = Channel.MAIL
    language: str | None = None
    reads_easy: bool = False
    email: str = ""
    phone: str = ""
    post_lines: tuple[str, ...] = ()

    def reachable_by(self) -> Channel:
        """Return the channel wished, or else the first that there is an address for; calls need none."""
        known = [channel for channel in self.channels_known() if channel is not Channel.CALL]
        return self.channel if self.channel in {*known, Channel.CALL} else next(iter(known), Channel.CALL)

    def channels_known(self) -> list[Channel]:
        """Return the channels for which there is an address."""
        addresses = {
            Channel.MAIL: self.email, Channel.TEXT: self.phone, Channel.LETTER: self.post_lines,
            Channel.CALL: self.phone,
        }  # fmt: skip
        return [channel for channel, address in addresses.items() if address]

    def address_for(self, channel: Channel) -> str:
        """Return the address on this channel: lines of a letter follow each other by line breaks."""
        if channel is Channel.MAIL:
            return self.email
        return "\n".join((self.name, *self.post_lines)) if channel is Channel.LETTER else self.phone
