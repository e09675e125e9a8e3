"""Reading help requests: what everybody may see, and what the person and their office see."""

from helpexchange.help_requests.queries.board import (
    BoardOrder,
    BoardWish,
    DistrictCount,
    OpenRequest,
    board_page,
    board_page_count,
    languages_on_board,
    open_request,
    requests_by_district,
)
from helpexchange.help_requests.queries.records import (
    arrival_count,
    counts_by_office,
    latest_act,
    new_requests,
    own_requests,
    request_by_reference,
    request_of_office,
    request_of_person_or_office,
    requests_by_id,
    totals,
)

__all__ = [
    "BoardOrder",
    "BoardWish",
    "DistrictCount",
    "OpenRequest",
    "arrival_count",
    "board_page",
    "board_page_count",
    "counts_by_office",
    "languages_on_board",
    "latest_act",
    "new_requests",
    "open_request",
    "own_requests",
    "request_by_reference",
    "request_of_office",
    "request_of_person_or_office",
    "requests_by_district",
    "requests_by_id",
    "totals",
]
