"""Times in one line of text, in four languages."""

import pytest
from flask import Flask
from flask_babel import force_locale
from hypothesis import given
from hypothesis import strategies as st

from helpexchange.core.spoken_times import fault_of, spoken_times
from helpexchange.core.week import (
    HOURS,
    WEEKDAYS,
    WHOLE_DAY,
    DayPart,
    WeeklyTime,
    joined_times,
    times_in_words,
)

MORNING, MIDDAY, AFTERNOON, EVENING = (HOURS[part] for part in DayPart)
TWO_TO_FIVE = (14 * 60, 17 * 60)
TUE, THU = 1, 3


def at(days: list[int], *spans: tuple[int, int]) -> tuple[WeeklyTime, ...]:
    return tuple(WeeklyTime(day, *span) for day in days for span in spans)


@pytest.mark.parametrize(
    ("text", "times", "frequency"),
    [
        ("Di Nachmittag, jede Woche", at([1], AFTERNOON), "weekly"),
        ("Tue 14-17", at([1], TWO_TO_FIVE), ""),
        ("Di Mittag", at([1], MIDDAY), ""),
        ("dinsdagnamiddag, elke week", at([1], AFTERNOON), "weekly"),
        ("tirsdag eftermiddag, hver uge", at([1], AFTERNOON), "weekly"),
        ("Mo-Fr vormittags", at([0, 1, 2, 3, 4], MORNING), ""),
        ("Monday to Friday mornings", at([0, 1, 2, 3, 4], MORNING), ""),
        ("fredag til mandag om aftenen", at([0, 4, 5, 6], EVENING), ""),
        ("Mo, Mi und Fr 14-17 Uhr", at([0, 2, 4], TWO_TO_FIVE), ""),
        ("DIENSTAGNACHMITTAGS", at([1], AFTERNOON), ""),
        ("2-5pm on Wednesdays", at([2], TWO_TO_FIVE), ""),
        ("woensdag van 14 tot 17", at([2], TWO_TO_FIVE), ""),
        ("to 14-17", at([3], TWO_TO_FIVE), ""),
        ("ab 14 Uhr am Sa", at([5], (14 * 60, 21 * 60)), ""),
        ("zo voor 12", at([6], (8 * 60, 12 * 60)), ""),
        ("Di 10:30-12, Do Abend", (WeeklyTime(1, 630, 720), WeeklyTime(3, *EVENING)), ""),
        ("this Tuesday at 3pm", at([1], (15 * 60, 17 * 60)), "once"),
        ("zweimal die Woche, Mo oder Do", at([0, 3], (8 * 60, 21 * 60)), "twice"),
        ("3x a week mornings", at(list(WEEKDAYS), MORNING), "thrice"),
        ("jeden Tag 14-16, 15-17", at(list(WEEKDAYS), TWO_TO_FIVE), ""),
        ("egal", (), ""),
        ("I don't mind", (), ""),
        ("I don’t mind, once", (), "once"),
        ("maakt niet uit", (), ""),
        ("når som helst", (), ""),
    ],
)  # fmt: skip
def test_it_is_understood(text: str, times: tuple[WeeklyTime, ...], frequency: str) -> None:
    spoken = spoken_times(text)
    assert (spoken.times, spoken.frequency, spoken.unknown) == (times, frequency, ())
    assert not any((spoken.backwards, spoken.impossible, spoken.is_empty))


READ = [
    ("Tue 14-17", "en", [WeeklyTime(TUE, 840, 1020)]),
    ("tuesday 2-5 pm", "en", [WeeklyTime(TUE, 840, 1020)]),
    ("Tuesdays from 14:00 to 17:30", "en", [WeeklyTime(TUE, 840, 1050)]),
    ("Di 14-17, Do vormittags", "de", [WeeklyTime(TUE, 840, 1020), WeeklyTime(THU, *MORNING)]),
    ("Dienstag und Donnerstag 14 bis 17 Uhr", "de", [WeeklyTime(TUE, 840, 1020), WeeklyTime(THU, 840, 1020)]),
    ("Di. 14.30–16 Uhr", "de", [WeeklyTime(TUE, 870, 960)]),
    ("Do ab 18 Uhr", "de", [WeeklyTime(THU, 1080, 1260)]),
    ("Do vor 10", "de", [WeeklyTime(THU, 480, 600)]),
    ("di en do 14u-17u", "nl", [WeeklyTime(TUE, 840, 1020), WeeklyTime(THU, 840, 1020)]),
    ("dinsdag 's avonds", "nl", [WeeklyTime(TUE, *EVENING)]),
    ("tir 14-17, tors formiddag", "da", [WeeklyTime(TUE, 840, 1020), WeeklyTime(THU, *MORNING)]),
    ("ti og to kl. 14 til 17", "da", [WeeklyTime(TUE, 840, 1020), WeeklyTime(THU, 840, 1020)]),
    ("Mo-Fr 9-12", "de", [WeeklyTime(day, 540, 720) for day in range(5)]),
    ("ma t/m vr 9-12", "nl", [WeeklyTime(day, 540, 720) for day in range(5)]),
    ("Sat to Mon 9-10", "en", [WeeklyTime(0, 540, 600), WeeklyTime(5, 540, 600), WeeklyTime(6, 540, 600)]),
    ("täglich abends", "de", [WeeklyTime(day, *EVENING) for day in range(7)]),
    ("every day 9-10", "en", [WeeklyTime(day, 540, 600) for day in range(7)]),
    ("hver dag 9-10", "da", [WeeklyTime(day, 540, 600) for day in range(7)]),
    ("weekend", "en", [WeeklyTime(5, *WHOLE_DAY), WeeklyTime(6, *WHOLE_DAY)]),
    ("Tue", "en", [WeeklyTime(TUE, *WHOLE_DAY)]),
    ("Tue 9-12 and 14-17", "en", [WeeklyTime(TUE, 540, 720), WeeklyTime(TUE, 840, 1020)]),
    ("Tue 9-12, 11-13", "en", [WeeklyTime(TUE, 540, 780)]),
    ("vormittags Mo, nachmittags Di", "de", [WeeklyTime(0, *MORNING), WeeklyTime(TUE, *AFTERNOON)]),
    ("14-17 am Di, Do 9-12", "de", [WeeklyTime(TUE, *TWO_TO_FIVE), WeeklyTime(THU, 540, 720)]),
    ("14-17 Di, Do", "de", [WeeklyTime(TUE, *TWO_TO_FIVE), WeeklyTime(THU, *TWO_TO_FIVE)]),
    ("zwischen 14 und 17 Uhr, Di", "de", [WeeklyTime(TUE, *TWO_TO_FIVE)]),
    ("Tuesdays from 9 to 10 and after 18", "en", [WeeklyTime(TUE, 540, 600), WeeklyTime(TUE, 1080, 1260)]),
    ("on 9-12", "da", [WeeklyTime(2, 540, 720)]),
    ("on Tue 9-12", "en", [WeeklyTime(TUE, 540, 720)]),
    ("alle dagen hele dag", "nl", [WeeklyTime(day, *WHOLE_DAY) for day in range(7)]),
    ("immer dienstags", "de", [WeeklyTime(TUE, *WHOLE_DAY)]),
    ("ab 23 Uhr Sa", "de", [WeeklyTime(5, 1380, 1440)]),
    ("fru\u0308h am Di", "de", [WeeklyTime(TUE, *MORNING)]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "language", "times"), READ, ids=lambda each: str(each)[:40])
def test_it_is_understood_in_the_language_of_who_writes(
    text: str, language: str, times: list[WeeklyTime]
) -> None:
    spoken = spoken_times(text, language=language)
    assert fault_of(spoken) == ""
    assert list(spoken.times) == joined_times(times)


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("17-14", "17-14"),
        ("Tue 9-10, 12-12", "12-12"),
        ("Di 17 bis 9 Uhr", "17 bis 9 Uhr"),
        ("5pm-2pm", "5pm-2pm"),
    ],
)
def test_a_time_that_ends_before_it_begins(text: str, part: str) -> None:
    assert spoken_times(text).backwards == (part,)


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("25-27", "25-27"),
        ("Tue 10:75-12", "10:75-12"),
        ("Mo 9-30", "9-30"),
        ("Fr um 24", "24"),
        ("ab 25 Uhr", "25 Uhr"),
    ],
)
def test_hours_that_do_not_exist(text: str, part: str) -> None:
    assert spoken_times(text).impossible == (part,)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize("text", ["Di 17-14", "Di 25-26", "Di bei Vollmond"])
def test_what_is_wrong_names_the_part(app: Flask, text: str) -> None:
    with app.test_request_context(), force_locale("de"):
        assert text.removeprefix("Di ").split()[0] in fault_of(spoken_times(text))


def test_words_that_are_not_known_are_named() -> None:
    assert spoken_times("Di bei Vollmond").unknown == ("bei", "Vollmond")
    assert spoken_times("Tue 14-17, sometimes on 🌙 Blursday").unknown == ("sometimes", "🌙", "Blursday")


def test_any_time_counts_where_no_time_is_named() -> None:
    assert spoken_times("egal").is_any
    assert spoken_times("Di egal").times == (WeeklyTime(1, *WHOLE_DAY),)


SOME_TIMES = [
    WeeklyTime(1, *TWO_TO_FIVE), WeeklyTime(3, 570, 660), WeeklyTime(5, *EVENING), WeeklyTime(6, *WHOLE_DAY),
]  # fmt: skip


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize("language", ["en_GB", "de", "nl", "da"])
def test_what_is_said_in_words_can_be_read_again(app: Flask, language: str) -> None:
    with app.test_request_context(), force_locale(language):
        text = "; ".join(times_in_words(SOME_TIMES))
    spoken = spoken_times(text, language=language[:2])
    assert (fault_of(spoken), list(spoken.times)) == ("", SOME_TIMES), text


@pytest.mark.parametrize("text", ["", "  ", "?!", "🎈", "ثلاثاء"])
def test_nothing_is_made_of_nothing(text: str) -> None:
    spoken = spoken_times(text)
    assert spoken.is_empty
    assert spoken.times == ()


@given(st.text(max_size=60))
def test_whatever_is_typed_gives_times_that_a_week_can_hold(text: str) -> None:
    for time in spoken_times(text).times:
        assert time.weekday in WEEKDAYS
        assert time.start_min in range(time.end_min)
        assert time.end_min <= 24 * 60
