"""What came of a call, as the office notes it."""

from __future__ import annotations

from datetime import date

from flask_wtf import FlaskForm
from wtforms import RadioField, StringField
from wtforms.validators import InputRequired, Length

from helpexchange.core.forms import DayField, TextBox, stripped
from helpexchange.core.i18n import gettext
from helpexchange.core.i18n import lazy_text as _
from helpexchange.help_requests.rules import LONGEST_NOTE
from helpexchange.start_pages.rules import Outcome

LONGEST_VERSION = 60
#: Nobody plans a call further ahead.
MOST_DAYS = 366


class NoteCallForm(FlaskForm):
    """One call: reached, or when to try again. Its buttons send the outcome."""

    outcome = RadioField(choices=[(each.value, "") for each in Outcome], validators=[InputRequired()])
    version = StringField(validators=[Length(max=LONGEST_VERSION)])
    note = StringField(
        _("What was said"),
        filters=[stripped],
        validators=[Length(max=LONGEST_NOTE, message=_("This is too long. Please shorten it."))],
        widget=TextBox(),
    )
    day = DayField(_("Another day"))

    def check_day(self, today: date) -> bool:
        """Return whether a day is written where one is needed, and lies ahead; the error stands beside it."""
        if self.outcome.data != Outcome.DAY:
            return True
        day = self.day.day
        if day is None:
            self.day.errors = [str(gettext("Enter the day on which to call again."))]
        elif not 0 < (day - today).days <= MOST_DAYS:
            self.day.errors = [str(gettext("Choose a day after today, within a year."))]
        return not self.day.errors
