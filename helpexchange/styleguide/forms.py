"""A form that shows the fields of the style guide."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import RadioField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length

from helpexchange.core.forms import Checkboxes, Filled, Radios, TextArea, TextBox
from helpexchange.core.i18n import lazy_text as _
from helpexchange.core.week_grid import WeekGridField

LONGEST_NOTE = 200


class SampleForm(FlaskForm):
    """One field of each kind."""

    name = StringField(
        "Your first name",
        widget=TextBox(),
        description="As people call you.",
        validators=[Filled(_("Enter your first name."))],
    )
    how_often = RadioField(
        "How often?",
        widget=Radios(),
        choices=[SelectChoice("once", "Once"), SelectChoice("weekly", "Every week")],
        validators=[Filled(_("Choose how often."))],
    )
    days = SelectMultipleField(
        "Which days?",
        widget=Checkboxes(),
        choices=[SelectChoice("mo", "Monday"), SelectChoice("do", "Donnerstagnachmittagsveranstaltung")],
        validators=[Filled(_("Choose at least one day."))],
    )
    kind = RadioField(
        "What kind of help?",
        choices=[
            SelectChoice("shopping", "Shopping"),
            SelectChoice("walk", "Spaziergangsbegleitung"),
            SelectChoice("letters", "Letters and forms"),
        ],
        validators=[Filled(_("Choose a kind of help."))],
    )
    times = WeekGridField("When?")
    note = TextAreaField("Anything we should know?", widget=TextArea(), validators=[Length(max=LONGEST_NOTE)])
