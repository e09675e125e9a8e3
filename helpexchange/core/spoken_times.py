"""Times as people say or write them: "Di Nachmittag, jede Woche", "Tue 14-17", "maakt niet uit".

English, German, Dutch and Danish words are understood side by side; `core/spoken_words.py` lists them.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from wtforms.validators import ValidationError

from helpexchange.core.i18n import gettext
from helpexchange.core.spoken_tokens import DAY_MINUTES, Kind, Token, tokens_of
from helpexchange.core.spoken_words import ALL_DAY, ANY_TIME, DAILY
from helpexchange.core.week import WEEKDAYS, WHOLE_DAY, WeeklyTime, joined_times

#: How long a visit may last that is only said to begin at some hour.
OPEN_END_MIN = 120
THURSDAY = (3,)
#: Languages in which "to" is no Thursday.
WITHOUT_THURSDAY = ("en", "de", "nl")


@dataclass(frozen=True, slots=True)
class SpokenTimes:
    """What was understood.

    Attributes:
        times: in order, those that touch made one; none, without faults, is any time.
        frequency: "once", "weekly", "twice" or "thrice"; "" if nothing was said.
        unknown: words that were not understood, as they were written.
        backwards: times that end before they begin, as they were written.
        impossible: times with an hour that is none, as they were written.
        is_any: True if no time was named and it was said that any will do.
        is_empty: True if nothing was understood at all.
    """

    times: tuple[WeeklyTime, ...] = ()
    frequency: str = ""
    unknown: tuple[str, ...] = ()
    backwards: tuple[str, ...] = ()
    impossible: tuple[str, ...] = ()
    is_any: bool = False
    is_empty: bool = False


def spoken_times(text: str, *, language: str = "") -> SpokenTimes:
    """Return what a line of text says about when; nothing is guessed from words that are not known.

    Args:
        language: of who writes; settles the few words that two languages use, such as "to" (Danish Thursday).
    """
    reading = _Reading(tokens_of(text, language=language), language)
    for at in range(len(reading.tokens)):
        reading.take(at)
    times = reading.times()
    return SpokenTimes(
        times=times,
        frequency=reading.frequency,
        unknown=tuple(reading.unknown),
        backwards=tuple(reading.backwards),
        impossible=tuple(reading.impossible),
        is_any=reading.is_any and not times,
        is_empty=not (times or reading.is_any or reading.frequency),
    )


def fault_of(spoken: SpokenTimes) -> str:
    """Return what is wrong with a line of times, and with which part of it; "" if nothing is."""
    if spoken.backwards:
        words = gettext(
            "“%(times)s” ends before it begins. Write the earlier time first, such as 14-17.",
            times=", ".join(spoken.backwards),
        )
    elif spoken.impossible:
        words = gettext(
            "“%(times)s” is no time of the day. Write times as 9-12 or 14:30-16.",
            times=", ".join(spoken.impossible),
        )
    elif spoken.unknown:
        words = gettext(
            "Not understood: %(words)s. Write it as “Tue 14-17”.", words=", ".join(spoken.unknown)
        )
    else:
        is_empty = spoken.is_empty
        words = gettext("Not understood. Write it as “Tue 14-17”, or “any time”.") if is_empty else ""
    return str(words)


def check_spoken(spoken: SpokenTimes) -> None:
    """Refuse a line that has a fault or names no time.

    Raises:
        ValidationError: with what is wrong, in words.
    """
    fault = fault_of(spoken)
    if not fault and not (spoken.times or spoken.is_any):
        fault = str(gettext("We found no time here. Write it like this: Tue 14-17."))
    if fault:
        raise ValidationError(fault)


@dataclass(slots=True)
class _Group:
    """Days, and the times of these days; `run` counts the days that were named last, one after the other."""

    days: list[int] = field(default_factory=list)
    spans: list[tuple[int, int]] = field(default_factory=list)
    is_time_first: bool = False
    run: int = 0


@dataclass(slots=True)
class _Reading:
    """What has been read so far, from left to right."""

    tokens: list[Token]
    language: str
    groups: list[_Group] = field(default_factory=lambda: [_Group()])
    frequency: str = ""
    unknown: list[str] = field(default_factory=list)
    backwards: list[str] = field(default_factory=list)
    impossible: list[str] = field(default_factory=list)
    is_any: bool = False
    edge: Kind | None = None

    def take(self, at: int) -> None:
        """Take one part of the line."""
        token = self.tokens[at]
        if token.kind is Kind.DAYS:
            self._add_days(token.days, is_range=self._is(at - 1, Kind.TO) and self._is(at - 2, Kind.DAYS))
        elif token.kind is Kind.SPAN:
            self._add_span(*token.span, at=at)
        elif token.kind is Kind.HOUR:
            self._add_hour(token.span[0], at=at)
        elif token.kind is Kind.MEANING:
            self._take_meaning(token.meaning, at=at)
        elif token.kind is Kind.TO:
            self._take_to(at)
        elif token.kind in (Kind.FROM, Kind.UNTIL):
            self.edge = token.kind
        elif token.kind is Kind.UNKNOWN:
            self.unknown.append(token.written)

    def times(self) -> tuple[WeeklyTime, ...]:
        """Return the times of all groups: without a day every day, without a time all day."""
        has_faults = self.backwards or self.impossible
        found = {
            WeeklyTime(day, start_min, end_min)
            for group in self.groups
            if group.days or group.spans
            for day in group.days or WEEKDAYS
            for start_min, end_min in group.spans or ([] if has_faults else [WHOLE_DAY])
        }
        return tuple(joined_times(found))

    def _is(self, at: int, kind: Kind) -> bool:
        return 0 <= at < len(self.tokens) and self.tokens[at].kind is kind

    def _take_to(self, at: int) -> None:
        """Take "to": between two days it makes a range of them, before an hour its end, else it is Danish."""
        if self._is(at - 1, Kind.DAYS) and self._is(at + 1, Kind.DAYS):
            return
        is_word = self.tokens[at].written.casefold() == "to"
        if is_word and self.language not in WITHOUT_THURSDAY:
            self._add_days(THURSDAY)
        elif self._is(at + 1, Kind.HOUR):
            self.edge = Kind.UNTIL

    def _take_meaning(self, meaning: str, *, at: int) -> None:
        if meaning == ANY_TIME:
            self.is_any = True
        elif meaning == DAILY:
            self._add_days(tuple(WEEKDAYS))
        elif meaning == ALL_DAY:
            self._add_span(*WHOLE_DAY, at=at)
        else:
            self.frequency = meaning

    def _add_days(self, days: tuple[int, ...], *, is_range: bool = False) -> None:
        """Take days; after days that have their times already, new days begin a new group."""
        group = self.groups[-1]
        if is_range and group.days:
            first, last = group.days[-1], days[0]
            days = tuple((first + step) % len(WEEKDAYS) for step in range(1, (last - first) % 7 + 1))
        elif group.days and group.spans and not group.is_time_first:
            group = _Group()
            self.groups.append(group)
        group.is_time_first = group.is_time_first or bool(group.spans)
        new = [day for day in days if day not in group.days]
        group.days += new
        group.run = group.run + len(new) if is_range else len(new)

    def _add_span(self, start_min: int, end_min: int, *, at: int) -> None:
        """Take a time of the day."""
        self.edge = None
        if end_min > DAY_MINUTES or start_min >= DAY_MINUTES:
            self.impossible.append(self.tokens[at].written)
        elif start_min >= end_min:
            self.backwards.append(self.tokens[at].written)
        else:
            self._group_of_span(at).spans.append((start_min, end_min))

    def _group_of_span(self, at: int) -> _Group:
        """Return the group of a time: "mornings Mon, afternoons Tue" are two, "14-17 Tue, Thu 9-12" too."""
        group = self.groups[-1]
        if not (group.is_time_first and group.days):
            return group
        after = next((token.kind for token in self.tokens[at + 1 :] if token.kind is not Kind.FILLER), None)
        new = _Group()
        if after is not Kind.DAYS and len(group.days) > group.run:
            new.days = group.days[-group.run :]
            group.days = group.days[: -group.run]
        elif after is not Kind.DAYS:
            return group
        self.groups.append(new)
        return new

    def _add_hour(self, minute: int, *, at: int) -> None:
        """Take a single hour: from then on, until then, or two hours from then."""
        start, end = WHOLE_DAY
        open_end = min(DAY_MINUTES, minute + OPEN_END_MIN) if minute < DAY_MINUTES else minute
        if self.edge is Kind.FROM:
            self._add_span(minute, max(end, open_end), at=at)
        elif self.edge is Kind.UNTIL:
            end = minute or DAY_MINUTES
            self._add_span(min(start, end - 1), end, at=at)
        else:
            self._add_span(minute, open_end, at=at)
