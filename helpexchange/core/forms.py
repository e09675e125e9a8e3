"""Fields of forms in the look of the house: every word can be translated, every error says what to do."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from typing import Any

from email_validator import EmailNotValidError, validate_email
from flask import render_template
from flask_wtf import FlaskForm
from govuk_frontend_wtf.wtforms_widgets import (
    GovCheckboxesInput,
    GovCheckboxInput,
    GovFileInput,
    GovPasswordInput,
    GovRadioInput,
    GovSelect,
    GovTextArea,
    GovTextInput,
)
from wtforms import Field, StringField
from wtforms.validators import Length, StopValidation, ValidationError

from helpexchange.core.i18n import Text, gettext
from helpexchange.core.i18n import lazy_text as _
from helpexchange.core.phones import phone_key

#: Marks of direction that hold for all that follows, and the mark of byte order.
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")
LONGEST_NAME = 100
LONGEST_PHONE = 40


class Worded:
    """Leaves out an empty hint and translates what the widgets say themselves."""

    def map_gov_params(self, field: Field, **kwargs: Any) -> dict[str, Any]:
        """Return what the macro of the field needs."""
        params: dict[str, Any] = super().map_gov_params(field, **kwargs)  # type: ignore[misc]  # of the widget
        if not str((params.get("hint") or {}).get("text", "")):
            params["hint"] = None
        if params.get("errorMessage"):
            params["errorMessage"]["visuallyHiddenText"] = gettext("Error")
        return params


class TextBox(Worded, GovTextInput):
    """One line of text."""


class TextArea(Worded, GovTextArea):
    """Several lines of text."""


class Radios(Worded, GovRadioInput):
    """One of a few."""


class Checkboxes(Worded, GovCheckboxesInput):
    """Any of a few."""


class SingleCheckbox(Worded, GovCheckboxInput):
    """Yes or nothing."""


class FileBox(Worded, GovFileInput):
    """A file to choose, by a button in our words; without scripts the browser itself names the file chosen.

    The field itself takes the keys and says aloud what is chosen, so the button is for eyes and fingers only.
    """

    def map_gov_params(self, field: Field, **kwargs: Any) -> dict[str, Any]:
        """Return what the macro of the field needs."""
        button = render_template("components/file_button.html", field=field)
        params = super().map_gov_params(field, **kwargs)
        return {**params, "formGroup": {"classes": "he-file", "beforeInput": {"html": button}}}


def file_sent(field: Field, *, at_most: int) -> bytes:
    """Return the file that was sent, up to one byte too many; nothing if there is none."""
    sent = field.data
    if not sent:
        return b""
    sent.stream.seek(0)
    data: bytes = sent.stream.read(at_most + 1)
    return data


class PasswordBox(Worded, GovPasswordInput):
    """A password with a button that shows it."""

    def map_gov_params(self, field: Field, **kwargs: Any) -> dict[str, Any]:
        """Return what the macro needs, the words of the button in the reader's language."""
        return {
            **super().map_gov_params(field, **kwargs),
            "showPasswordText": gettext("Show"),
            "hidePasswordText": gettext("Hide"),
            "showPasswordAriaLabelText": gettext("Show password"),
            "hidePasswordAriaLabelText": gettext("Hide password"),
            "passwordShownAnnouncementText": gettext("Your password is visible"),
            "passwordHiddenAnnouncementText": gettext("Your password is hidden"),
        }


class Dropdown(Worded, GovSelect):
    """One of many."""


_DAY_FIRST = re.compile(r"(\d{1,2})\s*[./-]\s*(\d{1,2})\s*[./-]\s*(\d{4})")


def read_day(text: str) -> date | None:
    """Return a day written as 2026-11-03 (as browsers send it), 3.11.2026, 3/11/2026 or 3-11-2026."""
    try:
        if found := _DAY_FIRST.fullmatch(text.strip()):
            day, month, year = (int(each) for each in found.groups())
            return date(year, month, day)
        return date.fromisoformat(text.strip())
    except ValueError:
        return None


class DayBox(TextBox):
    """A box for a day: a calendar in browsers that have one, a line of text in others."""

    def map_gov_params(self, field: Field, **kwargs: Any) -> dict[str, Any]:
        """Return what the macro of the field needs."""
        params = super().map_gov_params(field, **kwargs)
        # A browser with a calendar takes and sends days as 2026-11-03 only.
        value = field.day.isoformat() if field.day else params.get("value", "")
        return {**params, "type": "date", "classes": "govuk-input--width-10", "value": value}


class DayField(StringField):
    """A day; `data` is what was written, `day` the date that it means, None while it means none."""

    widget = DayBox()

    @property
    def day(self) -> date | None:
        """The date."""
        return read_day(self.data or "")

    def pre_validate(self, _form: object) -> None:
        """Refuse what is no day; an empty field passes."""
        if self.data and self.day is None:
            raise StopValidation(str(_("Enter a day that exists, such as 3.11.2026.")))


class Filled:
    """Refuses an empty field with words that say what to do, without the browser's own bubbles."""

    def __init__(self, words: Text) -> None:
        """Remember the words."""
        self.words = words

    def __call__(self, _form: object, field: Field) -> None:
        """Stop at an empty field."""
        data = field.data.strip() if isinstance(field.data, str) else field.data
        if not data:
            field.errors = []
            raise StopValidation(str(self.words))


class OneOf:
    """Refuses a choice that is not offered, with our words."""

    def __init__(self, words: Text) -> None:
        """Remember the words."""
        self.words = words

    def __call__(self, _form: object, field: Field) -> None:
        """Stop at a choice that is not among the field's."""
        offered = {str(value) for value, *_rest in field.choices}
        chosen = field.data if isinstance(field.data, list) else [field.data]
        if not chosen or any(str(each) not in offered for each in chosen):
            raise StopValidation(str(self.words))


def check_phone(_form: object, field: Field) -> None:
    """Refuse what cannot be a number in one of our countries, nor an international one; empty passes."""
    if field.data and not phone_key(field.data):
        raise ValidationError(str(_("Write the phone number with its area code, such as 0231 123456.")))


def check_address(_form: object, field: Field) -> None:
    """Refuse what cannot be an e-mail address; an empty field passes."""
    if field.data and not is_address(field.data):
        raise ValidationError(str(_("Write the e-mail address in full, such as name@example.org.")))


def is_address(text: str) -> bool:
    """Return whether a text can be an e-mail address."""
    try:
        validate_email(text, check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        return False
    return True


def stripped(text: str | None) -> str:
    """Return the text as it is kept, a filter of text fields: no spaces around it, letters in one form.

    What nobody can see goes: control characters, which databases and pages refuse, and signs that turn the
    direction of what follows. Joiners stay: emoji and some scripts need them.
    """
    letters = unicodedata.normalize("NFC", text or "")
    seen = (each for each in letters if each in "\n\r\t" or unicodedata.category(each) != "Cc")
    return "".join(each for each in seen if each not in _TURNING).strip()


_TOO_LONG = _("This is too long. Please shorten it.")
_SHORT = (Length(max=LONGEST_NAME, message=_TOO_LONG),)


class NameForm(FlaskForm):
    """Who somebody is."""

    first_name = StringField(
        _("First name"),
        filters=[stripped],
        validators=[
            Filled(_("Enter your first name.")),
            Length(max=LONGEST_NAME, message=_("This is too long.")),
        ],
        widget=TextBox(),
    )
    last_name = StringField(
        _("Last name"),
        filters=[stripped],
        validators=[
            Filled(_("Enter your last name.")),
            Length(max=LONGEST_NAME, message=_("This is too long.")),
        ],
        widget=TextBox(),
    )


class ContactForm(NameForm):
    """Who somebody is and how to reach them: by phone or by mail, one of them is enough."""

    phone = StringField(
        _("Phone"),
        filters=[stripped],
        description=_("With the area code. If you have no phone, leave this empty."),
        validators=[
            check_phone,
            Length(max=LONGEST_PHONE, message=_TOO_LONG),
        ],
        widget=TextBox(),
    )
    email = StringField(
        _("E-mail"),
        filters=[stripped],
        description=_("You do not need e-mail. If you have none, leave this empty."),
        validators=[check_address],
        widget=TextBox(),
    )

    def validate(self, extra_validators: Any = None) -> bool:
        """Ask for a phone number or an e-mail address when both are empty."""
        is_fine = super().validate(extra_validators)
        if not self.phone.data and not self.email.data and not self.phone.errors:
            words = _("Enter a phone number or an e-mail address, so that we can reach you.")
            self.phone.errors = [*self.phone.errors, str(words)]
            return False
        return bool(is_fine)
