"""Tables of match runs, proposals, what broke, and what is known of pairs."""

from helpexchange.match_runs.models.mending import RematchNeed, StandIn
from helpexchange.match_runs.models.proposals import FixCall, PairRelation, Proposal
from helpexchange.match_runs.models.runs import MatchRun, MatchRunArchive, RunGap, UnmatchedRequest

__all__ = [
    "FixCall",
    "MatchRun",
    "MatchRunArchive",
    "PairRelation",
    "Proposal",
    "RematchNeed",
    "RunGap",
    "StandIn",
    "UnmatchedRequest",
]
