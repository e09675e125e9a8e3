"""Forms about visits that are agreed: why not, who was missing, how long; pauses and the end."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from flask_wtf import FlaskForm
from wtforms import Field, RadioField, StringField, TextAreaField
from wtforms.validators import Length, ValidationError

from helpexchange.core.forms import DayField, Filled, OneOf, Radios, TextArea, TextBox, stripped
from helpexchange.core.i18n import lazy_text as _
from helpexchange.engagements.labels import CANCEL_REASONS, END_REASONS, FIRST_VISITS, MISSING
from helpexchange.engagements.rules import LONGEST_NOTE, MOST_MINUTES, OWN_REASONS, EndReason

_TOO_LONG = _("This is too long. Please shorten it.")
_HOURS = re.compile(r"(?P<hours>\d{1,2})[:.](?P<minutes>[0-5]\d)")
YES, NO = "yes", "no"
LONGEST_NAME = 100


def minutes_in(text: str) -> int | None:
    """Return the minutes of "75" or "1:15"; None if these are none, or more than a day."""
    if text.isdecimal():
        minutes = int(text)
    elif found := _HOURS.fullmatch(text):
        minutes = 60 * int(found["hours"]) + int(found["minutes"])
    else:
        return None
    return minutes if 1 <= minutes <= MOST_MINUTES else None


class CancelForm(FlaskForm):
    """Why a visit cannot take place."""

    reason = RadioField(
        _("Why can it not take place?"),
        choices=[(each.value, CANCEL_REASONS[each]) for each in OWN_REASONS],
        validate_choice=False,
        validators=[OneOf(_("Choose what is right."))],
        widget=Radios(),
    )


class _NoteForm(FlaskForm):
    note = TextAreaField(
        _("A few words for the office (you may leave this empty)"),
        filters=[stripped],
        validators=[Length(max=LONGEST_NOTE, message=_TOO_LONG)],
        widget=TextArea(),
    )


class MissedForm(_NoteForm):
    """Who was missing."""

    missing = RadioField(
        _("Who was missing?"),
        choices=[(each.value, words) for each, words in MISSING.items()],
        validate_choice=False,
        validators=[OneOf(_("Choose what is right."))],
        widget=Radios(),
    )


class DoneForm(_NoteForm):
    """How long a visit took."""

    minutes = StringField(
        _("How many minutes did it take?"),
        filters=[stripped],
        description=_("You may also write hours and minutes: 1:15"),
        validators=[Filled(_("Enter how many minutes it took."))],
        widget=TextBox(),
    )

    def validate_minutes(self, field: Field) -> None:
        """Refuse what is no time."""
        if field.data and minutes_in(field.data) is None:
            raise ValidationError(str(_("Enter minutes, such as 60, or hours and minutes, such as 1:15.")))


class PauseForm(FlaskForm):
    """From when until when visits rest."""

    first = DayField(_("First day without visits"), filters=[stripped])
    back = DayField(
        _("First day with visits again"),
        filters=[stripped],
        description=_("Leave it empty if you do not know yet."),
    )

    def days(self) -> tuple[date, date | None] | None:
        """Return the days of a valid form; None, and an error, when the first is missing."""
        if self.first.day is None:
            self.first.errors = [str(_("Enter a day."))]
            return None
        return self.first.day, self.back.day


class FirstVisitForm(FlaskForm):
    """Who comes along to the first visit."""

    first_visit = RadioField(
        _("The first visit"),
        choices=[(each.value, words) for each, words in FIRST_VISITS.items()],
        validate_choice=False,
        validators=[OneOf(_("Choose what is right."))],
        widget=Radios(),
    )
    first_visit_with = StringField(
        _("Who comes along?"),
        filters=[stripped],
        description=_("Both are told this name. You may leave it empty."),
        validators=[Length(max=LONGEST_NAME, message=_TOO_LONG)],
        widget=TextBox(),
    )


class EndForm(FlaskForm):
    """Why an engagement ends, and whether somebody else shall be looked for."""

    reason = RadioField(
        _("Why do the visits end?"),
        choices=[(each.value, words) for each, words in END_REASONS.items()],
        validate_choice=False,
        validators=[OneOf(_("Choose what is right."))],
        widget=Radios(),
    )
    text = StringField(
        _("In a few words, if it is another reason"),
        filters=[stripped],
        validators=[Length(max=LONGEST_NOTE, message=_TOO_LONG)],
        widget=TextBox(),
    )
    needs_another = RadioField(
        _("Shall we look for another helper?"),
        choices=[(YES, _("Yes, the person still needs help")), (NO, _("No"))],
        validate_choice=False,
        validators=[OneOf(_("Choose what is right."))],
        widget=Radios(),
    )

    def validate_text(self, field: Any) -> None:
        """Ask for the words of another reason."""
        if self.reason.data == EndReason.OTHER and not field.data:
            raise ValidationError(str(_("Write a few words about the reason.")))
