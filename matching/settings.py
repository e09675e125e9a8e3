"""How long and how far a match searches; apart from `run`, because that loads the solver."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class RunSettings:
    """What the solver is asked for.

    Attributes:
        gap: relative gap that is good enough.
        workers: how many work side by side on this machine.
        cluster: address of a Dask scheduler whose workers solve the parts instead.
    """

    time_limit_s: float = 60.0
    gap: float = 1e-4
    workers: int = 1
    cluster: str | None = None
