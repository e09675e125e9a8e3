"""What a rematch returns."""

from __future__ import annotations

from dataclasses import dataclass

from matching.pairing.answer import Answer, Assignment
from matching.pairing.problem import Problem
from matching.pairing.rematch.standing import PairId


@dataclass(frozen=True, slots=True, kw_only=True)
class Rematch:
    """A new answer, and what became of the pairs of the earlier one; all sorted by request id, then helper id.

    Attributes:
        answer: the new answer. Its objective, bound and prices are those of `problem`.
        problem: the problem as it is now, in which the fixed pairs are locked and the other pairs of the earlier
            answer are related by `proposed`.
        kept: pairs of the earlier answer that stay.
        retimed: those of `kept` whose visits have other times.
        broken: pairs of the earlier answer that break a rule now, fixed ones among them.
        moved: pairs of the earlier answer that could have stayed, but make room for something better.
        added: pairs that are new.
        waiting: ids of requests that lost a helper, or are new, and still lack one.
        is_whole_town: False if only those were asked who are within reach of what broke.
    """

    answer: Answer
    problem: Problem
    kept: tuple[PairId, ...]
    retimed: tuple[PairId, ...]
    broken: tuple[PairId, ...]
    moved: tuple[PairId, ...]
    added: tuple[PairId, ...]
    waiting: tuple[str, ...]
    is_whole_town: bool


@dataclass(frozen=True, slots=True)
class Changes:
    """What a repair does to the pairs that stand, and how many points that wins."""

    gone: tuple[PairId, ...]
    new: tuple[Assignment, ...]
    gain: int


NOTHING_CHANGES = Changes((), (), 0)
