"""What every part of the interface for programs (`/api/v1`) is made of: resources, pages, problems, versions.

Each feature has its resources in `<feature>/api.py` and what they look like in `<feature>/schemas.py`; the
root, tokens and the description are `helpexchange.api`.
"""

from helpexchange.core.programs import API_ROOT, is_api_request
from helpexchange.core.rest.conditions import check_unchanged, etag_of
from helpexchange.core.rest.lists import lists, part_of
from helpexchange.core.rest.paging import PagingSchema
from helpexchange.core.rest.problems import FieldRefusal
from helpexchange.core.rest.resources import Blueprint, for_programs
from helpexchange.core.rest.schemas import (
    AnswerSchema,
    Line,
    Moment,
    RecordId,
    SentSchema,
    WeeklyTimes,
    WeeklyTimeSchema,
    Word,
    Words,
)

__all__ = [
    "API_ROOT",
    "AnswerSchema",
    "Blueprint",
    "FieldRefusal",
    "Line",
    "Moment",
    "PagingSchema",
    "RecordId",
    "SentSchema",
    "WeeklyTimeSchema",
    "WeeklyTimes",
    "Word",
    "Words",
    "check_unchanged",
    "etag_of",
    "for_programs",
    "is_api_request",
    "lists",
    "part_of",
]
