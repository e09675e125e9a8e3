"""The problem as numpy columns, one row a helper or a request, for rules and scores in bulk."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from matching.distance import unit_vectors
from matching.pairing.problem import Helper, HelperKind, Policy, Problem, Request
from matching.periods import start_words, window_rows

Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Words = npt.NDArray[np.uint64]
Vocabulary = Mapping[str, int]

KIND_ORDER = tuple(HelperKind)
Person = TypeVar("Person", Helper, Request)


@dataclass(frozen=True)
class SideColumns:
    """What helpers and requests have in common.

    Attributes:
        places: latitude and longitude in degrees, shape (n, 2); NaN when unknown.
        limit_m: furthest distance; infinity for no limit.
        languages, checks: True where the person has (or the request names) the word of the vocabulary,
            shape (words, n), so that one word of all persons lies together.
        has_windows: False means any time.
    """

    places: Floats
    limit_m: Floats
    languages: Bools
    checks: Bools
    has_windows: Bools

    @cached_property
    def vectors(self) -> Floats:
        """Places on the unit sphere, shape (n, 3)."""
        return unit_vectors(self.places)

    @cached_property
    def has_place(self) -> Bools:
        """True where the place is known."""
        return ~np.isnan(self.places[:, 0]) & ~np.isnan(self.places[:, 1])


@dataclass(frozen=True)
class HelperColumns(SideColumns):
    """Helpers; `levels` has shape (skills, n), 0 where the skill is missing; `kind` indexes `KIND_ORDER`.

    `idle_days` is -1 for helpers never asked; `week_minutes` is infinity for no limit.
    """

    levels: npt.NDArray[np.int8]
    kind: Ints
    capacity: Ints
    week_minutes: Floats
    idle_days: Ints


@dataclass(frozen=True)
class RequestColumns(SideColumns):
    """Requests; `needed` and `wished` have shape (skills, n), `kinds` shape (kinds, n).

    `minutes` is the time a week the visits take; `visits` their number.
    """

    needed: Bools
    wished: Bools
    kinds: Bools
    remote: Bools
    visits: Ints
    visit_minutes: Ints
    minutes: Ints


@dataclass(frozen=True)
class Columns:
    """Both sides over one vocabulary: the skills, languages and checks which some request names.

    What only helpers name can neither be needed nor wished, so it is left out.
    """

    skills: tuple[str, ...]
    languages: tuple[str, ...]
    checks: tuple[str, ...]
    helpers: HelperColumns
    requests: RequestColumns
    policy: Policy
    problem: Problem = field(repr=False, compare=False)
    _windows: dict[str, Ints] = field(default_factory=dict, repr=False, compare=False)
    _words: dict[tuple[str, int], Words] = field(default_factory=dict, repr=False, compare=False)

    def helper_start_words(self, visit_minutes: int) -> Words:
        """Possible starts of a visit of that length for every helper (`periods.start_words`)."""
        return self._start_words("helpers", self.problem.helpers, visit_minutes)

    def request_start_words(self, visit_minutes: int) -> Words:
        """Possible starts of a visit of that length for every request."""
        return self._start_words("requests", self.problem.requests, visit_minutes)

    def _start_words(self, side: str, people: Sequence[Helper | Request], visit_minutes: int) -> Words:
        key = (side, visit_minutes)
        if side not in self._windows:
            self._windows[side] = window_rows([person.windows for person in people])
        if key not in self._words:
            self._words[key] = start_words(
                self._windows[side],
                len(people),
                visit_minutes=visit_minutes,
                grid_minutes=self.policy.grid_minutes,
            )
        return self._words[key]


def columns_of(problem: Problem) -> Columns:
    """Turn a checked problem into columns; indices are those of `problem.helpers` and `.requests`."""
    requests = problem.requests
    skills = _vocabulary(word for r in requests for word in (*r.skills, *r.wished_skills))
    languages = _vocabulary(word for r in requests for word in r.languages)
    checks = _vocabulary(word for r in requests for word in r.checks)
    return Columns(
        skills=tuple(skills),
        languages=tuple(languages),
        checks=tuple(checks),
        helpers=helper_columns(problem.helpers, skills, languages, checks),
        requests=request_columns(requests, skills, languages, checks),
        policy=problem.policy,
        problem=problem,
    )


def _vocabulary(words: Iterable[str]) -> Vocabulary:
    return {word: index for index, word in enumerate(sorted(set(words)))}


def helper_columns(
    helpers: Sequence[Helper],
    skills: Vocabulary,
    languages: Vocabulary,
    checks: Vocabulary,
) -> HelperColumns:
    """Turn helpers into columns over the words given; other words are left out."""
    return HelperColumns(
        places=_places(helpers),
        limit_m=_limits(helper.max_distance_m for helper in helpers),
        languages=_named(languages, [helper.languages for helper in helpers]),
        checks=_named(checks, [helper.checks for helper in helpers]),
        has_windows=np.array([bool(helper.windows) for helper in helpers], dtype=np.bool_),
        levels=_levels(skills, helpers),
        kind=_whole(helpers, lambda helper: KIND_ORDER.index(helper.kind)),
        capacity=_whole(helpers, lambda helper: helper.max_requests),
        week_minutes=_limits(helper.minutes_per_week for helper in helpers),
        idle_days=_whole(helpers, _idle_days),
    )


def _idle_days(helper: Helper) -> int:
    return -1 if helper.last_engaged_days is None else helper.last_engaged_days


def request_columns(
    requests: Sequence[Request],
    skills: Vocabulary,
    languages: Vocabulary,
    checks: Vocabulary,
) -> RequestColumns:
    """Turn requests into columns over the words given; other words are left out."""
    return RequestColumns(
        places=_places(requests),
        limit_m=_limits(request.max_distance_m for request in requests),
        languages=_named(languages, [request.languages for request in requests]),
        checks=_named(checks, [request.checks for request in requests]),
        has_windows=np.array([bool(request.windows) for request in requests], dtype=np.bool_),
        needed=_named(skills, [request.skills for request in requests]),
        wished=_named(skills, [request.wished_skills for request in requests]),
        kinds=_allowed_kinds(requests),
        remote=np.array([request.remote for request in requests], dtype=np.bool_),
        visits=_whole(requests, lambda request: request.visits_per_week),
        visit_minutes=_whole(requests, lambda request: request.visit_minutes),
        minutes=_whole(requests, lambda request: request.visits_per_week * request.visit_minutes),
    )


def _allowed_kinds(requests: Sequence[Request]) -> Bools:
    rows = [[not request.kinds or kind in request.kinds for request in requests] for kind in KIND_ORDER]
    return np.array(rows, dtype=np.bool_)


def _places(people: Sequence[Helper | Request]) -> Floats:
    rows = [
        (np.nan, np.nan) if person.latitude is None or person.longitude is None
        else (person.latitude, person.longitude)
        for person in people
    ]  # fmt: skip
    return np.array(rows, dtype=np.float64).reshape(-1, 2)


def _limits(values: Iterable[float | None]) -> Floats:
    return np.array([np.inf if value is None else value for value in values], dtype=np.float64)


def _whole(people: Sequence[Person], number: Callable[[Person], int]) -> Ints:
    return np.array([number(person) for person in people], dtype=np.int64)


def _named(vocabulary: Vocabulary, words_of: Sequence[Iterable[str]]) -> Bools:
    table = np.zeros((len(vocabulary), len(words_of)), dtype=np.bool_)
    for index, words in enumerate(words_of):
        for word in words:
            if word in vocabulary:
                table[vocabulary[word], index] = True
    return table


def _levels(skills: Vocabulary, helpers: Sequence[Helper]) -> npt.NDArray[np.int8]:
    table = np.zeros((len(skills), len(helpers)), dtype=np.int8)
    for index, helper in enumerate(helpers):
        for skill, level in helper.skills.items():
            if skill in skills:
                table[skills[skill], index] = level
    return table
