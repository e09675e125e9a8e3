"""A new answer from an earlier one: what is fixed stays, what broke is mended, the rest is left alone."""

from collections.abc import Collection
from dataclasses import replace
from functools import lru_cache

import pytest
from hypothesis import Phase, assume, given, settings
from hypothesis import strategies as st

from matching.errors import InputError
from matching.examples import Town, example_town
from matching.pairing.answer import Answer
from matching.pairing.checker import check, check_rules
from matching.pairing.checks import build_problem
from matching.pairing.problem import Helper, Policy, Problem, Request, Weights, Window
from matching.pairing.rematch import Rematch, RematchIndex, rematch
from matching.pairing.rematch.standing import PairId, pair_id
from matching.pairing.solver import solve
from tests.matching.brute_force import most_points
from tests.matching.tiny_problems import tiny_problems

# A failing example is not made smaller: each one solves several problems.
QUICK = (Phase.explicit, Phase.reuse, Phase.generate)
ANNA = Helper(id="anna", latitude=51.51, longitude=7.46)
BEN = replace(ANNA, id="ben", latitude=51.515)
ASK = Request(id="ask", latitude=51.51, longitude=7.46)
OTHER = replace(ASK, id="other", latitude=51.515)


@lru_cache(maxsize=1)
def town() -> tuple[Problem, Answer]:
    problem = example_town(Town(helpers=150, requests=150, seed=4))
    return problem, solve(problem, gap=0)


def pairs(answer: Answer) -> set[PairId]:
    return {pair_id(item) for item in answer.assignments}


def visits(answer: Answer) -> dict[PairId, object]:
    return {pair_id(item): item.visits for item in answer.assignments}


def assert_told_truly(told: Rematch, previous: Answer) -> None:
    """The lists say what became of each pair, and the answer keeps every rule of the problem as it is now."""
    before, after = pairs(previous), pairs(told.answer)
    assert set(told.kept) == before & after
    assert set(told.broken) | set(told.moved) == before - after
    assert not set(told.broken) & set(told.moved)
    assert set(told.added) == after - before
    was, is_now = visits(previous), visits(told.answer)
    assert set(told.retimed) == {pair for pair in told.kept if was[pair] != is_now[pair]}
    assert check_rules(told.problem, told.answer) == ()


def without_helper(problem: Problem, helper_id: str) -> Problem:
    return replace(
        problem,
        helpers=tuple(one for one in problem.helpers if one.id != helper_id),
        pairs=tuple(pair for pair in problem.pairs if pair.helper_id != helper_id),
    )


@settings(deadline=None, max_examples=30, phases=QUICK)
@given(tiny_problems(locks=False), st.data())
def test_fixed_pairs_stay_and_the_bound_holds_when_a_helper_drops_out(
    problem: Problem, data: st.DataObject
) -> None:
    previous = solve(problem, gap=0)
    assume(previous.assignments)
    fixed = data.draw(st.sets(st.sampled_from(sorted(pairs(previous)))))
    gone = data.draw(st.sampled_from([one.id for one in problem.helpers]))
    try:
        told = RematchIndex(problem, previous, fixed=fixed).drop_helper(gone)
    except InputError:
        assert any(one.together for one in problem.requests)
        return
    assert_told_truly(told, previous)
    was, is_now = visits(previous), visits(told.answer)
    assert all(is_now[pair] == was[pair] for pair in fixed if pair[0] != gone)
    best = most_points(told.problem)
    assert best is not None
    assert told.answer.objective <= best <= told.answer.bound + 1e-6


@settings(deadline=None, max_examples=30, phases=QUICK)
@given(tiny_problems(locks=False), st.data())
def test_a_chain_of_changes_leaves_a_valid_answer_and_a_valid_bound(
    problem: Problem, data: st.DataObject
) -> None:
    index = RematchIndex(problem, solve(problem, gap=0))
    for step in range(data.draw(st.integers(1, 4))):
        previous, now = index.answer(), index.problem()
        told = _changed(index, now, data, step)
        if told is not None:
            assert_told_truly(told, previous)
            best = most_points(told.problem)
            assert best is not None
            assert told.answer.objective <= best <= told.answer.bound + 1e-6
            assert index.answer().bound + 1e-6 >= (most_points(index.problem()) or 0)


def _changed(index: RematchIndex, now: Problem, data: st.DataObject, step: int) -> Rematch | None:
    """Draw one change; listed pairs only, so a new request of these problems is an old one come back."""
    kind = data.draw(st.sampled_from(("drop", "withdraw", "helper", "request")))
    if kind == "drop" and now.helpers:
        return index.drop_helper(data.draw(st.sampled_from(now.helpers)).id)
    if kind == "withdraw" and now.requests:
        request = data.draw(st.sampled_from(now.requests))
        index.withdraw_request(request.id)
        return None if data.draw(st.booleans()) else _back(index, request)
    if kind == "helper" and now.helpers:
        helper = data.draw(st.sampled_from(now.helpers))
        return index.put_helper(
            replace(helper, max_requests=data.draw(st.integers(1, 3)), windows=helper.windows[step:])
        )
    if kind == "request" and now.requests:
        request = data.draw(st.sampled_from(now.requests))
        return index.put_request(replace(request, waiting_days=3, windows=request.windows[:1]))
    return None


def _back(index: RematchIndex, request: Request) -> Rematch | None:
    before = index.answer()
    told = index.add_request(request)
    assert_told_truly(told, before)
    return None


def test_only_those_within_reach_are_moved_and_the_bound_stays_near() -> None:
    problem, previous = town()
    index = RematchIndex(problem, previous)
    for number in (3, 40, 77):
        before = index.answer()
        told = index.drop_helper(before.assignments[number].helper_id)
        assert_told_truly(told, before)
        assert len(told.moved) <= 10
        assert len(told.kept) >= len(before.assignments) - len(told.broken) - 10
        assert not check(told.problem, told.answer)


def test_the_local_answer_is_near_that_of_the_whole_town() -> None:
    problem, previous = town()
    gone = previous.assignments[20].helper_id
    told = RematchIndex(problem, previous).drop_helper(gone)
    best = solve(told.problem, gap=0)
    assert told.answer.objective >= 0.999 * best.objective


def test_an_earlier_answer_is_mended_in_a_problem_that_has_changed() -> None:
    problem, previous = town()
    gone = previous.assignments[10].helper_id
    new = replace(problem.requests[5], id="r-new")
    changed = without_helper(problem, gone)
    changed = replace(changed, requests=tuple(sorted((*changed.requests, new), key=lambda one: one.id)))
    fixed = [pair_id(item) for item in previous.assignments[::3]]
    told = rematch(changed, previous, fixed=fixed)
    assert_told_truly(told, previous)
    assert not told.is_whole_town
    assert all(pair[0] == gone for pair in told.broken)
    assert set(fixed) - set(told.broken) <= set(told.kept) - set(told.retimed)
    assert told.answer.prices.keys() == {one.id for one in changed.requests}
    assert not check(told.problem, told.answer)


def test_the_whole_town_can_be_asked_anew_around_what_is_fixed() -> None:
    problem, previous = town()
    gone = previous.assignments[10].helper_id
    fixed = [pair_id(item) for item in previous.assignments if item.helper_id != gone][::2]
    told = rematch(without_helper(problem, gone), previous, fixed=fixed, whole_town=True)
    local = rematch(without_helper(problem, gone), previous, fixed=fixed)
    assert_told_truly(told, previous)
    assert told.is_whole_town
    assert set(fixed) <= set(told.kept)
    assert told.answer.objective >= local.answer.objective
    assert not check(told.problem, told.answer)


def _two(stability: int, *, others: Collection[Request] = ()) -> tuple[Problem, Answer]:
    """Anna lives beside the one who asks, Ben 550 m away; each takes one request."""
    policy = Policy(weights=Weights(stability=stability, idle=0))
    problem = build_problem(helpers=[ANNA, BEN], requests=[OTHER, *others], policy=policy)
    alone = build_problem(helpers=[ANNA], requests=[OTHER], policy=policy)
    return problem, solve(alone, gap=0)


@pytest.mark.parametrize(("stability", "moved"), [(300, ()), (5, (("anna", "other"),))])
def test_a_proposal_moves_only_for_more_than_its_stability(stability: int, moved: tuple[PairId, ...]) -> None:
    """Ben, who is new, lives nearer by 22 points; Anna had been proposed."""
    problem, previous = _two(stability)
    told = rematch(problem, previous, whole_town=True)
    assert told.moved == moved
    assert told.answer.assignments[0].parts["stability"] == (0 if moved else stability)


def test_a_proposal_makes_room_for_somebody_who_would_get_nobody() -> None:
    far = replace(ASK, max_distance_m=100.0)
    problem, previous = _two(300, others=[far])
    told = rematch(problem, previous)
    assert pairs(told.answer) == {("anna", "ask"), ("ben", "other")}
    assert told.moved == (("anna", "other"),)
    assert told.added == (("anna", "ask"), ("ben", "other"))
    fixed = rematch(problem, previous, fixed=[("anna", "other")])
    assert fixed.kept == (("anna", "other"),)
    assert fixed.waiting == ("ask",)


def test_what_is_agreed_later_stays_from_then_on() -> None:
    far = replace(ASK, max_distance_m=100.0)
    problem, previous = _two(300)
    index = RematchIndex(problem, previous)
    index.agree("anna", "other")
    assert index.fixed == {("anna", "other")}
    assert index.add_request(far).waiting == ("ask",)
    with pytest.raises(KeyError):
        index.agree("ben", "other")
    with pytest.raises(ValueError, match="has a request ask"):
        index.add_request(far)


def test_a_helper_whose_times_change_keeps_the_request_at_another_time() -> None:
    helper = replace(ANNA, windows=(Window(0, 600, 660),))
    problem = build_problem(helpers=[helper], requests=[ASK])
    index = RematchIndex(problem, solve(problem), fixed=[("anna", "ask")])
    told = index.put_helper(replace(helper, windows=(Window(1, 600, 660),)))
    assert told.kept == told.retimed == (("anna", "ask"),)
    assert told.answer.assignments[0].visits[0].weekday == 1
    assert index.put_helper(replace(helper, windows=(Window(1, 600, 630),))).broken == (("anna", "ask"),)


def test_somebody_who_is_withdrawn_makes_room_for_one_who_waits() -> None:
    problem = build_problem(helpers=[ANNA], requests=[replace(ASK, priority=1), OTHER])
    index = RematchIndex(problem, solve(problem))
    told = index.withdraw_request("ask")
    assert told.added == (("anna", "other"),)
    assert told.broken == (("anna", "ask"),)
    assert "ask" not in told.answer.prices


@pytest.mark.parametrize("is_fixed", [True, False])
def test_company_is_made_whole_again_at_the_time_of_those_who_stay(*, is_fixed: bool) -> None:
    both = tuple(Window(day, 600, 660) for day in (0, 2))
    asked = replace(ASK, helpers_needed=2, together=True, windows=both)
    anna, ben = replace(ANNA, windows=both[:1]), replace(BEN, windows=both)
    carl = replace(ANNA, id="carl", latitude=51.53, windows=both)
    problem = build_problem(helpers=[anna, ben, carl], requests=[asked])
    index = RematchIndex(problem, solve(problem), fixed=[("ben", "ask")] if is_fixed else ())
    told = index.drop_helper("anna")
    assert pairs(told.answer) == {("ben", "ask"), ("carl", "ask")}
    days = {item.visits[0].weekday for item in told.answer.assignments}
    assert days == {0} if is_fixed else len(days) == 1
    assert check_rules(told.problem, told.answer) == ()


def test_fixed_company_that_nobody_can_join_is_refused() -> None:
    window = (Window(0, 600, 660),)
    asked = replace(ASK, helpers_needed=2, together=True, windows=window)
    problem = build_problem(helpers=[ANNA, BEN], requests=[asked])
    index = RematchIndex(problem, solve(problem), fixed=[("ben", "ask")])
    with pytest.raises(InputError, match="not all helpers found for ask"):
        index.drop_helper("anna")


def test_who_brings_company_makes_others_worth_more_too() -> None:
    """Nobody can come alone; when a second one has time, the bound rises for both."""
    window = (Window(0, 600, 660),)
    asked = replace(ASK, helpers_needed=2, together=True, windows=window)
    away = replace(BEN, windows=(Window(1, 600, 660),))
    problem = build_problem(helpers=[ANNA, away], requests=[asked])
    index = RematchIndex(problem, solve(problem))
    assert index.answer().bound == 0
    told = index.put_helper(replace(BEN, windows=window))
    assert pairs(told.answer) == {("anna", "ask"), ("ben", "ask")}
    assert told.answer.bound >= told.answer.objective


def test_company_that_loses_its_time_breaks_as_a_whole() -> None:
    windows = tuple(Window(day, 600, 660) for day in (0, 2))
    asked = replace(ASK, helpers_needed=2, together=True, windows=windows[:1])
    problem = build_problem(helpers=[ANNA, BEN], requests=[asked])
    told = RematchIndex(problem, solve(problem)).put_request(replace(asked, windows=windows[1:]))
    assert told.kept == told.retimed == (("anna", "ask"), ("ben", "ask"))


def test_in_a_large_town_the_bound_stays_true_when_skills_become_rarer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("matching.pairing.rematch.ledger.EXACT_UP_TO", 0)
    problem, previous = town()
    index = RematchIndex(problem, previous)
    losses = index.town.losses().tolist()
    for number in (5, 50, 100):
        told = index.drop_helper(index.answer().assignments[number].helper_id)
        assert check(told.problem, told.answer) == ()
        loose = RematchIndex(told.problem, told.answer).answer()
        assert loose.bound <= index.answer().bound + 1e-6
    assert index.town.losses().tolist() != losses
