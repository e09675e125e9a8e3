"""What the office decides and notes about helpers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import time
from typing import Any

from flask_wtf import FlaskForm
from wtforms import SelectField, StringField
from wtforms.validators import Length, ValidationError

from helpexchange.core.forms import DayField, Dropdown, Filled, OneOf, TextBox, stripped
from helpexchange.core.i18n import lazy_text as _
from helpexchange.helper_profiles.forms.offering import LONGEST_TIMES, TOO_LONG
from helpexchange.helper_profiles.labels import DECLINE_REASONS, WAYS
from helpexchange.skills.labels import check_name


class DeclineForm(FlaskForm):
    """Why a helper is not taken."""

    reason = SelectField(
        _("Why?"),
        choices=[(reason.value, words) for reason, words in DECLINE_REASONS.items()],
        validate_choice=False,
        validators=[OneOf(_("Choose a reason."))],
        widget=Dropdown(),
    )


class SlotsForm(FlaskForm):
    """Times for interviews on one day; give the offices to `offer` first."""

    office_id = SelectField(
        _("Office"),
        coerce=int,
        validate_choice=False,
        widget=Dropdown(),
        validators=[OneOf(_("Choose an office."))],
    )
    day = DayField(_("Day"), filters=[stripped], validators=[Filled(_("Enter a day."))])
    times = StringField(
        _("Beginning of each interview"),
        filters=[stripped],
        description=_("For example: 9, 9.45, 14:30"),
        validators=[Filled(_("Enter at least one time.")), Length(max=LONGEST_TIMES, message=TOO_LONG)],
        widget=TextBox(),
    )
    minutes = SelectField(
        _("How long?"), coerce=int, validate_choice=False, widget=Dropdown(),
        validators=[OneOf(_("Choose how long it takes."))],
    )  # fmt: skip
    way = SelectField(
        _("Where?"),
        choices=[(way.value, words) for way, words in WAYS.items()],
        validate_choice=False,
        validators=[OneOf(_("Choose where it is."))],
        widget=Dropdown(),
    )

    def offer(self, offices: Sequence[tuple[int, str]]) -> None:
        """Set the choices."""
        self.office_id.choices = list(offices)
        self.minutes.choices = [(count, str(_("%(num)s minutes", num=count))) for count in (30, 20, 45, 60)]

    def begins(self) -> list[time]:
        """Return the times of day, in order; those that cannot be are left out."""
        return sorted({each for each in map(_clock_time, self._words()) if each is not None})

    def validate_times(self, _field: Any) -> None:
        """Refuse what is no time of day."""
        wrong = [word for word in self._words() if _clock_time(word) is None]
        if wrong:
            words = _("This is no time of the day: %(times)s. Write it like this: 9, 9.45, 14:30.")
            raise ValidationError(str(words) % {"times": ", ".join(wrong)})

    def _words(self) -> list[str]:
        return [word for word in re.split(r"[,;\s]+", self.times.data or "") if word]


def _clock_time(word: str) -> time | None:
    found = re.fullmatch(r"(\d{1,2})(?:[:.h](\d{2}))?", word)
    try:
        return time(int(found[1]), int(found[2] or 0)) if found else None
    except ValueError:
        return None


class CheckForm(FlaskForm):
    """A check and the day it was seen; give the checks to `offer` first."""

    check_code = SelectField(
        _("Which check?"), validate_choice=False, widget=Dropdown(), validators=[OneOf(_("Choose a check."))]
    )
    seen_on = DayField(_("Seen on"), filters=[stripped], validators=[Filled(_("Enter a day."))])

    def offer(self, codes: Sequence[str]) -> None:
        """Set the checks to choose from."""
        self.check_code.choices = [(code, check_name(code)) for code in codes]


class ExperienceForm(FlaskForm):
    """A new entry of an office's list of lived experience; give the offices to `offer` first."""

    office_id = SelectField(
        _("Office"),
        coerce=int,
        validate_choice=False,
        widget=Dropdown(),
        validators=[OneOf(_("Choose an office."))],
    )
    name = StringField(
        _("Lived experience"),
        filters=[stripped],
        description=_("In plain words, such as: caring for a parent, new in the country."),
        validators=[Filled(_("Enter a few words.")), Length(max=100, message=TOO_LONG)],
        widget=TextBox(),
    )

    def offer(self, offices: Sequence[tuple[int, str]]) -> None:
        """Set the offices to choose from."""
        self.office_id.choices = list(offices)
