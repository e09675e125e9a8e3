"""Matching people who offer help with people who ask for it: the engine, usable alone.

Example:
    >>> import matching
    >>> anna = matching.Helper(
    ...     id="anna", latitude=51.514, longitude=7.465, max_distance_m=5000, max_requests=2,
    ...     skills={"shopping": 3}, windows=(matching.Window(1, 14 * 60, 18 * 60),),
    ... )
    >>> shopping = matching.Request(
    ...     id="shopping for Mr Kaya", latitude=51.511, longitude=7.47, skills=frozenset({"shopping"}),
    ...     priority=2, waiting_days=12,
    ... )
    >>> problem = matching.build_problem(helpers=[anna], requests=[shopping])
    >>> matching.why_not(problem, "anna", "shopping for Mr Kaya")
    ()
    >>> answer = matching.solve(problem)
    >>> [(one.helper_id, one.request_id, one.score) for one in answer.assignments]
    [('anna', 'shopping for Mr Kaya', 661)]
    >>> answer.status.value
    'optimal'
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matching.errors import Fault, InputError
    from matching.files import FolderInput, read_folder
    from matching.pairing.answer import Answer, Assignment, Status, Visit
    from matching.pairing.candidates import Candidates, find_candidates
    from matching.pairing.checks import build_problem
    from matching.pairing.left_out import LeftOut, left_out_counts, why_not
    from matching.pairing.problem import (
        Helper,
        HelperKind,
        Pair,
        Policy,
        Problem,
        Relation,
        Request,
        Travel,
        Weights,
        Window,
    )
    from matching.pairing.ranking import ProblemIndex, RankedHelper, rank_helpers
    from matching.pairing.rematch import Rematch, RematchIndex, WhatIf, rematch, what_if
    from matching.pairing.solver import solve

# Where each public name lives. They are imported when first asked for: ortools and scipy together take
# more than a second, and `helpexchange --help` must not wait for them.
_HOMES = {
    "errors": ("Fault", "InputError"),
    "files": ("FolderInput", "read_folder"),
    "pairing.answer": ("Answer", "Assignment", "Status", "Visit"),
    "pairing.candidates": ("Candidates", "find_candidates"),
    "pairing.checks": ("build_problem",),
    "pairing.left_out": ("LeftOut", "left_out_counts", "why_not"),
    "pairing.problem": (
        "Helper",
        "HelperKind",
        "Pair",
        "Policy",
        "Problem",
        "Relation",
        "Request",
        "Travel",
        "Weights",
        "Window",
    ),
    "pairing.ranking": ("ProblemIndex", "RankedHelper", "rank_helpers"),
    "pairing.rematch": ("Rematch", "RematchIndex", "WhatIf", "rematch", "what_if"),
    "pairing.solver": ("solve",),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}

__all__ = [
    "Answer",
    "Assignment",
    "Candidates",
    "Fault",
    "FolderInput",
    "Helper",
    "HelperKind",
    "InputError",
    "LeftOut",
    "Pair",
    "Policy",
    "Problem",
    "ProblemIndex",
    "RankedHelper",
    "Relation",
    "Rematch",
    "RematchIndex",
    "Request",
    "Status",
    "Travel",
    "Visit",
    "Weights",
    "WhatIf",
    "Window",
    "build_problem",
    "find_candidates",
    "left_out_counts",
    "rank_helpers",
    "read_folder",
    "rematch",
    "solve",
    "what_if",
    "why_not",
]


def __getattr__(name: str) -> object:
    if name not in _HOME_OF:
        raise AttributeError(f"module 'matching' has no attribute {name!r}")
    return getattr(import_module(f"matching.{_HOME_OF[name]}"), name)


def __dir__() -> list[str]:
    return sorted(__all__)
