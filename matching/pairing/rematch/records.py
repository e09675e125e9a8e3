"""What a rematch returns."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from matching.pairing.answer import Answer, Assignment
from matching.pairing.problem import Problem
from matching.pairing.rematch.standing import PairId


@dataclass(frozen=True, slots=True, kw_only=True)
class Rematch:
    """A new answer, and what became of the earlier one's pairs; all sorted by request id, then helper id.

    Attributes:
        answer: the new answer. Its objective, bound and prices are those of `problem`.
        problem: the problem as it is now, in which the fixed pairs are locked and the other pairs of the
            earlier answer are related by `proposed`.
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


def fates_of(
    before: Mapping[PairId, Assignment], after: Mapping[PairId, Assignment], broken: Collection[PairId]
) -> dict[str, tuple[PairId, ...]]:
    """Return the lists of a `Rematch` by name.

    Args:
        before: the pairs of the earlier answer.
        after: those that stand now.
        broken: pairs that cannot stay.
    """
    gone = [pair for pair in before if pair not in after]
    kept = [pair for pair in before if pair in after]
    return {
        "kept": _in_order(kept),
        "retimed": _in_order(pair for pair in kept if before[pair].visits != after[pair].visits),
        "broken": _in_order(pair for pair in gone if pair in broken),
        "moved": _in_order(pair for pair in gone if pair not in broken),
        "added": _in_order(pair for pair in after if pair not in before),
    }


def _in_order(pairs: Iterable[PairId]) -> tuple[PairId, ...]:
    return tuple(sorted(pairs, key=lambda pair: (pair[1], pair[0])))
