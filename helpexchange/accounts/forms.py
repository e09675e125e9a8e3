"""Forms of accounts; what is secret is never sent back to the browser."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    Field,
    HiddenField,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, ValidationError

from helpexchange.accounts.labels import language_name
from helpexchange.accounts.roles import NAMES, Role
from helpexchange.accounts.rules import check_password
from helpexchange.config import LANGUAGES
from helpexchange.consents.rules import ConsentPurpose
from helpexchange.consents.wordings import wording_text
from helpexchange.core.errors import Refusal
from helpexchange.core.forms import (
    Checkboxes,
    Dropdown,
    Filled,
    OneOf,
    PasswordBox,
    Radios,
    SingleCheckbox,
    TextBox,
    check_address,
    stripped,
)
from helpexchange.core.i18n import Text, gettext
from helpexchange.core.i18n import lazy_text as _
from helpexchange.offices.models import Office

LONGEST_ADDRESS = 254
LONGEST_NAME = 200
LONGEST_PASSWORD = 128
LONGEST_DEVICE = 60
_TOO_LONG = _("This is too long. Please shorten it.")


def _address(words: Text) -> StringField:
    return StringField(
        _("E-mail"), filters=[stripped], widget=TextBox(),
        validators=[Filled(words), check_address, Length(max=LONGEST_ADDRESS, message=_TOO_LONG)],
    )  # fmt: skip


def _name() -> StringField:
    return StringField(
        _("Name"), filters=[stripped], widget=TextBox(),
        validators=[Filled(_("Enter a name.")), Length(max=LONGEST_NAME, message=_TOO_LONG)],
    )  # fmt: skip


def _language() -> SelectField:
    return SelectField(
        _("Language"), widget=Dropdown(), validate_choice=False,
        choices=lambda: [SelectChoice(code, language_name(code)) for code in LANGUAGES],
        validators=[OneOf(_("Choose a language."))],
    )  # fmt: skip


class SignInForm(FlaskForm):
    """Address and password; every fault is told in one sentence, so that none says what was wrong."""

    email = StringField(filters=[stripped])
    password = StringField()
    remember = BooleanField()


class AgainForm(FlaskForm):
    """The password once more."""

    password = PasswordField(
        _("Password"), widget=PasswordBox(), validators=[Filled(_("Enter your password."))]
    )


class AddressForm(FlaskForm):
    """An address that something is mailed to."""

    email = _address(_("Enter your e-mail address."))


class CodeForm(FlaskForm):
    """A code that was mailed, or that an app shows."""

    code = StringField(
        _("Code"), filters=[stripped], widget=TextBox(),
        validators=[Filled(_("Enter the code.")), Length(max=LONGEST_DEVICE, message=_TOO_LONG)],
    )  # fmt: skip


class RegisterForm(FlaskForm):
    """Who makes an account."""

    name = _name()
    email = _address(_("Enter your e-mail address."))


class PersonForm(FlaskForm):
    """How somebody is called and written to."""

    name = _name()
    language = _language()
    reads_easy = BooleanField(
        _("I read German in easy language (Leichte Sprache)"), widget=SingleCheckbox(),
        description=_("Pages for asking for help are then in short sentences and large letters."),
    )  # fmt: skip


class NewPasswordForm(FlaskForm):
    """A new password; `about` is what others know of the person."""

    password = PasswordField(
        _("New password"), widget=PasswordBox(),
        validators=[Length(max=LONGEST_PASSWORD, message=_TOO_LONG)],
        description=_("At least 12 characters. Four words that do not belong together make a good one."),
    )  # fmt: skip

    def __init__(
        self, *args: Any, about: Sequence[str] = (), may_be_empty: bool = False, **kwargs: Any
    ) -> None:
        """Make the form; with `may_be_empty` one may do without a password."""
        super().__init__(*args, **kwargs)
        self.about = about
        self.may_be_empty = may_be_empty

    def validate_password(self, field: Field) -> None:
        """Refuse what is easy to guess."""
        if self.may_be_empty and not field.data:
            return
        try:
            check_password(field.data or "", about=self.about)
        except Refusal as refusal:
            raise ValidationError(str(refusal.words)) from refusal


def _consent() -> BooleanField:
    return BooleanField(
        wording_text(ConsentPurpose.ACCOUNT),
        validators=[Filled(_("Tick the box if you agree. Without it there can be no account."))],
        widget=SingleCheckbox(),
    )


class ConsentForm(FlaskForm):
    """Consent to what an account keeps."""

    consent = _consent()


class OwnAccountForm(NewPasswordForm):
    """The last step to an account: a password or none, and only with consent."""

    consent = _consent()


class DeviceForm(FlaskForm):
    """A name for a passkey, and what the browser answered."""

    name = StringField(
        _("Name of this device, such as “My phone”"), filters=[stripped], widget=TextBox(),
        validators=[
            Filled(_("Enter a name for this device.")),
            Length(max=LONGEST_DEVICE, message=_TOO_LONG),
        ],
    )  # fmt: skip
    answer = HiddenField()


class PasskeyForm(FlaskForm):
    """What the browser answered."""

    answer = HiddenField()
    remember = BooleanField(_("Keep me signed in on this device"), widget=SingleCheckbox())


class InviteForm(FlaskForm):
    """Whom to invite; give roles and offices to `offer` first."""

    name = _name()
    email = _address(_("Enter the person’s e-mail address."))
    role = RadioField(
        _("What will the person be?"), widget=Radios(), validate_choice=False,
        validators=[OneOf(_("Choose what the person will be."))],
    )  # fmt: skip
    office_id = SelectField(
        _("Office"), widget=Dropdown(), validate_choice=False, validators=[OneOf(_("Choose an office."))]
    )
    language = _language()

    def offer(self, roles: Sequence[Role], offices: Sequence[Office], *, may_be_without: bool) -> None:
        """Set the roles and offices to choose from."""
        self.role.choices = [SelectChoice(role.value, str(NAMES[role])) for role in roles]
        without = [SelectChoice("", gettext("No office"))] if may_be_without else []
        self.office_id.choices = [*without, *(SelectChoice(str(each.id), each.name) for each in offices)]


class RightsForm(FlaskForm):
    """What an account may do, and for which offices; give the offices to `offer` first."""

    roles = SelectMultipleField(
        _("Roles"), widget=Checkboxes(), validate_choice=False,
        description=_("An account without a role can ask for help and offer it."),
    )  # fmt: skip
    office_ids = SelectMultipleField(
        _("Works for"), widget=Checkboxes(), validate_choice=False,
        description=_("A coordinator sees the people of these offices only."),
    )  # fmt: skip

    def offer(self, offices: Sequence[Office]) -> None:
        """Set the roles and offices to choose from."""
        self.roles.choices = [SelectChoice(role.value, str(NAMES[role])) for role in Role]
        self.office_ids.choices = [SelectChoice(str(each.id), each.name) for each in offices]

    def validate_roles(self, field: Field) -> None:
        """Refuse words that are no role."""
        _check_offered(field)

    def validate_office_ids(self, field: Field) -> None:
        """Refuse offices that are none."""
        _check_offered(field)


def _check_offered(field: Any) -> None:
    offered = {str(choice.value) for choice in field.choices}
    if not set(field.data or ()) <= offered:
        raise ValidationError(str(_("Choose from the list only.")))
