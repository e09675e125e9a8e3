"""Which runs of a page test are left out: never a whole test on a database, never a set of parameters."""

from types import SimpleNamespace
from typing import Any

import pytest

from tests.selecting import in_good_order, left_to_the_other, repeated

BOTH = ("sqlite", "postgresql")


def run(kind: str, *parameters: str) -> Any:
    """Return a run as pytest collects it, with the database anywhere in its name."""
    callspec = SimpleNamespace(
        id="-".join([*parameters[:1], kind, *parameters[1:]]), params={"database": kind}
    )
    return SimpleNamespace(callspec=callspec)


def names(runs: list[Any]) -> set[str]:
    return {each.callspec.id for each in runs}


def test_each_set_of_parameters_runs_once_and_both_databases_are_used() -> None:
    runs = [run(kind, language, act) for kind in BOTH for language in ("da", "de", "nl") for act in "xy"]
    kept = names(runs) - names(left_to_the_other(runs))
    assert len(kept) == 6
    assert {tuple(part for part in name.split("-") if part not in BOTH) for name in kept} == {
        (language, act) for language in ("da", "de", "nl") for act in "xy"
    }
    assert sum("sqlite" in name for name in kept) == 3


def test_two_sets_of_parameters_use_both_databases() -> None:
    runs = [run(kind, language) for kind in BOTH for language in ("da", "de")]
    assert len(kinds := names(runs) - names(left_to_the_other(runs))) == 2
    assert {name.split("-")[1] for name in kinds} == set(BOTH)


def test_what_runs_on_one_database_only_is_kept() -> None:
    assert left_to_the_other([run("sqlite", "da"), run("sqlite", "de")]) == []


def test_a_run_without_its_twin_is_kept() -> None:
    runs = [run("sqlite", "da"), run("sqlite", "de"), run("postgresql", "da")]
    assert not names(left_to_the_other(runs)) & {"de-sqlite"}
    assert len(left_to_the_other(runs)) == 1


def test_everything_runs_where_that_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HELPEXCHANGE_TEST_EVERYTHING", "1")
    assert repeated([]) == set()


def test_each_process_begins_with_a_long_test_the_longest_first() -> None:
    def item(name: str, seconds: int = 0) -> Any:
        marker = SimpleNamespace(args=(seconds,)) if seconds else None
        return SimpleNamespace(nodeid=name, get_closest_marker=lambda _name: marker)

    items = [item("a"), item("short", 5), item("b"), item("longest", 90), item("c"), item("long", 20)]
    ordered = [each.nodeid for each in in_good_order(items, processes=2)]
    assert ordered == ["longest", "short", "a", "b", "long", "c"]
