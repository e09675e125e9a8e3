"""No published table lets anybody work a small count out: an attacker with a solver tries."""

from collections.abc import Iterator, Sequence
from itertools import combinations_with_replacement

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ortools.sat.python import cp_model

from helpexchange.reports.rules import (
    BASE,
    Limit,
    PublishedTable,
    Showing,
    Shown,
    publish,
    published,
    published_beside,
    range_of,
    share,
)
from helpexchange.reports.rules.showing import FEW, WITHHELD

ENDLESS = 10_000
#: A busy machine is no fault of the rules.
calm = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
#: As in the table of requests: came; within a day, three, seven; still waiting.
LIMITS = (Limit((1,), 2), Limit((2,), 3), Limit((3, 4), 0))


def possible(parts: Sequence[int]) -> Iterator[tuple[int, int, int]]:
    """Yield each small part, with the least and the most that it can be for who sees all and the sum."""
    low_sum, high_sum = range_of(published_beside(sum(parts), parts))
    ranges = [range_of(published(part)) for part in parts]
    lows, highs = sum(low for low, _ in ranges), sum(high or 0 for _, high in ranges)
    for part, (low, high) in zip(parts, ranges, strict=True):
        if 0 < part < BASE:
            least = max(low, low_sum - (highs - (high or 0)))
            yield part, least, min(high or 0, (high_sum or 0) - (lows - low))


@pytest.mark.parametrize("offices", [2, 3, 4, 5])
def test_the_town_beside_its_offices_tells_no_small_count(offices: int) -> None:
    """Every town of so many offices with 0 to 8 each."""
    for parts in combinations_with_replacement(range(9), offices):
        told = [each for each in possible(parts) if each[1] == each[2]]
        assert not told, (parts, told)


@pytest.mark.parametrize(
    ("parts", "shown"),
    [([1] * 12, "15"), ([1] * 7, "10"), ([4, 4], "5"), ([1] * 4, "5"), ([12, 3], "15"), ([1, 1], "<5")],
)
def test_at_the_edge_it_is_rounded_the_other_way(parts: list[int], shown: str) -> None:
    found = published_beside(sum(parts), parts)
    assert (str(found.value) if found.value else "<5") == shown


class Attacker:
    """Knows the rounding and the limits, sees the table, and looks for numbers that are possible."""

    def __init__(self, table: PublishedTable, limits: Sequence[Limit]) -> None:
        self.model = cp_model.CpModel()
        self.cells = [[self._variable(cell) for cell in row] for row in table.rows]
        self.totals = [self._variable(total) for total in table.totals]
        for column, total in enumerate(self.totals):
            self.model.add(sum(row[column] for row in self.cells) == total)
        for row in self.cells:
            for limit in limits:
                self.model.add(sum(row[part] for part in limit.parts) <= row[limit.whole])

    def _variable(self, shown: Shown) -> cp_model.IntVar:
        low, high = range_of(shown)
        return self.model.new_int_var(low, ENDLESS if high is None else high, "")

    def is_sure(self, variable: cp_model.IntVar, true: int) -> bool:
        model = self.model.clone()
        model.add(model.get_int_var_from_proto_index(variable.index) != true)
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        return solver.solve(model) == cp_model.INFEASIBLE


def small_counts_told(rows: Sequence[Sequence[int]], limits: Sequence[Limit]) -> Iterator[str]:
    """Yield what an attacker knows for sure of counts of 1 to 4, in cells and totals."""
    table = publish(rows, limits)
    attacker = Attacker(table, limits)
    for row, shown, variables in zip(rows, table.rows, attacker.cells, strict=True):
        for count, cell, variable in zip(row, shown, variables, strict=True):
            if 0 < count < BASE:
                assert cell in (FEW, WITHHELD)
                if attacker.is_sure(variable, count):
                    yield f"{count} in {table}"
    for column, total, variable in zip(zip(*rows, strict=True), table.totals, attacker.totals, strict=True):
        if 0 < sum(column) < BASE:
            assert total == FEW
            if attacker.is_sure(variable, sum(column)):
                yield f"{sum(column)} in all of {table}"


few_or_edges = st.one_of(st.integers(0, 4), st.sampled_from([5, 7, 8, 12, 13]), st.integers(0, 60))


@st.composite
def request_rows(draw: st.DrawFn) -> list[list[int]]:
    """Rows that keep to the limits."""
    rows = []
    for _each in range(draw(st.integers(1, 4))):
        first, more, later, waiting, other = (draw(few_or_edges) for _part in range(5))
        within = [first, first + more, first + more + later]
        rows.append([within[-1] + waiting + other, *within, waiting])
    return rows


@given(st.lists(few_or_edges, min_size=1, max_size=9))
@settings(parent=calm, max_examples=150)
def test_no_small_count_follows_from_a_column_and_its_total(counts: list[int]) -> None:
    assert not list(small_counts_told([[count] for count in counts], ()))


@given(request_rows())
@settings(parent=calm, max_examples=60)
def test_no_small_count_follows_from_the_table_of_requests(rows: list[list[int]]) -> None:
    assert not list(small_counts_told(rows, LIMITS))


@pytest.mark.parametrize(
    "counts", [[1] * 7, [5, 1, 1], [8, 8, 1], [4] * 7, [1, 1], [4, 0, 4, 0], [1, 1, 1, 1]]
)
def test_at_the_edges_cells_are_withheld_and_the_total_stays(counts: list[int]) -> None:
    rounded_only = [published(count) for count in counts]
    table = publish([[count] for count in counts])
    assert not list(small_counts_told([[count] for count in counts], ()))
    if [row[0] for row in table.rows] != rounded_only:
        assert {row[0] for row in table.rows} == {WITHHELD}
    assert table.totals == (published(sum(counts)),)


def test_the_edge_of_seven_times_one_is_seen() -> None:
    assert {row[0] for row in publish([[1]] * 7).rows} == {WITHHELD}


@given(st.integers(0, 10_000))
@calm
def test_what_is_shown_is_near_and_never_small(count: int) -> None:
    shown = published(count)
    low, high = range_of(shown)
    assert low <= count <= (high or 0)
    assert (shown.showing is Showing.FEW) == (1 <= count <= 4)
    if shown.value is not None:
        assert shown.value % BASE == 0
        assert abs(shown.value - count) <= 2


@given(st.integers(0, 400), st.integers(0, 400))
@calm
def test_a_share_says_nothing_of_few(part: int, whole: int) -> None:
    told = share(published(part), published(whole))
    if 0 < part < BASE or whole < 18:
        assert told is None
    elif part <= whole:
        assert told is not None
        assert 0 <= told <= 100


def test_an_empty_table_stays_empty() -> None:
    assert publish([]) == PublishedTable((), ())
    assert publish([[0, 0]]).totals == (Shown(Showing.NUMBER, 0),) * 2
