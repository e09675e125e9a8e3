"""Which prices prove anything: y_r of 0 or more, and meetings that are not paid more than their request.

Any answer serves a request with meetings at one of them, by n_r helpers, or not at all. As long as no n_r who
could be at one meeting pay more than n_r * y_r together, paying back n_r * y_r for every request is enough,
whatever their single prices are (Lagrangean decomposition, Guignard and Kim 1987).
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping

from matching.pairing.answer import Answer, MeetingPrice
from matching.pairing.checker.company import Company, wants_company
from matching.pairing.checker.faults import CheckCode, CheckFault
from matching.pairing.problem import Problem

TOLERANCE = 1e-9


def price_faults(problem: Problem, answer: Answer) -> Iterator[CheckFault]:
    """A price for every request and no other, each a finite number of 0 or more; meetings of known people."""
    prices, requests = answer.prices, {request.id for request in problem.requests}
    for request_id in sorted(requests - set(prices)):
        yield CheckFault(CheckCode.PRICE_MISSING, "", request_id, "no price", "a price for every request")
    for request_id in sorted(set(prices) - requests):
        yield CheckFault(CheckCode.PRICE_UNKNOWN, "", request_id, "a price", "prices of known requests only")
    for request_id, price in sorted(prices.items()):
        if not math.isfinite(price) or price < 0:
            yield CheckFault(CheckCode.PRICE_NOT_ALLOWED, "", request_id, f"price {price}", "0 or more")
    yield from _meeting_faults(problem, answer)


def _meeting_faults(problem: Problem, answer: Answer) -> Iterator[CheckFault]:
    helpers = {helper.id for helper in problem.helpers}
    meeting = {request.id for request in problem.requests if wants_company(request)}
    seen: set[tuple[str, str, tuple[tuple[int, int], ...]]] = set()
    for one in answer.meeting_prices:
        key = (one.request_id, one.helper_id, one.starts)
        known = one.helper_id in helpers and one.request_id in meeting
        if not known or key in seen or not math.isfinite(one.price):
            yield _fault(one)
        seen.add(key)


def _fault(one: MeetingPrice) -> CheckFault:
    expected = "one finite price of a helper for a time of a request that wants helpers together"
    code = CheckCode.MEETING_PRICE_NOT_ALLOWED
    return CheckFault(code, one.helper_id, one.request_id, f"price {one.price} at {one.starts}", expected)


def dear_meetings(problem: Problem, prices: Mapping[str, float], company: Company) -> Iterator[CheckFault]:
    """Meetings at which so many helpers as are needed pay more than their request costs."""
    for number in sorted(company.prices):
        request = problem.requests[number]
        needed, price = request.helpers_needed, prices[request.id]
        for meeting, able in company.meetings[number].items():
            paid = {helper: q for (helper, starts), q in company.prices[number].items() if starts == meeting}
            others = able.bit_count() - sum(able >> helper & 1 for helper in paid)
            highest = sorted([*paid.values(), *[price] * min(others, needed)], reverse=True)[:needed]
            total, allowed = math.fsum(highest), needed * price
            if len(highest) == needed and total > allowed + TOLERANCE * max(1.0, abs(allowed)):
                found, expected = f"{total} points at {meeting}", f"at most {allowed}"
                yield CheckFault(CheckCode.MEETING_TOO_DEAR, "", request.id, found, expected)
