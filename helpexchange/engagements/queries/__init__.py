"""Reading engagements and visits: the office's, one's own, and those that a link leads to."""

from helpexchange.engagements.queries.engagements import (
    OBJECT_TYPE,
    engagement_of_office,
    engagements_of_office,
    engagements_of_side,
    helper_to_agree_with,
    history_of_engagement,
    school_stretches,
    unended_of_request,
)
from helpexchange.engagements.queries.feeds import feed_by_id, feed_of, language_of_feed
from helpexchange.engagements.queries.listing import (
    VisitFilters,
    engagements_page,
    readable_engagement,
    readable_visit,
    visits_page,
)
from helpexchange.engagements.queries.moves import move_of_office, open_move, open_moves_of_engagement
from helpexchange.engagements.queries.upkeep import to_look_after
from helpexchange.engagements.queries.visits import (
    busy_times,
    day_sheet,
    first_visit_of,
    latest_visits,
    next_planned,
    next_visits,
    next_visits_of_requests,
    visit_of_office,
    visit_of_side,
    visits_changed_at,
    visits_for_calendar,
    visits_of_engagement,
)

__all__ = [
    "OBJECT_TYPE",
    "VisitFilters",
    "busy_times",
    "day_sheet",
    "engagement_of_office",
    "engagements_of_office",
    "engagements_of_side",
    "engagements_page",
    "feed_by_id",
    "feed_of",
    "first_visit_of",
    "helper_to_agree_with",
    "history_of_engagement",
    "language_of_feed",
    "latest_visits",
    "move_of_office",
    "next_planned",
    "next_visits",
    "next_visits_of_requests",
    "open_move",
    "open_moves_of_engagement",
    "readable_engagement",
    "readable_visit",
    "school_stretches",
    "to_look_after",
    "unended_of_request",
    "visit_of_office",
    "visit_of_side",
    "visits_changed_at",
    "visits_for_calendar",
    "visits_of_engagement",
    "visits_page",
]
