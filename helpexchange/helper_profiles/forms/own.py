"""What helpers change on their own page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import RadioField, SelectField, SelectMultipleField, StringField
from wtforms.validators import Length, ValidationError

from helpexchange.core.forms import (
    LONGEST_PHONE,
    Checkboxes,
    DayField,
    Dropdown,
    FileBox,
    OneOf,
    TextBox,
    check_address,
    check_phone,
    file_sent,
    stripped,
)
from helpexchange.core.i18n import LANGUAGES, weekday_text
from helpexchange.core.i18n import lazy_text as _
from helpexchange.core.week import WEEKDAYS
from helpexchange.helper_profiles.forms.offering import TOO_LONG, AboutForm
from helpexchange.helper_profiles.labels import CHANNELS
from helpexchange.helper_profiles.rules import MOST_PHOTO_BYTES
from helpexchange.notifications.rules import Channel
from helpexchange.skills.labels import language_name


class PauseForm(FlaskForm):
    """Until when somebody pauses; may stay empty."""

    until = DayField(
        _("From which day would you like to help again?"),
        filters=[stripped],
        description=_("Leave it empty if you do not know yet."),
    )


class SettingsForm(FlaskForm):
    """How a helper likes to be asked."""

    channel = RadioField(
        _("How shall we tell you things?"),
        choices=[(channel.value, words) for channel, words in CHANNELS.items()],
        validate_choice=False,
        validators=[OneOf(_("Choose how we shall tell you things."))],
    )
    language = SelectField(
        _("In which language?"), validate_choice=False, widget=Dropdown(),
        validators=[OneOf(_("Choose a language."))],
    )  # fmt: skip
    phone = StringField(
        _("Phone"),
        filters=[stripped],
        validators=[check_phone, Length(max=LONGEST_PHONE, message=TOO_LONG)],
        widget=TextBox(),
    )
    email = StringField(_("E-mail"), filters=[stripped], validators=[check_address], widget=TextBox())
    street = StringField(
        _("Street and number"),
        filters=[stripped],
        description=_("Only needed for letters."),
        validators=[Length(max=200, message=TOO_LONG)],
        widget=TextBox(),
    )
    town = StringField(
        _("Town"), filters=[stripped], validators=[Length(max=100, message=TOO_LONG)], widget=TextBox()
    )
    quiet_days = SelectMultipleField(
        _("On which days do you want no messages?"), validate_choice=False, widget=Checkboxes()
    )

    def offer(self) -> None:
        """Set the languages and weekdays in the reader's language."""
        self.language.choices = [(code, language_name(code)) for code in LANGUAGES]
        self.quiet_days.choices = [(str(day), weekday_text(day)) for day in WEEKDAYS]

    def validate_quiet_days(self, field: Any) -> None:
        """Refuse what is no weekday."""
        if any(each not in {str(day) for day in WEEKDAYS} for each in field.data or ()):
            raise ValidationError(str(_("Choose days of the week.")))

    def validate(self, extra_validators: Any = None) -> bool:
        """Ask for the address that the chosen way needs."""
        if not super().validate(extra_validators):
            return False
        needed = {
            Channel.MAIL: (self.email, _("Enter your e-mail address.")),
            Channel.TEXT: (self.phone, _("Enter your phone number.")),
            Channel.CALL: (self.phone, _("Enter your phone number.")),
            Channel.LETTER: (self.street, _("Enter your street and number.")),
        }
        field, words = needed[Channel(self.channel.data)]
        if not field.data:
            field.errors = [*field.errors, str(words)]
            return False
        return True


class PhotoForm(FlaskForm):
    """A photo of the helper."""

    photo = FileField(
        _("Choose a photo"),
        description=_(
            "JPEG or PNG, at most 8 MB. What the camera wrote into it, such as the place, is left out."
        ),
        widget=FileBox(),
        render_kw={"accept": "image/jpeg,image/png"},
    )

    def data_sent(self) -> bytes:
        """Return the file that was sent, up to one byte too many; nothing if there is none."""
        return file_sent(self.photo, at_most=MOST_PHOTO_BYTES)


class OwnAboutForm(AboutForm):
    """The same later, with lived experience for peer supporters; give what the office lists to `offer`."""

    experiences = SelectMultipleField(
        _("What have you been through yourself?"),
        description=_("Only the coordinator of your office sees this."),
        coerce=int,
        validate_choice=False,
        widget=Checkboxes(),
    )

    def offer(self, experiences: Sequence[tuple[int, str]]) -> None:
        """Set what can be chosen; without any the question is left out."""
        if not experiences:
            del self.experiences
            return
        self.experiences.choices = list(experiences)
