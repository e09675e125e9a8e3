"""Forms of engagements: what is agreed, and what becomes of it."""

from helpexchange.engagements.forms.agreeing import TimesForm, data_of, times_as_said
from helpexchange.engagements.forms.moving import MoveForm, clock_minute
from helpexchange.engagements.forms.noting import (
    YES,
    CancelForm,
    DoneForm,
    EndForm,
    FirstVisitForm,
    MissedForm,
    PauseForm,
    minutes_in,
)

__all__ = [
    "YES",
    "CancelForm",
    "DoneForm",
    "EndForm",
    "FirstVisitForm",
    "MissedForm",
    "MoveForm",
    "PauseForm",
    "TimesForm",
    "clock_minute",
    "data_of",
    "minutes_in",
    "times_as_said",
]
