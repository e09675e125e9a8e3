"""What is done with people as a whole."""

from helpexchange.people.actions.contact import change_contact
from helpexchange.people.actions.forgetting import forget_traces
from helpexchange.people.actions.merging import forget_merges, merge_people, note_different, undo_merge
from helpexchange.people.actions.notes import add_note, correct_note
from helpexchange.people.actions.reading import forget_readings, note_reading

__all__ = [
    "add_note",
    "change_contact",
    "correct_note",
    "forget_merges",
    "forget_readings",
    "forget_traces",
    "merge_people",
    "note_different",
    "note_reading",
    "undo_merge",
]
