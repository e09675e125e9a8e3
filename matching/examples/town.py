"""What an invented town is to be like."""

from __future__ import annotations

from dataclasses import dataclass, field

from matching.pairing.problem import Policy


@dataclass(frozen=True, slots=True, kw_only=True)
class Town:
    """How large and of what kind an invented town is.

    Attributes:
        districts: 0 for as many as the people fill.
        locked_share: share of the requests for which one possible pair is locked.
        pairs_per_request: possible pairs of a request on average; how far helpers go is made so, which keeps
            towns of all sizes alike. None leaves the ways as they are drawn, 2 to 8 km.
    """

    helpers: int = 400
    requests: int = 300
    districts: int = 0
    seed: int = 1
    locked_share: float = 0.02
    pairs_per_request: float | None = None
    policy: Policy = field(default_factory=Policy)
