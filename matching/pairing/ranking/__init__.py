"""The best helpers for one request, at once: an index of the town, and what each choice costs the others."""

from __future__ import annotations

from matching.pairing.ranking.diary import StartTimes
from matching.pairing.ranking.index import ProblemIndex
from matching.pairing.ranking.ranked import Load, RankedHelper, rank_helpers

__all__ = ["Load", "ProblemIndex", "RankedHelper", "StartTimes", "rank_helpers"]
