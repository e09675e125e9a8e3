"""Forms of help requests: asking one question a page, the board's filters, and what the office decides."""

from helpexchange.help_requests.forms.acting import ActingForm
from helpexchange.help_requests.forms.asking import (
    ConsentForm,
    KindForm,
    NoteForm,
    OftenForm,
    ProveForm,
    ReachForm,
    WhenForm,
    WhoForm,
    answers_of,
    chosen_times,
)
from helpexchange.help_requests.forms.board import BoardSearch
from helpexchange.help_requests.forms.deciding import (
    CallForm,
    DeclineForm,
    HandOverForm,
    ReferForm,
)
from helpexchange.help_requests.rules import FREQUENCIES

__all__ = [
    "FREQUENCIES",
    "ActingForm",
    "BoardSearch",
    "CallForm",
    "ConsentForm",
    "DeclineForm",
    "HandOverForm",
    "KindForm",
    "NoteForm",
    "OftenForm",
    "ProveForm",
    "ReachForm",
    "ReferForm",
    "WhenForm",
    "WhoForm",
    "answers_of",
    "chosen_times",
]
