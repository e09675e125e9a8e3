"""Reading runs, proposals and who was left without, as far as the viewer may see them."""

from helpexchange.match_runs.queries.archives import Decision, archive_of, decisions, has_archive
from helpexchange.match_runs.queries.changes import (
    Change,
    ChangeCounts,
    Changes,
    Part,
    change_counts,
    changes,
)
from helpexchange.match_runs.queries.counts import (
    OfficeCounts,
    ToDo,
    office_counts,
    open_proposal_count,
    to_do_counts,
)
from helpexchange.match_runs.queries.finding import (
    helper_to_choose,
    helpers_called,
    proposals_for,
    run_under_way,
)
from helpexchange.match_runs.queries.fix_calls import (
    fix_call_of_office,
    fix_calls,
    fix_calls_answered,
    fixes_asked,
    unmatched_one,
)
from helpexchange.match_runs.queries.gaps import Gap, run_gaps
from helpexchange.match_runs.queries.history import RunHistory, run_history
from helpexchange.match_runs.queries.listing import ProposalsWished, proposals_of_offices
from helpexchange.match_runs.queries.meanwhile import Taken, latest_of_proposal, taken_by, taken_for
from helpexchange.match_runs.queries.named import Named, helpers_named
from helpexchange.match_runs.queries.needs import (
    RematchNumbers,
    has_open_needs,
    rematch_failed_since,
    rematch_numbers,
)
from helpexchange.match_runs.queries.pairs import Before, Times, before_between, times_of, weekly_times
from helpexchange.match_runs.queries.people import people_of
from helpexchange.match_runs.queries.proof import Decided, Frame, Load, decided_by, frame_of, load_by_district
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
    "Before",
    "Change",
    "ChangeCounts",
    "Changes",
    "Decided",
    "Decision",
    "Facet",
    "Frame",
    "Gap",
    "Load",
    "Named",
    "OfficeCounts",
    "Part",
    "ProposalFilters",
    "ProposalsWished",
    "RematchNumbers",
    "RunHistory",
    "RunSummary",
    "Taken",
    "Times",
    "ToDo",
    "UnmatchedFilters",
    "VisitWithout",
    "Waiting",
    "archive_of",
    "before_between",
    "certificate",
    "change_counts",
    "changes",
    "decided_by",
    "decided_just_now",
    "decisions",
    "first_to_decide",
    "fix_call_of_office",
    "fix_calls",
    "fix_calls_answered",
    "fixes_asked",
    "frame_of",
    "has_archive",
    "has_newer_run",
    "has_open_needs",
    "helper_names",
    "helper_to_choose",
    "helpers_called",
    "helpers_named",
    "latest_of_proposal",
    "load_by_district",
    "longest_waiting_and_why",
    "office_counts",
    "offices_without_run_since",
    "open_proposal_count",
    "people_of",
    "proposal",
    "proposals_for",
    "proposals_of_offices",
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
    "taken_by",
    "taken_for",
    "times_of",
    "to_do_counts",
    "unmatched_counts",
    "unmatched_one",
    "unmatched_page",
    "visits_without_helper",
    "weekly_times",
]
