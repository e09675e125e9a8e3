"""What an office tells about itself, and how it works."""

from __future__ import annotations

from typing import Any

from flask_wtf import FlaskForm
from wtforms import Field, IntegerField, StringField, TextAreaField
from wtforms.validators import Length, ValidationError

from helpexchange.core.forms import (
    LONGEST_PHONE,
    Filled,
    TextArea,
    TextBox,
    check_address,
    check_phone,
    stripped,
)
from helpexchange.core.i18n import lazy_text as _
from helpexchange.offices.rules import FIRST_CONTACT_DAYS, is_known_state

LONGEST_TEXT = 4_000
_TOO_LONG = _("This is too long. Please shorten it.")
_TEXT = Length(max=LONGEST_TEXT, message=_TOO_LONG)
_LINE = Length(max=200, message=_TOO_LONG)


class OfficeForm(FlaskForm):
    """Address, hours, languages, notes and lists of an office."""

    name = StringField(
        _("Name of the office"),
        filters=[stripped],
        validators=[Filled(_("Enter the name of the office.")), _LINE],
        widget=TextBox(),
    )
    street = StringField(_("Street and number"), filters=[stripped], validators=[_LINE], widget=TextBox())
    postal_code = StringField(
        _("Postcode"), filters=[stripped], validators=[Length(max=10, message=_TOO_LONG)], widget=TextBox()
    )
    town = StringField(
        _("Town"), filters=[stripped], validators=[Length(max=100, message=_TOO_LONG)], widget=TextBox()
    )
    phone = StringField(
        _("Phone"), filters=[stripped], widget=TextBox(),
        validators=[check_phone, Length(max=LONGEST_PHONE, message=_TOO_LONG)],
    )  # fmt: skip
    email = StringField(_("E-mail"), filters=[stripped], validators=[check_address], widget=TextBox())
    opening_hours = TextAreaField(
        _("Opening hours"), filters=[stripped], description=_("One line a day."), validators=[_TEXT],
        widget=TextArea(),
    )  # fmt: skip
    spoken = StringField(
        _("Languages spoken"),
        filters=[stripped],
        description=_("Short codes with commas between them, such as: de, en, tr."),
        validators=[_LINE],
        widget=TextBox(),
    )
    caller_notes = TextAreaField(
        _("Notes for callers"), filters=[stripped], validators=[_TEXT], widget=TextArea(),
        description=_("How to find the office, when to call. Shown beside the call page."),
    )  # fmt: skip
    call_script = TextAreaField(
        _("What to say on the phone"), filters=[stripped], validators=[_TEXT], widget=TextArea(),
        description=_("One sentence a line. Shown beside the call page."),
    )  # fmt: skip
    professional_work = TextAreaField(
        _("Work for professionals"), filters=[stripped], validators=[_TEXT], widget=TextArea(),
        description=_("One kind a line. Such requests are passed on, not given to volunteers."),
    )  # fmt: skip
    first_contact_days = IntegerField(
        _("Working days until the first contact"), widget=TextBox(), description=_("Usually 2.")
    )
    state_code = StringField(
        _("State, for its public holidays"),
        filters=[stripped],
        description=_("Such as DE-NW, BE, DK or AT-7."),
        widget=TextBox(),
    )

    def validate_first_contact_days(self, field: Field) -> None:
        """Refuse what is no number of days, or too many."""
        if field.data not in FIRST_CONTACT_DAYS:
            field.errors = []
            raise ValidationError(str(_("Enter a whole number of days from 1 to 10.")))

    def validate_state_code(self, field: Field) -> None:
        """Refuse a state whose holidays nobody knows."""
        if not is_known_state((field.data or "").upper()):
            words = _("We do not know this state. Write it as DE-NW, or only the country, such as DK.")
            raise ValidationError(str(words))

    def validate_spoken(self, _field: Field) -> None:
        """Refuse what are no codes of languages."""
        if any(not (code.isascii() and code.isalpha() and len(code) in (2, 3)) for code in self.languages()):
            words = _("Write languages as short codes with commas between them, such as: de, en, tr.")
            raise ValidationError(str(words))

    def languages(self) -> list[str]:
        """Return the codes of the languages."""
        return [code.strip().lower() for code in (self.spoken.data or "").split(",") if code.strip()]

    def changes(self) -> dict[str, Any]:
        """Return what a valid form sets, by the names of the columns."""
        left_out = ("csrf_token", "spoken")
        values = {field.name: field.data for field in self if field.name not in left_out}
        return {**values, "languages": self.languages(), "state_code": values["state_code"].upper()}
