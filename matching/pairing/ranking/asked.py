"""A request to ask about, whether the town has it or not."""

from __future__ import annotations

from dataclasses import dataclass

from matching.pairing.columns import Columns, Ints
from matching.pairing.problem import Request
from matching.pairing.ranking.kernel import Side


@dataclass(frozen=True)
class Asked:
    """One request as the only row of its side.

    Attributes:
        columns: the town's helpers and this request.
        losses: points lost by spending each skill, as if the request were one of the town.
    """

    request: Request
    columns: Columns
    side: Side
    losses: Ints
