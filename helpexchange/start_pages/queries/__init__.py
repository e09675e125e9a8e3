"""Reading the day of an office from everything that features know of it."""

from helpexchange.start_pages.queries.calls import (
    Call,
    CallsOfDay,
    calls_from,
    calls_of_day,
    check_sees,
)
from helpexchange.start_pages.queries.made import Made
from helpexchange.start_pages.queries.people import recipient

__all__ = ["Call", "CallsOfDay", "Made", "calls_from", "calls_of_day", "check_sees", "recipient"]
