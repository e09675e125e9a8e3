"""Erasing once and for all, and what was agreed to on paper."""

from __future__ import annotations

from typing import Any

from flask_wtf import FlaskForm
from wtforms import BooleanField, Field
from wtforms.validators import ValidationError

from helpexchange.core.clock import today
from helpexchange.core.forms import DayField, Filled, SingleCheckbox
from helpexchange.core.i18n import lazy_text as _


class EraseForm(FlaskForm):
    """Only with a tick: nothing of it can be brought back."""

    is_sure = BooleanField(
        _("I understand that this cannot be undone."),
        validators=[Filled(_("Tick the box if you are sure. Otherwise go back."))],
        widget=SingleCheckbox(),
    )


class PaperForm(FlaskForm):
    """The day on which somebody signed a sheet of paper, with exactly the words that are shown."""

    given_on = DayField(
        _("Signed on"), filters=[], validators=[Filled(_("Enter the day on which it was signed."))]
    )
    is_same = BooleanField(
        _("The sheet says exactly these words, is signed, and lies in our files."),
        validators=[Filled(_("Tick the box if it is so. Otherwise ask for a signature first."))],
        widget=SingleCheckbox(),
    )

    def validate_given_on(self, field: Any) -> None:
        """Refuse days to come."""
        check_past(self, field)


def check_past(_form: object, field: Any) -> None:
    """Refuse a day that is still to come."""
    if isinstance(field, Field) and field.day and field.day > today():
        raise ValidationError(str(_("This day is still to come.")))
