"""Forms about messages."""

from __future__ import annotations

from typing import Any

from flask_wtf import FlaskForm
from wtforms import IntegerField, StringField
from wtforms.validators import Length, NumberRange, Optional

from helpexchange.core.forms import LONGEST_PHONE, TextBox, check_address, check_phone, stripped
from helpexchange.core.i18n import lazy_text as _

LONGEST_ADDRESS = 254
_TOO_LONG = _("This is too long.")


class TrialForm(FlaskForm):
    """Where to send a trial message."""

    email = StringField(
        _("E-mail"),
        filters=[stripped],
        validators=[check_address, Length(max=LONGEST_ADDRESS, message=_TOO_LONG)],
        widget=TextBox(),
    )
    phone = StringField(
        _("Mobile phone"),
        filters=[stripped],
        description=_("For a text message. Leave one of the two empty."),
        validators=[check_phone, Length(max=LONGEST_PHONE, message=_TOO_LONG)],
        widget=TextBox(),
    )

    def validate(self, extra_validators: Any = None) -> bool:
        """Ask for one of the two."""
        is_fine = bool(super().validate(extra_validators))
        if is_fine and bool(self.email.data) == bool(self.phone.data):
            words = _("Enter an e-mail address or a phone number, and not both.")
            self.email.errors = [*self.email.errors, str(words)]
            return False
        return is_fine


class PrintForm(FlaskForm):
    """Whose letters to print; without an office those of the whole town."""

    office_id = IntegerField(validators=[Optional(), NumberRange(min=1)])
