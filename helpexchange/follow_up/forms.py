"""Forms of what follows an agreement: a concern, how an office looks after it, another time."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import RadioField, TextAreaField
from wtforms.validators import Length

from helpexchange.core.forms import DayField, Filled, OneOf, Radios, TextArea, stripped
from helpexchange.core.i18n import lazy_text as _
from helpexchange.follow_up.labels import URGENCIES
from helpexchange.follow_up.rules import LONGEST_WORDS

_TOO_LONG = _("This is too long. Please shorten it.")
YES, NO = "yes", "no"


class ConcernForm(FlaskForm):
    """What is wrong."""

    text = TextAreaField(
        _("What is wrong?"),
        description=_("Only your office reads this."),
        filters=[stripped],
        validators=[Filled(_("Write a few words.")), Length(max=LONGEST_WORDS, message=_TOO_LONG)],
        widget=TextArea(),
    )


class AnswerForm(FlaskForm):
    """A few words beside the answer."""

    note = TextAreaField(
        _("A few words for the office (you may leave this empty)"),
        filters=[stripped],
        validators=[Length(max=LONGEST_WORDS, message=_TOO_LONG)],
        widget=TextArea(),
    )


class TriageForm(FlaskForm):
    """How soon a concern is looked after."""

    urgency = RadioField(
        _("How soon?"),
        choices=[(each.value, words) for each, (words, _colour) in URGENCIES.items()],
        validate_choice=False,
        validators=[OneOf(_("Choose what is right."))],
        widget=Radios(),
    )


class PlanForm(FlaskForm):
    """When a concern is looked at again."""

    day = DayField(
        _("Look at it again on"),
        filters=[stripped],
        description=_("Until then it is not on the day board. Empty: every day."),
    )


class CloseForm(FlaskForm):
    """What came of a concern."""

    note = TextAreaField(
        _("What came of it?"),
        filters=[stripped],
        validators=[Filled(_("Write a few words.")), Length(max=LONGEST_WORDS, message=_TOO_LONG)],
        widget=TextArea(),
    )


class SettingsForm(FlaskForm):
    """What an office wishes to follow up."""

    has_check_in = RadioField(
        _("Two weeks after the first visit, shall both sides stand on the list of calls?"),
        choices=[(YES, _("Yes, we ask how it goes")), (NO, _("No"))],
        validate_choice=False,
        validators=[OneOf(_("Choose what is right."))],
        widget=Radios(),
    )
