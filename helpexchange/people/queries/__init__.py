"""Reading everybody an office knows."""

from helpexchange.people.queries.doubles import (
    Double,
    doubles,
    doubles_of,
    helpers_in_common,
    merge_by_id,
    merges,
)
from helpexchange.people.queries.listing import (
    FEW,
    MOST_FOUND,
    Found,
    PeopleWish,
    find_people,
    known_to,
    people_page,
)
from helpexchange.people.queries.parts import Asking, Helping, Parts, parts_of
from helpexchange.people.queries.person import (
    Records,
    history_of_person,
    known_person,
    merged_into,
    messages_of_person,
    note_by_reference,
    note_of_office,
    notes_about,
    records_of,
)
from helpexchange.people.queries.readings import ReadingWish, readers, readings_page
from helpexchange.people.queries.representing import Represented, represented_person

__all__ = [
    "FEW",
    "MOST_FOUND",
    "Asking",
    "Double",
    "Found",
    "Helping",
    "Parts",
    "PeopleWish",
    "ReadingWish",
    "Records",
    "Represented",
    "doubles",
    "doubles_of",
    "find_people",
    "helpers_in_common",
    "history_of_person",
    "known_person",
    "known_to",
    "merge_by_id",
    "merged_into",
    "merges",
    "messages_of_person",
    "note_by_reference",
    "note_of_office",
    "notes_about",
    "parts_of",
    "people_page",
    "readers",
    "readings_page",
    "records_of",
    "represented_person",
]
