"""Reading help requests: what everybody may see, and what the person and their office see."""

from helpexchange.help_requests.queries.board import (
    BoardOrder,
    BoardWish,
    DistrictCount,
    OpenRequest,
    Spot,
    board_page,
    first_on_board,
    languages_on_board,
    open_request,
    requests_by_district,
    shown,
)
from helpexchange.help_requests.queries.callers import (
    call_draft,
    call_drafts,
    callers,
    doubles,
    person_of_office,
)
from helpexchange.help_requests.queries.calls import (
    call_back_by_reference,
    call_back_of_office,
    call_backs,
    open_call_about,
    requests_spoken_of,
)
from helpexchange.help_requests.queries.clock import Lateness, late_requests, lateness
from helpexchange.help_requests.queries.day import DayFilters, longest_waiting, requests_to_clear
from helpexchange.help_requests.queries.listing import RequestFilters, requests_page
from helpexchange.help_requests.queries.proving import code_count, latest_code
from helpexchange.help_requests.queries.records import (
    arrival_count,
    counts_by_office,
    just_cleared,
    latest_act,
    new_requests,
    own_requests,
    request_by_reference,
    request_of_office,
    request_of_person_or_office,
    totals,
)

__all__ = [
    "BoardOrder",
    "BoardWish",
    "DayFilters",
    "DistrictCount",
    "Lateness",
    "OpenRequest",
    "RequestFilters",
    "Spot",
    "arrival_count",
    "board_page",
    "call_back_by_reference",
    "call_back_of_office",
    "call_backs",
    "call_draft",
    "call_drafts",
    "callers",
    "code_count",
    "counts_by_office",
    "doubles",
    "first_on_board",
    "just_cleared",
    "languages_on_board",
    "late_requests",
    "lateness",
    "latest_act",
    "latest_code",
    "longest_waiting",
    "new_requests",
    "open_call_about",
    "open_request",
    "own_requests",
    "person_of_office",
    "request_by_reference",
    "request_of_office",
    "request_of_person_or_office",
    "requests_by_district",
    "requests_page",
    "requests_spoken_of",
    "requests_to_clear",
    "shown",
    "totals",
]
