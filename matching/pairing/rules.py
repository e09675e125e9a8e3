"""The hard rules of a pair in bulk; each function is True where its rule is broken."""

from __future__ import annotations

import numpy as np

from matching.pairing.columns import Bools, Columns, Floats, Ints
from matching.periods import DAYS_PER_WEEK


def lacks_skill(columns: Columns, request: int) -> Bools:
    """Return for every helper whether one of the request's needed skills is missing."""
    needed = columns.requests.needed[:, request]
    missing: Bools = (columns.helpers.levels[needed] == 0).any(axis=0)
    return missing


def lacks_check(columns: Columns, request: int) -> Bools:
    """Return for every helper whether one of the request's checks is missing."""
    required = columns.requests.checks[:, request]
    missing: Bools = (columns.helpers.checks[required] == 0).any(axis=0)
    return missing


def of_other_kind(columns: Columns, request: int) -> Bools:
    """Return for every helper whether the request does not allow that kind of helper."""
    allowed: Bools = columns.requests.kinds[:, request][columns.helpers.kind]
    return ~allowed


def takes_nothing(columns: Columns) -> Bools:
    """Return for every helper whether they take no request at all."""
    nothing: Bools = columns.helpers.capacity == 0
    return nothing


def needs_presence(columns: Columns) -> Bools:
    """Return for every request whether distance counts: not for remote ones, nor with listed pairs only."""
    return ~columns.requests.remote & (not columns.policy.only_listed_pairs)


def lacks_place(columns: Columns, helper: Ints, request: Ints) -> Bools:
    """Return for pairs whether distance counts but a place is unknown."""
    known = columns.helpers.has_place[helper] & columns.requests.has_place[request]
    return needs_presence(columns)[request] & ~known


def limit_m(columns: Columns, helper: Ints, request: Ints) -> Floats:
    """Return for pairs the smaller limit of the two in metres; infinity if neither has one."""
    limit: Floats = np.minimum(columns.helpers.limit_m[helper], columns.requests.limit_m[request])
    return limit


def too_far(columns: Columns, helper: Ints, request: Ints, distance_m: Floats) -> Bools:
    """Return for pairs whether distance counts and is known to be beyond the limit of either side."""
    beyond: Bools = distance_m > limit_m(columns, helper, request)
    return needs_presence(columns)[request] & beyond


def not_free(columns: Columns, helper: Ints, request: Ints) -> Bools:
    """Return for pairs whether the visits do not fit on as many different days into the times both have."""
    broken = np.zeros(len(helper), dtype=np.bool_)
    timed = columns.helpers.has_windows[helper] | columns.requests.has_windows[request]
    for visit_minutes in np.unique(columns.requests.visit_minutes[request]):
        rows = np.flatnonzero(timed & (columns.requests.visit_minutes[request] == visit_minutes))
        days = _days_free(columns, helper[rows], request[rows], int(visit_minutes))
        broken[rows] = days < columns.requests.visits[request[rows]]
    return broken


def _days_free(columns: Columns, helper: Ints, request: Ints, visit_minutes: int) -> Ints:
    """Count for pairs the weekdays on which a visit of that length suits both."""
    ours, theirs = columns.helper_start_words(visit_minutes), columns.request_start_words(visit_minutes)
    days = np.zeros(len(helper), dtype=np.int64)
    for weekday in range(DAYS_PER_WEEK):
        shared = np.zeros(len(helper), dtype=np.uint64)
        for our_word, their_word in zip(ours[weekday], theirs[weekday], strict=True):
            shared |= our_word[helper] & their_word[request]
        days += shared != 0
    return days


def takes_too_long(columns: Columns, helper: Ints, minutes: Ints) -> Bools:
    """Return for pairs whether `minutes` a week are more than the helper gives."""
    exceeds: Bools = minutes > columns.helpers.week_minutes[helper]
    return exceeds
