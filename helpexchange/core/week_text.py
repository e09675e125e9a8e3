"""Times of the week as people write them: "Tue 14-17", "Di 14-17, Do vormittags", "ma en wo 's avonds"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from helpexchange.core.week import (
    HOURS,
    WEEKDAYS,
    WHOLE_DAY,
    WORKING_DAYS,
    DayPart,
    WeeklyTime,
    joined_times,
)

MINUTES_PER_DAY = 24 * 60
NOON_HOUR = 12
SOFT_HYPHEN = "\xad"

#: Names of the weekdays, Monday first, in English, German, Dutch and Danish, full and short.
DAYS = (
    "mon monday mondays mo montag montags ma maandag maandags man mandag mandage",
    "tue tues tuesday tuesdays di dienstag dienstags dinsdag dinsdags tir tirsdag tirsdage",
    "wed wednesday wednesdays mi mittwoch mittwochs wo woe woensdag woensdags ons onsdag onsdage",
    "thu thursday thursdays do donnerstag donnerstags don donderdag donderdags tor tors torsdag torsdage",
    "fri friday fridays fr freitag freitags vr vrij vrijdag vrijdags fre fredag fredage",
    "sat saturday saturdays sa samstag samstags sonnabend za zat zaterdag zaterdags lør lørdag lørdage",
    "sun sunday sundays so sonntag sonntags zo zon zondag zondags søn søndag søndage",
)
#: Short Danish names that mean something else in the other languages.
DANISH_DAYS = {"ma": 0, "ti": 1, "on": 2, "to": 3, "lø": 5, "sø": 6}
PARTS = {
    DayPart.MORNING: "morning mornings vormittag vormittags morgens früh ochtend ochtends voormiddag "
    "voormiddags formiddag formiddage morgen",
    DayPart.MIDDAY: "midday noon lunchtime mittag mittags middag middags",
    DayPart.AFTERNOON: "afternoon afternoons nachmittag nachmittags namiddag namiddags "
    "eftermiddag eftermiddage",
    DayPart.EVENING: "evening evenings abend abends avond avonds aften aftener",
}
SETS: tuple[tuple[str, list[int]], ...] = (
    ("daily täglich dagelijks dagligt everyday", list(WEEKDAYS)),
    ("weekdays werktags wochentags weekdagen hverdage hverdag werkdagen", WORKING_DAYS),
    ("weekend weekends wochenende weekenden weekender", [5, 6]),
)
TO = "to till until bis tot til t/m t.m. - – —"
FROM = "from after since ab nach vanaf na efter fra"
BEFORE = "before vor voor før"
FILLERS = (
    "and und en og & + / , ; . : in at the am um von van om de den das der dem on i kl uhr uur "
    "o'clock 's between zwischen tussen mellem every jeden jede jedes elke ieder hver alle each day days "
    "tag tage dag dagen dage whole all long ganzen ganztags hele ganze immer always altijd altid nur only"
)
EVERY = "every each jeden elke hver iedere alle"
DAY_WORDS = "day days tag tage dag dagen dage"

_TIME = r"(?P<time>\d{1,2})(?:[:.h](?P<minute>\d{2}))?\s*(?P<half>am\b|pm\b|uhr\b|uur\b|h\b|u\b)?"
_TOKEN = re.compile(
    rf"{_TIME}|(?P<dash>[-–—])|(?P<word>t/m|o'clock|'?[^\W\d_]+(?:['’][^\W\d_]+)?\.?)|(?P<sign>\S)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadTimes:
    """What was understood.

    Attributes:
        times: in order, those that touch made one.
        not_read: words that mean nothing here, as they were written.
        impossible: times that cannot be, such as "17-14" or "25".
    """

    times: tuple[WeeklyTime, ...] = ()
    not_read: tuple[str, ...] = ()
    impossible: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    value: int = 0
    is_half_day: str = ""


@dataclass(slots=True)
class _Group:
    """Days, and the times of these days."""

    days: list[int] = field(default_factory=list)
    periods: list[tuple[int, int]] = field(default_factory=list)


def _words(*texts: str) -> frozenset[str]:
    return frozenset(word for text in texts for word in text.split())


_DAY_OF = {word: number for number, text in enumerate(DAYS) for word in text.split()}
_PART_OF = {word: part for part, text in PARTS.items() for word in text.split()}
_SET_OF = {word: days for text, days in SETS for word in text.split()}
_EVERY, _DAY_WORDS = _words(EVERY), _words(DAY_WORDS)
_KINDS = {"to": _words(TO), "from": _words(FROM), "before": _words(BEFORE), "filler": _words(FILLERS)}


def read_times(text: str, *, language: str = "en") -> ReadTimes:
    """Read times of the week in any of our languages.

    Args:
        text: days, parts of the day and times, such as "Mon-Fri 9-12, Sat evening".
        language: settles the few words that two languages use, such as "to" (Danish Thursday).
    """
    return _Reader(list(_tokens(text, language))).read()


def _tokens(text: str, language: str) -> Iterator[_Token]:
    for found in _TOKEN.finditer(text.casefold().replace("’", "'").replace(SOFT_HYPHEN, "")):
        if found["time"]:
            minutes = int(found["time"]) * 60 + int(found["minute"] or 0)
            half = found["half"] if found["half"] in ("am", "pm") else ""
            yield _Token("time", found[0].strip(), minutes, half or "")
        elif found["dash"]:
            yield _Token("to", found[0])
        else:
            yield _token_of(found[0], language)


def _token_of(written: str, language: str) -> _Token:
    word = written.rstrip(".") or written
    if language == "da" and word in DANISH_DAYS:
        return _Token("day", written, DANISH_DAYS[word])
    if word in _DAY_OF:
        return _Token("day", written, _DAY_OF[word])
    if word in _PART_OF:
        return _Token("part", word)
    if word in _SET_OF:
        return _Token("set", word)
    kind = next((kind for kind, words in _KINDS.items() if word in words), "unknown")
    return _Token(kind, written)


class _Reader:
    """Reads tokens from left to right; a day that follows a time begins a new group."""

    def __init__(self, tokens: list[_Token]) -> None:
        self._tokens = tokens
        self._groups = [_Group()]
        self._not_read: list[str] = []
        self._impossible: list[str] = []

    def read(self) -> ReadTimes:
        at = 0
        while at < len(self._tokens):
            at += self._take(at)
        times = [time for group in self._groups for time in self._times_of(group)]
        return ReadTimes(
            times=tuple(joined_times(times)),
            not_read=tuple(self._not_read),
            impossible=tuple(self._impossible),
        )

    def _take(self, at: int) -> int:
        """Take what begins at a token and return how many tokens that is."""
        token = self._tokens[at]
        takers = {
            "day": self._take_day,
            "set": self._take_set,
            "part": self._take_part,
            "time": self._take_time,
        }
        if token.kind in takers:
            return takers[token.kind](at)
        if token.kind in ("from", "before") and self._kind(at + 1) == "time":
            return self._take_open_time(at)
        if token.text in _EVERY and at + 1 < len(self._tokens) and self._tokens[at + 1].text in _DAY_WORDS:
            return self._take_every_day()
        if token.kind == "unknown":
            self._not_read.append(token.text)
        return 1

    def _kind(self, at: int) -> str:
        return self._tokens[at].kind if at < len(self._tokens) else ""

    def _group_for_days(self) -> _Group:
        if self._groups[-1].periods:
            self._groups.append(_Group())
        return self._groups[-1]

    def _take_day(self, at: int) -> int:
        first = self._tokens[at].value
        if self._kind(at + 1) == "to" and self._kind(at + 2) == "day":
            last = self._tokens[at + 2].value
            self._group_for_days().days += [(first + step) % 7 for step in range((last - first) % 7 + 1)]
            return 3
        self._group_for_days().days.append(first)
        return 1

    def _take_every_day(self) -> int:
        self._group_for_days().days += list(WEEKDAYS)
        return 2

    def _take_set(self, at: int) -> int:
        self._group_for_days().days += _SET_OF[self._tokens[at].text]
        return 1

    def _take_part(self, at: int) -> int:
        self._groups[-1].periods.append(HOURS[_PART_OF[self._tokens[at].text]])
        return 1

    def _take_time(self, at: int) -> int:
        if self._kind(at + 1) in ("to", "filler") and self._kind(at + 2) == "time":
            start, end = self._tokens[at], self._tokens[at + 2]
            self._keep(*_clock_times(start, end), f"{start.text}-{end.text}")
            return 3
        self._impossible.append(self._tokens[at].text)
        return 1

    def _take_open_time(self, at: int) -> int:
        token = self._tokens[at + 1]
        minute = _on_clock(token, token.is_half_day)
        start, end = (minute, WHOLE_DAY[1]) if self._tokens[at].kind == "from" else (WHOLE_DAY[0], minute)
        if self._tokens[at].kind == "from" and self._kind(at + 2) == "to" and self._kind(at + 3) == "time":
            return 1  # "from 14 to 17" is read as "14 to 17"
        self._keep(start, end, token.text)
        return 2

    def _keep(self, start: int, end: int, written: str) -> None:
        if 0 <= start < end <= MINUTES_PER_DAY:
            self._groups[-1].periods.append((start, end))
        else:
            self._impossible.append(written)

    def _times_of(self, group: _Group) -> Iterator[WeeklyTime]:
        if not group.days and not group.periods:
            return
        faulty = bool(self._impossible or self._not_read)
        periods = group.periods or ([] if faulty else [WHOLE_DAY])
        for day in sorted(set(group.days or WEEKDAYS)):
            yield from (WeeklyTime(day, *period) for period in periods)


def _clock_times(start: _Token, end: _Token) -> tuple[int, int]:
    """Return the minutes of "2-5 pm" and the like; half a day said once holds for both."""
    return _on_clock(start, start.is_half_day or end.is_half_day), _on_clock(end, end.is_half_day)


def _on_clock(token: _Token, half: str) -> int:
    hour, minute = divmod(token.value, 60)
    if half == "pm" and hour < NOON_HOUR:
        hour += NOON_HOUR
    if half == "am" and hour == NOON_HOUR:
        hour = 0
    return hour * 60 + minute
