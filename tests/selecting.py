"""Which tests of pages run on which database, and in which order everything runs."""

import os
from collections import defaultdict
from pathlib import Path
from zlib import crc32

import pytest

from tests.servers.databases import KINDS

#: Folders whose tests look at what people see.
OF_PAGES = ("pages", "whole")
#: Set, every test runs on every database, however often.
EVERYTHING = "HELPEXCHANGE_TEST_EVERYTHING"


def repeated(items: list[pytest.Item]) -> set[pytest.Item]:
    """Return the runs of page tests that would only repeat on one database what is looked at on the other.

    A test with more parameters (languages, roles, wordings) runs with each set of them on one database, in
    turn: so each test runs on both, and each set of parameters once. See docs/decisions/0029.
    """
    if os.environ.get(EVERYTHING):
        return set()
    runs: dict[tuple[Path, str], list[pytest.Function]] = defaultdict(list)
    for item in items:
        if isinstance(item, pytest.Function) and _is_of_pages(item) and _parameters(item):
            runs[item.path, f"{item.cls}.{item.originalname}"].append(item)
    return {item for same in runs.values() for item in left_to_the_other(same)}


def _is_of_pages(item: pytest.Function) -> bool:
    """Return whether a test looks at pages, on a database."""
    is_on_a_database = hasattr(item, "callspec") and "database" in item.callspec.params
    return item.path.parent.name in OF_PAGES and is_on_a_database


def left_to_the_other(runs: list[pytest.Function]) -> list[pytest.Function]:
    """Return those runs of one test that another database has in its place; none where there is only one."""
    if {_kind(run) for run in runs} != set(KINDS):
        return []
    sets = sorted({_parameters(run) for run in runs}, key=_shuffled)
    place = {parameters: KINDS[number % len(KINDS)] for number, parameters in enumerate(sets)}
    on = {(_parameters(run), _kind(run)) for run in runs}
    return [
        run
        for run in runs
        if _kind(run) != place[_parameters(run)] and (_parameters(run), place[_parameters(run)]) in on
    ]


def _kind(run: pytest.Function) -> str:
    return str(run.callspec.params["database"])


def _parameters(run: pytest.Function) -> tuple[str, ...]:
    """Return what tells this run from others of its test, but for the database, as its name has it."""
    parts: list[str] = run.callspec.id.split("-")
    parts.remove(_kind(run))
    return tuple(parts)


def _shuffled(parameters: tuple[str, ...]) -> tuple[int, tuple[str, ...]]:
    """Return a place in an order of no pattern: in an alphabetical one every GET could meet one database."""
    return crc32("-".join(parameters).encode()), parameters


def in_good_order(items: list[pytest.Item], *, processes: int) -> list[pytest.Item]:
    """Return the tests so that each process begins with its share of the long ones, the longest first.

    With `--dist worksteal` each process begins with a part of the list as it stands.
    """
    long = sorted((item for item in items if item.get_closest_marker("long")), key=_seconds, reverse=True)
    others = [item for item in items if not item.get_closest_marker("long")]
    size = -(-len(others) // processes)
    parts = [long[each::processes] + others[each * size : (each + 1) * size] for each in range(processes)]
    return [item for part in parts for item in part]


def _seconds(item: pytest.Item) -> float:
    """Return about how long a long test takes, as its marker says."""
    marker = item.get_closest_marker("long")
    assert marker is not None, f"{item.nodeid} is not long"
    return float(marker.args[0])
