"""Both people's times side by side: a small picture of the week, and the same in words.

It is drawn here, not by a script, so that it stands on paper and in every browser.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from flask_babel import get_locale

from helpexchange.core.i18n import gettext, minute_text
from helpexchange.core.week import WEEKDAYS, WeeklyTime, joined_times, times_in_words

#: The picture's measures, in units of its own; the browser scales it.
GUTTER, COLUMN, HEAD, HOUR = 46, 46, 22, 9
GAP = 3
#: Shown at least; earlier and later times make the picture longer.
EARLIEST_HOUR, LATEST_HOUR = 8, 20
MINUTES_PER_HOUR = 60
HOURS_BETWEEN_LINES = 4


class Bar(NamedTuple):
    """A rectangle of the picture; `side` is "helper", "request" or "visit"."""

    side: str
    x: float
    y: float
    width: float
    height: float


class Label(NamedTuple):
    """A word of the picture, with the line that it names where there is one."""

    text: str
    x: float
    y: float


def week_picture(
    *,
    helper: str,
    person: str,
    helper_times: Sequence[WeeklyTime],
    request_times: Sequence[WeeklyTime],
    visits: Sequence[Sequence[int]],
) -> dict[str, Any]:
    """Return the picture of a week: helper on the left of each day, person on the right, visits across both.

    Args:
        helper, person: names of the two.
        helper_times, request_times: when each has time; none is any time.
        visits: [weekday, start_min, end_min] each.
    """
    meetings = [WeeklyTime(*visit) for visit in visits]
    scale = _Scale([*helper_times, *request_times, *meetings])
    half = (COLUMN - GAP) / 2
    return {
        "width": GUTTER + len(WEEKDAYS) * COLUMN,
        "height": scale.height,
        "left": GUTTER,
        "days": list(_days()),
        "hours": list(scale.hours()),
        "bars": [
            *scale.bars("helper", helper_times or scale.any_time, offset=0, width=half),
            *scale.bars("request", request_times or scale.any_time, offset=half, width=half),
            *scale.bars("visit", meetings, offset=2, width=COLUMN - GAP - 4),
        ],
        "words": [
            ("helper", gettext("%(name)s has time: %(times)s", name=helper, times=_words(helper_times))),
            ("request", gettext("%(name)s would like: %(times)s", name=person, times=_words(request_times))),
        ],
    }


def _words(times: Sequence[WeeklyTime]) -> str:
    return "; ".join(times_in_words(times))


def _days() -> Iterator[Label]:
    names = get_locale().days["stand-alone"]["short"]
    for weekday in WEEKDAYS:
        yield Label(names[weekday].rstrip("."), GUTTER + (weekday + 0.5) * COLUMN - GAP / 2, HEAD - 6)


class _Scale:
    """Turns minutes into points of the picture."""

    def __init__(self, shown: Sequence[WeeklyTime]) -> None:
        starts = [time.start_min // MINUTES_PER_HOUR for time in shown]
        ends = [-(-time.end_min // MINUTES_PER_HOUR) for time in shown]
        self._first = min([EARLIEST_HOUR, *starts])
        self._last = max([LATEST_HOUR, *ends])
        self.height = HEAD + (self._last - self._first) * HOUR + 4

    @property
    def any_time(self) -> list[WeeklyTime]:
        first, last = self._first * MINUTES_PER_HOUR, self._last * MINUTES_PER_HOUR
        return [WeeklyTime(weekday, first, last) for weekday in WEEKDAYS]

    def hours(self) -> Iterator[Label]:
        for hour in range(self._first, self._last + 1):
            if hour % HOURS_BETWEEN_LINES == 0:
                yield Label(minute_text(hour * MINUTES_PER_HOUR), GUTTER - 4, self._y(hour * 60))

    def bars(self, side: str, times: Iterable[WeeklyTime], *, offset: float, width: float) -> Iterator[Bar]:
        for time in joined_times(times):
            top, bottom = self._y(time.start_min), self._y(time.end_min)
            yield Bar(side, GUTTER + time.weekday * COLUMN + offset, top, width, round(bottom - top, 1))

    def _y(self, minute: int) -> float:
        return round(HEAD + (minute / MINUTES_PER_HOUR - self._first) * HOUR, 1)
