"""Counting for reports: one statement a table, narrowed to what the viewer may see."""

from helpexchange.reports.queries.engagements import (
    EngagementCount,
    Happening,
    VisitCount,
    engagement_counts,
    visit_counts,
)
from helpexchange.reports.queries.helpers import HelperCount, helper_counts
from helpexchange.reports.queries.kept import COUNTED, FRESH_FOR, Counts, counts_of
from helpexchange.reports.queries.requests import WITHIN_DAYS, RequestCount, request_counts
from helpexchange.reports.queries.waits import Event, Group, WaitCount, wait_counts, waits_by_group
from helpexchange.reports.queries.wishes import Wish, readable_wish

__all__ = [
    "COUNTED",
    "FRESH_FOR",
    "WITHIN_DAYS",
    "Counts",
    "EngagementCount",
    "Event",
    "Group",
    "Happening",
    "HelperCount",
    "RequestCount",
    "VisitCount",
    "WaitCount",
    "Wish",
    "counts_of",
    "engagement_counts",
    "helper_counts",
    "readable_wish",
    "request_counts",
    "visit_counts",
    "wait_counts",
    "waits_by_group",
]
