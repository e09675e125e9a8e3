"""The picture of two people's week: where each time is drawn, and the same in words."""

from typing import Any

from flask import Flask

from helpexchange.core.week import WeeklyTime
from helpexchange.match_runs.week_picture import COLUMN, GUTTER, HEAD, HOUR, week_picture

TUESDAY, AFTERNOON = 1, (14 * 60, 17 * 60)


def picture(app: Flask, *, helper_times: list[WeeklyTime], visits: list[list[int]]) -> dict[str, Any]:
    with app.test_request_context():
        return week_picture(
            helper="Meryem", person="Erna", helper_times=helper_times, request_times=[], visits=visits
        )


def test_helper_and_person_stand_side_by_side_and_a_visit_across_both(app: Flask) -> None:
    shown = picture(app, helper_times=[WeeklyTime(TUESDAY, *AFTERNOON)], visits=[[TUESDAY, 14 * 60, 15 * 60]])
    bars = {
        side: [bar for bar in shown["bars"] if bar.side == side] for side in ("helper", "request", "visit")
    }
    (helper,), (visit,) = bars["helper"], bars["visit"]
    assert (helper.x, helper.y, helper.height) == (GUTTER + COLUMN, HEAD + 6 * HOUR, 3 * HOUR)
    assert (visit.y, visit.height) == (helper.y, HOUR)
    assert visit.width > helper.width
    assert len(bars["request"]) == 7  # any time is every day


def test_the_words_say_what_the_picture_shows(app: Flask) -> None:
    shown = picture(app, helper_times=[WeeklyTime(TUESDAY, *AFTERNOON)], visits=[])
    assert [str(words) for _side, words in shown["words"]] == [
        "Meryem has time: Tuesday, afternoon", "Erna would like: at any time"
    ]  # fmt: skip


def test_early_times_make_the_picture_longer(app: Flask) -> None:
    usual = picture(app, helper_times=[WeeklyTime(0, 9 * 60, 10 * 60)], visits=[])
    early = picture(app, helper_times=[WeeklyTime(0, 5 * 60, 6 * 60)], visits=[])
    assert early["height"] == usual["height"] + 3 * HOUR
