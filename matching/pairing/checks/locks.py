"""Locked pairs must be in every answer: those that no answer can hold are refused with the reason."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from matching.errors import Fault
from matching.pairing.checks.spots import Spot
from matching.pairing.left_out import LeftOut, Reason, company_reasons, pair_reasons
from matching.pairing.problem import Helper, Pair, Problem, Relation, Request

_SENTENCES: Mapping[LeftOut, str] = {
    LeftOut.BLOCKED: "the pair is blocked",
    LeftOut.NOT_LISTED: "the pair is not listed",
    LeftOut.SKILL: "the helper lacks the skill {missing}",
    LeftOut.CHECK: "the helper lacks the check {missing}",
    LeftOut.KIND: "the request allows only the kind {allowed}",
    LeftOut.DISTANCE: "the way is {distance_m:.0f} m and the limit {limit_m:.0f} m",
    LeftOut.PLACE_UNKNOWN: "a place is unknown",
    LeftOut.TIME: "both have time on {days_free} days and {days_needed} are needed",
    LeftOut.FULL_MINUTES: "it takes {minutes} minutes a week and the helper gives {limit_minutes}",
    LeftOut.NO_CAPACITY: "the helper takes no request",
    LeftOut.NOT_TOGETHER: "too few others are free at the same times; {helpers_needed} are needed together",
}
SpotOf = Mapping[tuple[str, str], Spot]


def lock_faults(problem: Problem, spot_of: SpotOf) -> Iterator[Fault]:
    """Yield locked pairs that break a hard rule, alone or together with other locked pairs.

    Args:
        problem: free of any other fault.
        spot_of: where each pair stands, by helper id and request id.
    """
    locked = [pair for pair in problem.pairs if Relation.LOCKED in pair.relations]
    helpers = {helper.id: helper for helper in problem.helpers}
    requests = {request.id: request for request in problem.requests}
    faults = [
        _fault(spot_of, pair, _words(reason), "a pair that breaks no rule")
        for pair in locked
        for reason in _reasons(problem, helpers[pair.helper_id], requests[pair.request_id], pair)
    ]
    faults += _crowded_requests(requests, locked, spot_of)
    faults += _crowded_helpers(helpers, requests, locked, spot_of)
    # Whoever breaks a rule alone is not asked whether the week suffices.
    yield from faults or _crowded_weeks(problem, helpers, requests, spot_of)


def _crowded_weeks(
    problem: Problem, helpers: Mapping[str, Helper], requests: Mapping[str, Request], spot_of: SpotOf
) -> Iterator[Fault]:
    locked = [pair for pair in problem.pairs if Relation.LOCKED in pair.relations]
    for helper_id, pairs in _by(locked, "helper_id").items():
        helper = helpers[helper_id]
        timed = [pair for pair in pairs if helper.windows or requests[pair.request_id].windows]
        asked = [requests[pair.request_id] for pair in timed]
        if len(timed) > 1 and not _fit(problem, helper, asked):
            count = next(n for n in range(2, len(asked) + 1) if not _fit(problem, helper, asked[:n]))
            others = ", ".join(request.id for request in asked[: count - 1])
            found = f"its visits find no time beside those of {others}, which are locked to the helper too"
            yield _fault(spot_of, timed[count - 1], found, "locked requests that fit into one week")


def _fit(problem: Problem, helper: Helper, requests: Sequence[Request]) -> bool:
    # Compiled code, which most inputs do without.
    from matching.pairing.checker.fitting import fit_into_one_week

    return fit_into_one_week(problem, helper, requests)


def _reasons(problem: Problem, helper: Helper, request: Request, pair: Pair) -> Sequence[Reason]:
    return pair_reasons(problem, helper, request, pair) or company_reasons(problem, helper, request)


def _fault(spot_of: SpotOf, pair: Pair, problem: str, expected: str) -> Fault:
    return spot_of[pair.helper_id, pair.request_id].fault("relation", f"locked, but {problem}", expected)


def _words(reason: Reason) -> str:
    values = {
        name: ", ".join(value) if isinstance(value, tuple) else value for name, value in reason.values.items()
    }
    return _SENTENCES[reason.code].format(**values)


def _crowded_requests(
    requests: Mapping[str, Request], locked: Sequence[Pair], spot_of: SpotOf
) -> Iterator[Fault]:
    for request_id, pairs in _by(locked, "request_id").items():
        needed = requests[request_id].helpers_needed
        for pair in pairs[needed:]:
            yield _fault(
                spot_of, pair, f"the request needs {needed} and {len(pairs)} are locked", f"at most {needed}"
            )


def _crowded_helpers(
    helpers: Mapping[str, Helper], requests: Mapping[str, Request], locked: Sequence[Pair], spot_of: SpotOf
) -> Iterator[Fault]:
    for helper_id, pairs in _by(locked, "helper_id").items():
        most = helpers[helper_id].max_requests
        # A helper who takes nothing at all was named above, pair by pair.
        for pair in pairs[most:] if most else ():
            yield _fault(
                spot_of, pair, f"the helper takes {most} and {len(pairs)} are locked", f"at most {most}"
            )
        yield from _busy_helper(helpers[helper_id], requests, pairs, spot_of)


def _busy_helper(
    helper: Helper, requests: Mapping[str, Request], pairs: Sequence[Pair], spot_of: SpotOf
) -> Iterator[Fault]:
    limit = helper.minutes_per_week
    minutes = sum(pair_minutes(pair, requests[pair.request_id]) for pair in pairs)
    if limit is not None and len(pairs) > 1 and minutes > limit:
        found = f"all of this helper's locked pairs take {minutes} minutes a week"
        yield _fault(spot_of, pairs[-1], found, f"at most {limit}")


def pair_minutes(pair: Pair, request: Request) -> int:
    """Return the minutes a week the request takes of the helper."""
    return request.visits_per_week * request.visit_minutes if pair.minutes is None else pair.minutes


def _by(pairs: Sequence[Pair], key: str) -> Mapping[str, list[Pair]]:
    grouped: defaultdict[str, list[Pair]] = defaultdict(list)
    for pair in pairs:
        grouped[getattr(pair, key)].append(pair)
    return grouped
