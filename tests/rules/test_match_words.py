"""Reasons and fixes in words: every code that the engine knows has its sentence."""

import pytest
from flask import Flask

from helpexchange.match_runs.costs import cost_words, loss_words
from helpexchange.match_runs.fixes import TITLES, fix_words, reason_words
from helpexchange.match_runs.labels import PARTS, REJECTION_REASONS, STATUSES, WEIGHTS
from helpexchange.match_runs.reasons import reasons, visit_words, way_words
from helpexchange.match_runs.rules import RejectionReason
from matching import Status, Weights
from matching.pairing.explanation import FixKind, UnmatchedReason
from matching.pairing.scoring import PART_NAMES

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)

VALUES = {
    "helpers": 3, "skills": "garden;snow", "helpers_with_skill": 2, "nearest_km": 7.4, "checks": "conduct",
    "kinds": "student", "with_room": 1, "served": 1, "needed": 2,
}  # fmt: skip
FIX_VALUES = {
    "weekday": 4, "start_min": 900, "end_min": 960, "needed_km": 4.0, "limit_km": 3.0, "side": "request",
    "max_requests": 1, "check": "conduct", "minutes_per_week": 60, "needed_minutes": 150,
    "kind_of_helper": "peer_supporter", "skills": "garden", "district": "Hörde", "helpers": 2,
}  # fmt: skip


def test_every_code_of_the_engine_has_words(app: Flask) -> None:
    assert set(TITLES) == {reason.value for reason in UnmatchedReason}
    assert set(PARTS) == {*PART_NAMES, "given"}
    assert set(STATUSES) == {status.value for status in Status}
    assert set(REJECTION_REASONS) == set(RejectionReason)
    caps = {"waiting_days_at_most", "idle_days_at_most"}
    assert set(WEIGHTS) == set(Weights.__dataclass_fields__) - caps


@pytest.mark.parametrize("reason", list(UnmatchedReason))
def test_every_reason_makes_a_sentence_of_its_own(app: Flask, reason: UnmatchedReason) -> None:
    with app.test_request_context():
        words = {each: reason_words(each.value, VALUES) for each in UnmatchedReason}
    assert len(set(words.values())) == len(words)
    assert words[reason].endswith(".")
    assert "%(" not in words[reason]


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (FixKind.ASK_HELPER, "2 helpers have time to come together, Ayşe Kaya among them."),
        (FixKind.HELPER_TIME, "If Ayşe Kaya has time on Friday, 15:00–16:00 as well, this works."),
        (FixKind.MORE_MINUTES, "If Ayşe Kaya gives 150 minutes a week instead of 60, this works."),
        (FixKind.OTHER_KIND, "If peer supporters may come as well, Ayşe Kaya can come."),
        (FixKind.OTHER_TIME, "If Friday, 15:00–16:00 suits as well, Ayşe Kaya can come."),
        (FixKind.MORE_DISTANCE, "If a helper may come from 4 km away instead of 3 km, Ayşe Kaya can come."),
        (FixKind.MORE_CAPACITY, "If Ayşe Kaya takes 2 requests instead of 1, this works."),
        (FixKind.CHECK_NEEDED, "If Ayşe Kaya passes this check, it works: Certificate of good conduct."),
        (FixKind.RECRUIT, "It needs 2 new helpers in Hörde for: Help in the garden."),
        (FixKind.NONE, "No single change would help."),
    ],
)
def test_every_fix_is_a_sentence(app: Flask, kind: FixKind, words: str) -> None:
    with app.test_request_context():
        assert fix_words({"kind": kind.value, **FIX_VALUES}, "Ayşe Kaya").lower() == words.lower()


def test_every_kind_of_fix_has_words_of_its_own(app: Flask) -> None:
    with app.test_request_context():
        words = {kind: fix_words({"kind": kind.value, **FIX_VALUES}, "Ayşe") for kind in FixKind}
    assert len(set(words.values())) == len(FixKind)


def test_one_free_helper_and_a_recruit_with_checks(app: Flask) -> None:
    recruit = {"kind": "recruit", "skills": "garden", "checks": "conduct", "district": "Hörde", "helpers": 1}
    with app.test_request_context():
        free = fix_words({"kind": "ask_helper", "helpers": 1}, "Ayşe")
        assert free == "Ayşe has time and can come as things are."
        assert fix_words(recruit, "").endswith("Needed: certificate of good conduct.")


@pytest.mark.parametrize(
    ("change", "cost", "loss"),
    [
        (
            {},
            "costs 1,200 points in all",
            "is taken; Erna Muster and 2 people of other offices would wait instead",
        ),
        ({"loses": []}, "costs 1,200 points in all", "is taken, but nobody else would lose help"),
        ({"cost": 0, "is_free": True}, "costs nothing", "has time"),
        (
            {"is_exact": False, "loses": [7]},
            "costs about 1,200 points in all",
            "is taken; somebody else would have to be found for Erna Muster",
        ),
    ],
)
def test_what_another_helper_would_cost(app: Flask, change: dict[str, object], cost: str, loss: str) -> None:
    other = {"cost": 1200, "is_exact": True, "is_free": False, "loses": [7, 8, 9], **change}
    with app.test_request_context():
        assert cost_words(other) == cost
        assert loss_words(other, {7: "Erna Muster"}) == loss


def test_runs_from_before_costs_were_counted_still_show(app: Flask) -> None:
    with app.test_request_context():
        assert (cost_words({"is_free": False}), loss_words({"is_free": False}, {})) == ("", "is taken")


def test_the_helper_who_must_go_further_is_named(app: Flask) -> None:
    fix = {"kind": "more_distance", "needed_km": 4.2, "limit_km": 3.0, "side": "helper"}
    with app.test_request_context():
        assert fix_words(fix, "Ayşe") == "If Ayşe accepts 4.2 km instead of 3 km, this works."


def test_reasons_speak_of_what_brings_two_people_together(app: Flask) -> None:
    facts = {
        "languages": ["tr"], "skills": {"garden": 3, "snow": 1}, "idle_days": 35, "waiting_days": 20,
        "relations": ["knows", "wished"],
    }  # fmt: skip
    with app.test_request_context():
        found = reasons(facts, person="Ms K.", is_urgent=True)
    assert [each.text.lower() for each in found] == [
        "urgent", "waits for 2 weeks", "knows ms k.", "ms k. has asked for this helper", "speaks turkish",
        "very good at: help in the garden", "has not been asked for 5 weeks",
    ]  # fmt: skip
    assert [each.is_caution for each in found] == [True, True, False, False, False, False, False]


def test_who_was_asked_lately_gets_no_reason_for_it(app: Flask) -> None:
    with app.test_request_context():
        assert reasons({"idle_days": 13}, person="", is_urgent=False) == []


def test_way_and_times_in_words(app: Flask) -> None:
    with app.test_request_context():
        assert way_words(1_230.0, is_remote=False) == "1.2 km away"
        assert way_words(0.0, is_remote=False) == "in the same area"
        assert (way_words(None, is_remote=False), way_words(5.0, is_remote=True)) == (
            "",
            "by phone or online",
        )
        assert visit_words([]) == "times to be agreed"
        assert visit_words([[0, 540, 600], [3, 1080, 1140]]) == (
            "Monday morning, 09:00–10:00 and Thursday evening, 18:00–19:00"
        )
