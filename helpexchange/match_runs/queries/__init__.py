"""Reading runs, proposals and who was left without, as far as the viewer may see them."""

from helpexchange.match_runs.queries.counts import OfficeCounts, office_counts, open_proposal_count
from helpexchange.match_runs.queries.gaps import Gap, run_gaps
from helpexchange.match_runs.queries.history import RunHistory, run_history
from helpexchange.match_runs.queries.listing import ProposalsWished, proposals_of_offices
from helpexchange.match_runs.queries.people import people_of
from helpexchange.match_runs.queries.proposals import (
    STANDS,
    ProposalFilters,
    decided_just_now,
    first_to_decide,
    proposal,
    proposals_page,
)
from helpexchange.match_runs.queries.runs import (
    certificate,
    has_newer_run,
    offices_without_run_since,
    run,
    runs,
)
from helpexchange.match_runs.queries.summary import Facet, RunSummary, run_summary
from helpexchange.match_runs.queries.unmatched import (
    UnmatchedFilters,
    Waiting,
    helper_names,
    longest_waiting_and_why,
    unmatched_counts,
    unmatched_page,
)

__all__ = [
    "STANDS",
    "Facet",
    "Gap",
    "OfficeCounts",
    "ProposalFilters",
    "ProposalsWished",
    "RunHistory",
    "RunSummary",
    "UnmatchedFilters",
    "Waiting",
    "certificate",
    "decided_just_now",
    "first_to_decide",
    "has_newer_run",
    "helper_names",
    "longest_waiting_and_why",
    "office_counts",
    "offices_without_run_since",
    "open_proposal_count",
    "people_of",
    "proposal",
    "proposals_of_offices",
    "proposals_page",
    "run",
    "run_gaps",
    "run_history",
    "run_summary",
    "runs",
    "unmatched_counts",
    "unmatched_page",
]
