"""A form that shows the fields of the style guide."""

from __future__ import annotations

from flask_wtf import FlaskForm
from govuk_frontend_wtf.wtforms_widgets import GovCheckboxesInput, GovRadioInput, GovTextArea, GovTextInput
from wtforms import RadioField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

LONGEST_NOTE = 200


class SampleForm(FlaskForm):
    """One field of each kind, all with a hint."""

    name = StringField(
        "Your first name",
        widget=GovTextInput(),
        description="As people call you.",
        validators=[InputRequired("Enter your first name")],
    )
    how_often = RadioField(
        "How often?",
        widget=GovRadioInput(),
        choices=[("once", "Once"), ("weekly", "Every week")],
        validators=[InputRequired("Choose how often")],
    )
    days = SelectMultipleField(
        "Which days?",
        widget=GovCheckboxesInput(),
        choices=[("mo", "Monday"), ("di", "Donnerstagnachmittagsveranstaltung")],
        validators=[InputRequired("Choose at least one day")],
    )
    note = TextAreaField(
        "Anything we should know?",
        widget=GovTextArea(),
        validators=[Length(max=LONGEST_NOTE)],
    )
