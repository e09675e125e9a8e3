"""Reading runs, proposals and who was left without, as far as the viewer may see them."""

from helpexchange.match_runs.queries.counts import OfficeCounts, office_counts, open_proposal_count
from helpexchange.match_runs.queries.finding import (
    helper_to_choose,
    helpers_called,
    proposals_for,
    run_under_way,
)
from helpexchange.match_runs.queries.gaps import Gap, run_gaps
from helpexchange.match_runs.queries.history import RunHistory, run_history
from helpexchange.match_runs.queries.needs import (
    RematchNumbers,
    has_open_needs,
    rematch_failed_since,
    rematch_numbers,
)
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
from helpexchange.match_runs.queries.standing_in import (
    VisitWithout,
    stand_in_by_id,
    stand_in_of_office,
    visits_without_helper,
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
    "RematchNumbers",
    "RunHistory",
    "RunSummary",
    "UnmatchedFilters",
    "VisitWithout",
    "Waiting",
    "certificate",
    "decided_just_now",
    "first_to_decide",
    "has_newer_run",
    "has_open_needs",
    "helper_names",
    "helper_to_choose",
    "helpers_called",
    "longest_waiting_and_why",
    "office_counts",
    "offices_without_run_since",
    "open_proposal_count",
    "people_of",
    "proposal",
    "proposals_for",
    "proposals_page",
    "rematch_failed_since",
    "rematch_numbers",
    "run",
    "run_gaps",
    "run_history",
    "run_summary",
    "run_under_way",
    "runs",
    "stand_in_by_id",
    "stand_in_of_office",
    "unmatched_counts",
    "unmatched_page",
    "visits_without_helper",
]
