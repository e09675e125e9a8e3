"""The tables of reports, part by part; each is as it may be published."""

from collections.abc import Callable, Mapping
from enum import StrEnum

from helpexchange.reports.tables.engagements import engagement_tables
from helpexchange.reports.tables.equality import equality_tables
from helpexchange.reports.tables.helpers import helper_tables
from helpexchange.reports.tables.offices import office_tables
from helpexchange.reports.tables.parts import Asked, Cell, Column, Line, Table
from helpexchange.reports.tables.requests import request_tables

__all__ = ["PARTS", "PART_OF_TABLE", "Asked", "Cell", "Column", "Line", "Part", "Table"]


class Part(StrEnum):
    """A page of reports."""

    REQUESTS = "requests"
    HELPERS = "helpers"
    ENGAGEMENTS = "engagements"
    EQUALITY = "equality"
    OFFICES = "offices"


PARTS: Mapping[Part, Callable[[Asked], list[Table]]] = {
    Part.REQUESTS: request_tables,
    Part.HELPERS: helper_tables,
    Part.ENGAGEMENTS: engagement_tables,
    Part.EQUALITY: equality_tables,
    Part.OFFICES: office_tables,
}
#: In which part a table is found by its name.
PART_OF_TABLE: Mapping[str, Part] = {
    "served": Part.REQUESTS,
    "waits": Part.REQUESTS,
    "requests-by-kind": Part.REQUESTS,
    "requests-by-district": Part.REQUESTS,
    "requests-by-channel": Part.REQUESTS,
    "requests-by-language": Part.REQUESTS,
    "helpers": Part.HELPERS,
    "load": Part.HELPERS,
    "engagements": Part.ENGAGEMENTS,
    "ends": Part.ENGAGEMENTS,
    "visits": Part.ENGAGEMENTS,
    "visits-by-month": Part.ENGAGEMENTS,
    "waits-by-channel": Part.EQUALITY,
    "waits-by-district": Part.EQUALITY,
    "waits-by-language": Part.EQUALITY,
    "requests-by-office": Part.OFFICES,
    "work-by-office": Part.OFFICES,
}
