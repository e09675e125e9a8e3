"""What is known of a person, and whose time has come to be forgotten."""

from helpexchange.privacy.queries.forgetting import (
    ACT,
    NO_WORDS,
    NOBODY,
    OBJECT_TYPE,
    count_of,
    due_by_rule,
    last_runs,
    people_to_forget,
    words_to_forget,
)
from helpexchange.privacy.queries.known import (
    KEPT_SECRET,
    Rows,
    belongs_to,
    known_of,
    offices_of,
    people_of_account,
    person_of_office,
    table_named,
    tables_of,
)

__all__ = [
    "ACT",
    "KEPT_SECRET",
    "NOBODY",
    "NO_WORDS",
    "OBJECT_TYPE",
    "Rows",
    "belongs_to",
    "count_of",
    "due_by_rule",
    "known_of",
    "last_runs",
    "offices_of",
    "people_of_account",
    "people_to_forget",
    "person_of_office",
    "table_named",
    "tables_of",
    "words_to_forget",
]
