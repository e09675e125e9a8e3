"""The parts of a line about times: days, parts of the day, hours, how often, little words between."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

from helpexchange.core.spoken_words import (
    AND_WORDS,
    BETWEEN_WORDS,
    DANISH_DAYS,
    DAYS,
    FILLERS,
    FREQUENCIES,
    FROM_WORDS,
    PARTS,
    PHRASES,
    TO_WORDS,
    UNTIL_WORDS,
)
from helpexchange.core.week import HOURS, DayPart

DAY_MINUTES = 24 * 60
NO_MINUTE = 2 * DAY_MINUTES
NOON_HOUR = 12
SOFT_HYPHEN = "\xad"

#: "9 am" is in the morning, "9-12 am Dienstag" is German.
_GERMAN_AM = r"(?!\s+(?:mo|di|mi|do|fr|sa|so|\w+tags?|mittwochs?|sonnabends?|wochenende|\w*abends?)\b)"
_CLOCK = rf"(\d{{1,2}})(?:[:.hu](\d{{2}}))?\s*(?:([ap])\.?m\b\.?{_GERMAN_AM})?\s*(?:uhr\b|uur\b|h\b|u\b)?"
_TO = "|".join(["[-–—]", *(rf"{re.escape(word)}\b" for word in sorted(TO_WORDS))])
_BETWEEN = rf"(?:{'|'.join(sorted(BETWEEN_WORDS))})\s+{_CLOCK}\s*(?:{'|'.join(sorted(AND_WORDS))})\s+{_CLOCK}"
_SPAN = re.compile(rf"{_BETWEEN}|{_CLOCK}\s*(?:{_TO})\s*(?:kl\.?\s*)?{_CLOCK}", re.IGNORECASE)
_SINGLE = re.compile(_CLOCK, re.IGNORECASE)
_PHRASES = "|".join(re.escape(words) for words in sorted(PHRASES, key=len, reverse=True))
_TOKEN = re.compile(
    rf"(?P<phrase>(?<!\w)(?:{_PHRASES})(?!\w))|(?P<span>{_SPAN.pattern})|(?P<single>{_SINGLE.pattern})"
    r"|(?P<word>t/m\b|'?[^\W\d_]+(?:'[^\W\d_]+)*)|(?P<dash>[-–—])|(?P<sign>[^\s.,;:/+&!?()\"'“”„…])",
    re.IGNORECASE,
)


class Kind(Enum):
    """What a part of the line is."""

    DAYS = auto()
    SPAN = auto()
    HOUR = auto()
    MEANING = auto()
    TO = auto()
    FROM = auto()
    UNTIL = auto()
    FILLER = auto()
    UNKNOWN = auto()


@dataclass(frozen=True, slots=True)
class Token:
    """A part of the line.

    Attributes:
        written: as it was typed.
        days: weekdays, 0 is Monday.
        span: minutes after midnight, half-open; as typed, so that it may be impossible. An hour is its start.
        meaning: how often, or one of the words of `core.spoken_words` for any time, all day, daily.
    """

    kind: Kind
    written: str
    days: tuple[int, ...] = ()
    span: tuple[int, int] = (0, 0)
    meaning: str = ""


def tokens_of(text: str, *, language: str) -> list[Token]:
    """Return the parts of a line; `language` settles the few words that two languages use."""
    plain = unicodedata.normalize("NFC", text).replace("’", "'").replace(SOFT_HYPHEN, "")
    line = " ".join(plain.split())
    return [token for found in _TOKEN.finditer(line) for token in _tokens_of(found, language)]


def _tokens_of(found: re.Match[str], language: str) -> Iterator[Token]:
    written = found[0].strip()
    if found["phrase"]:
        yield Token(Kind.MEANING, written, meaning=PHRASES[written.casefold()])
    elif found["span"]:
        yield Token(Kind.SPAN, written, span=_span_of(written))
    elif found["single"]:
        yield Token(Kind.HOUR, written, span=_hour_of(written))
    elif found["dash"]:
        yield Token(Kind.TO, written)
    elif found["sign"]:
        yield Token(Kind.UNKNOWN, written)
    else:
        yield from _tokens_of_word(written, language)


def _tokens_of_word(written: str, language: str) -> Iterator[Token]:
    word = written.casefold()
    for reading in _readings_of(word):
        token = _known(reading, written, language)
        if token is not None:
            yield token
            return
    yield from _joined(word, written) or [Token(Kind.UNKNOWN, written)]


def _known(word: str, written: str, language: str) -> Token | None:
    """Return the token of a word that is known as it stands."""
    if language == "da" and word in DANISH_DAYS:
        return Token(Kind.DAYS, written, days=DANISH_DAYS[word])
    if word in DAYS:
        return Token(Kind.DAYS, written, days=DAYS[word])
    if word in PARTS:
        return Token(Kind.SPAN, written, span=HOURS[PARTS[word]])
    if word in FREQUENCIES:
        return Token(Kind.MEANING, written, meaning=FREQUENCIES[word])
    for kind, words in _LITTLE_WORDS:
        if word in words:
            return Token(kind, written)
    return None


#: "bis" is both: between two days a range, before an hour its end.
_LITTLE_WORDS = (
    (Kind.TO, TO_WORDS),
    (Kind.FROM, FROM_WORDS),
    (Kind.UNTIL, UNTIL_WORDS),
    (Kind.FILLER, FILLERS),
)


def _readings_of(word: str) -> Iterator[str]:
    """Yield a word as it stands and without its ending: "dienstags", "mornings", "mandage"."""
    yield word
    for ending in ("s", "en", "e", "er", "'s"):
        if word.endswith(ending):
            yield word.removesuffix(ending)


def _joined(word: str, written: str) -> list[Token]:
    """Return the day and the part of the day of "Dienstagnachmittag"; nothing if it is no such word."""
    for cut in range(len(word) - 2, 2, -1):
        day, part = word[:cut], _part_of(word[cut:])
        if day in DAYS and part is not None:
            return [
                Token(Kind.DAYS, written, days=DAYS[day]),
                Token(Kind.SPAN, written, span=HOURS[part]),
            ]
    return []


def _part_of(word: str) -> DayPart | None:
    return next((PARTS[reading] for reading in _readings_of(word) if reading in PARTS), None)


def _span_of(written: str) -> tuple[int, int]:
    """Return start and end; "2-5pm" is in the afternoon at both ends."""
    found = _SPAN.fullmatch(written)
    if found is None:
        raise ValueError(written)
    groups = found.groups()
    hour, minute, half, to_hour, to_minute, to_half = groups[:6] if groups[0] else groups[6:]
    if to_half and not half and int(hour) < int(to_hour):
        half = to_half
    return _minute(hour, minute, half), _minute(to_hour, to_minute, to_half) or DAY_MINUTES


def _hour_of(written: str) -> tuple[int, int]:
    found = _SINGLE.fullmatch(written)
    if found is None:
        raise ValueError(written)
    start = _minute(*found.groups())
    return start, start


def _minute(hour: str, minute: str | None, half: str | None) -> int:
    hours, rest = int(hour), int(minute or 0)
    if half:
        hours = hours % NOON_HOUR + (NOON_HOUR if half.casefold() == "p" else 0)
    return hours * 60 + rest if rest < 60 else NO_MINUTE  # noqa: PLR2004  # minutes of an hour
