"""Times as somebody says them on the phone: "Di Nachmittag, jede Woche", "Tue 14-17", "maakt niet uit".

English, German, Dutch and Danish words are understood side by side; `core/spoken_words.py` lists them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from helpexchange.core.spoken_words import (
    ANY_TIME,
    DAY_RANGE,
    DAYS,
    FILLERS,
    FREQUENCIES,
    FROM_WORDS,
    PARTS,
    PHRASES,
    UNTIL_WORDS,
    WHOLE_DAY_WORDS,
)
from helpexchange.core.week import HOURS, WEEKDAYS, WHOLE_DAY, WeeklyTime

DAY_MINUTES = 24 * 60
#: How long a visit may last that is only said to begin at some hour.
OPEN_END_MIN = 120
_CLOCK = r"(\d{1,2})(?:[:.](\d{2}))?\s*(am|pm)?\s*(?:uhr|h\b|uur|u\b)?"
_SPAN = re.compile(rf"{_CLOCK}\s*(?:-|–|bis|to|tot|til|until|till)\s*{_CLOCK}")
_SINGLE = re.compile(_CLOCK)
_WORD = re.compile(r"[^\W\d_][\w'’]*", re.UNICODE)
_TOKEN = re.compile(
    rf"(?P<span>{_SPAN.pattern})|(?P<single>{_SINGLE.pattern})|(?P<word>{_WORD.pattern})|(?P<dash>[-–])"
)


@dataclass(frozen=True, slots=True)
class SpokenTimes:
    """What was understood.

    Attributes:
        times: none, without faults, is any time.
        frequency: "once", "weekly", "twice" or "thrice"; "" if nothing was said.
        unknown: words that were not understood.
        is_backwards: True if a time ends before it begins.
        is_impossible: True if an hour is none.
        is_empty: True if nothing was understood at all.
    """

    times: tuple[WeeklyTime, ...] = ()
    frequency: str = ""
    unknown: tuple[str, ...] = ()
    is_backwards: bool = False
    is_impossible: bool = False
    is_empty: bool = False


@dataclass(slots=True)
class _Group:
    days: list[int] = field(default_factory=list)
    spans: list[tuple[int, int]] = field(default_factory=list)


@dataclass(slots=True)
class _Reading:
    """What has been read so far, from left to right."""

    groups: list[_Group] = field(default_factory=lambda: [_Group()])
    frequency: str = ""
    unknown: list[str] = field(default_factory=list)
    is_any: bool = False
    is_backwards: bool = False
    is_impossible: bool = False
    is_range: bool = False
    edge: str = ""

    def add_days(self, days: tuple[int, ...]) -> None:
        """Take days; after days that have their times already, new days begin a new group."""
        group = self.groups[-1]
        if self.is_range and group.days:
            first, last = group.days[-1], days[0]
            days = tuple((first + step) % len(WEEKDAYS) for step in range(1, (last - first) % 7 + 1))
        elif group.days and group.spans:
            group = _Group()
            self.groups.append(group)
        self.is_range = False
        group.days += [day for day in days if day not in group.days]

    def add_span(self, start_min: int, end_min: int) -> None:
        """Take a time of the day."""
        if end_min > DAY_MINUTES or start_min >= DAY_MINUTES:
            self.is_impossible = True
        elif start_min >= end_min:
            self.is_backwards = True
        else:
            self.groups[-1].spans.append((start_min, end_min))

    def add_hour(self, minute: int) -> None:
        """Take a single hour: from then on, until then, or two hours from then."""
        start, end = WHOLE_DAY
        if self.edge == "from":
            self.add_span(minute, max(end, minute + OPEN_END_MIN))
        elif self.edge == "until":
            self.add_span(min(start, minute - 1), minute)
        else:
            self.add_span(minute, min(DAY_MINUTES, minute + OPEN_END_MIN))
        self.edge = ""

    def times(self) -> tuple[WeeklyTime, ...]:
        """Return the times of all groups: without a day every day, without a time all day."""
        found = {
            WeeklyTime(day, start_min, end_min)
            for group in self.groups
            if group.days or group.spans
            for day in group.days or WEEKDAYS
            for start_min, end_min in group.spans or [WHOLE_DAY]
        }
        return tuple(_without_overlaps(sorted(found)))


def spoken_times(text: str) -> SpokenTimes:
    """Return what a line of text says about when; nothing is guessed from words that are not known."""
    line = f" {' '.join(text.casefold().replace('’', chr(39)).split())} "
    reading = _Reading()
    for phrase, meaning in PHRASES:
        if f" {phrase} " in re.sub(r"[,;]", " ", line) or f" {phrase}," in line:
            line = line.replace(phrase, " ; ", 1)
            _take_meaning(reading, meaning)
    for token in _TOKEN.finditer(line):
        _take(reading, token)
    times = reading.times()
    is_empty = not (times or reading.is_any or reading.frequency)
    return SpokenTimes(
        times=() if reading.is_any else times,
        frequency=reading.frequency,
        unknown=tuple(reading.unknown),
        is_backwards=reading.is_backwards,
        is_impossible=reading.is_impossible,
        is_empty=is_empty,
    )


def _take_meaning(reading: _Reading, meaning: str) -> None:
    if meaning == ANY_TIME:
        reading.is_any = True
    elif meaning == "daily":
        reading.add_days(tuple(WEEKDAYS))
    elif meaning == WHOLE_DAY_WORDS:
        reading.add_span(*WHOLE_DAY)
    else:
        reading.frequency = meaning


def _take(reading: _Reading, token: re.Match[str]) -> None:
    if token["span"]:
        found = _SPAN.fullmatch(token["span"].strip())
        if found:
            reading.add_span(*_span_of(found))
    elif token["single"]:
        found = _SINGLE.fullmatch(token["single"].strip())
        if found:
            reading.add_hour(_minute(*found.groups()))
    elif token["dash"]:
        reading.is_range = bool(reading.groups[-1].days)
    else:
        _take_word(reading, token["word"])


def _span_of(found: re.Match[str]) -> tuple[int, int]:
    """Return start and end; "2-5pm" is in the afternoon at both ends."""
    hour, minute, half, to_hour, to_minute, to_half = found.groups()
    if to_half == "pm" and not half and int(hour) < int(to_hour):
        half = "pm"
    return _minute(hour, minute, half), _minute(to_hour, to_minute, to_half)


def _minute(hour: str, minute: str | None, half: str | None) -> int:
    noon = 12
    hours = int(hour)
    if half:
        hours = hours % noon + (noon if half == "pm" else 0)
    rest = int(minute or 0)
    return hours * 60 + rest if rest < 60 else DAY_MINUTES * 2  # noqa: PLR2004  # minutes of an hour


def _take_word(reading: _Reading, word: str) -> None:
    if reading.groups[-1].days and word in DAY_RANGE:
        reading.is_range = True
        return
    if not any(_is_known(reading, known) for known in _readings_of(word)):
        _take_joined(reading, word)


def _is_known(reading: _Reading, word: str) -> bool:
    """Take a word that is known as it stands, and return whether it is."""
    if word in DAYS:
        reading.add_days(DAYS[word])
    elif word in PARTS:
        reading.add_span(*HOURS[PARTS[word]])
    elif word in FREQUENCIES:
        reading.frequency = FREQUENCIES[word]
    elif word in FROM_WORDS or word in UNTIL_WORDS:
        reading.edge = "from" if word in FROM_WORDS else "until"
    else:
        return word in FILLERS
    return True


def _readings_of(word: str) -> Iterator[str]:
    """Yield a word as it stands and without its ending: "dienstags", "mornings", "mandage"."""
    yield word
    for ending in ("s", "en", "e", "'s"):
        if word.endswith(ending):
            yield word.removesuffix(ending)


def _take_joined(reading: _Reading, word: str) -> None:
    """Take "Dienstagnachmittag" apart, or note that a word is not known."""
    for cut in range(len(word) - 2, 2, -1):
        day, part = word[:cut], word[cut:].removesuffix("s")
        if day in DAYS and part in PARTS:
            reading.add_days(DAYS[day])
            reading.add_span(*HOURS[PARTS[part]])
            return
    reading.unknown.append(word)


def _without_overlaps(times: list[WeeklyTime]) -> Iterator[WeeklyTime]:
    """Yield sorted times, those that overlap made one."""
    last: WeeklyTime | None = None
    for time in times:
        if last and last.weekday == time.weekday and time.start_min < last.end_min:
            last = WeeklyTime(last.weekday, last.start_min, max(last.end_min, time.end_min))
            continue
        if last:
            yield last
        last = time
    if last:
        yield last
