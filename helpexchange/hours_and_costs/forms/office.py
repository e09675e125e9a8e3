"""What an office is asked: decisions, payments, rates, files for accounting, certificates."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import BooleanField, Field, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, ValidationError

from helpexchange.core.forms import (
    Checkboxes,
    DayField,
    Dropdown,
    Filled,
    SingleCheckbox,
    TextArea,
    TextBox,
    stripped,
)
from helpexchange.core.i18n import amount_text
from helpexchange.core.i18n import lazy_text as _
from helpexchange.hours_and_costs.labels import FILE_KINDS, OFFICE_STATES
from helpexchange.hours_and_costs.rules import (
    HIGHEST_LIMIT,
    LONGEST_NOTE,
    MOST_CENTS_PER_KM,
    CostState,
    FileKind,
    Limits,
    cents_in,
)

LONGEST_LINE = 20
_TOO_LONG = _("This is too long. Please shorten it.")
_AMOUNT = _("Write an amount, such as 50, or leave it empty.")


class DecideForm(FlaskForm):
    """What the office says to a cost; which button was pressed is read by the page."""

    is_receipt_seen = BooleanField(_("I have seen the ticket on paper"), widget=SingleCheckbox())
    reason = TextAreaField(
        _("Reason"),
        filters=[stripped],
        description=_("Needed to send it back, and to approve more than the limit allows."),
        validators=[Length(max=LONGEST_NOTE, message=_TOO_LONG)],
        widget=TextArea(),
    )


class PayForm(FlaskForm):
    """Whose approved costs were paid, and when. A choice is the ids of the costs that were shown."""

    costs = SelectMultipleField(
        _("Whose costs were paid?"), validate_choice=False, widget=Checkboxes(),
        validators=[Filled(_("Choose at least one."))],
    )  # fmt: skip
    paid_on = DayField(_("Paid on"), filters=[stripped], validators=[Filled(_("Enter a day."))])

    def offer(self, lines: list[tuple[str, str]]) -> None:
        """Offer the approved costs of each helper."""
        self.costs.choices = [SelectChoice(value, label) for value, label in lines]

    def cost_ids(self) -> set[int]:
        """Return the ids of the costs that are chosen; what is no number is left out."""
        words = (word for value in self.costs.data or () for word in str(value).split("."))
        return {int(word) for word in words if word.isascii() and word.isdecimal()}


class SettingsForm(FlaskForm):
    """What an office refunds."""

    per_km = StringField(
        _("For each kilometre"), filters=[stripped], widget=TextBox(),
        description=_("0 refunds no kilometres. What was entered before keeps its rate."),
        validators=[Filled(_("Enter an amount, or 0."))],
    )  # fmt: skip
    helper_limit = StringField(
        _("At most for one helper in a month"), filters=[stripped], widget=TextBox(),
        description=_("Leave it empty for no limit."),
    )  # fmt: skip
    office_limit = StringField(
        _("At most for the whole office in a month"), filters=[stripped], widget=TextBox(),
        description=_("Leave it empty for no limit."),
    )  # fmt: skip

    def validate_per_km(self, field: Field) -> None:
        """Refuse what is no rate."""
        cents = cents_in(field.data or "")
        if field.data and (cents is None or cents > MOST_CENTS_PER_KM):
            raise ValidationError(str(_("Write an amount from 0 to 2, such as 0.30.")))

    def validate_helper_limit(self, field: Field) -> None:
        """Refuse what is no amount."""
        _check_limit(field)

    def validate_office_limit(self, field: Field) -> None:
        """Refuse what is no amount."""
        _check_limit(field)

    def limits(self) -> Limits:
        """Return the limits of a valid form."""
        return Limits(cents_in(self.helper_limit.data or ""), cents_in(self.office_limit.data or ""))

    @staticmethod
    def data_of(cents_per_km: int, limits: Limits) -> dict[str, str]:
        """Return what fills the form."""
        both = (limits.helper_cents, limits.office_cents)
        helper, office = ("" if each is None else amount_text(each) for each in both)
        return {"per_km": amount_text(cents_per_km), "helper_limit": helper, "office_limit": office}


def _check_limit(field: Field) -> None:
    cents = cents_in(field.data or "")
    if field.data and (cents is None or cents > HIGHEST_LIMIT):
        raise ValidationError(str(_AMOUNT))


class ExportForm(FlaskForm):
    """Which costs of a month go to accounting, and as what."""

    state = SelectField(
        _("Which costs"),
        choices=[
            ("", _("All")),
            *((each.value, OFFICE_STATES[each]) for each in CostState if each is not CostState.WITHDRAWN),
        ],
        widget=Dropdown(),
    )
    kind = SelectField(
        _("As"), choices=[(each.value, words) for each, words in FILE_KINDS.items()], widget=Dropdown()
    )

    def cost_state(self) -> CostState | None:
        """Return the state that is wanted; None for all."""
        return CostState(self.state.data) if self.state.data else None

    def file_kind(self) -> FileKind:
        """Return as what the file is wanted."""
        return FileKind(self.kind.data)


class CertificateForm(FlaskForm):
    """For which days hours are certified."""

    first = DayField(_("First day"), filters=[stripped], validators=[Filled(_("Enter a day."))])
    last = DayField(_("Last day"), filters=[stripped], validators=[Filled(_("Enter a day."))])


class RevokeForm(FlaskForm):
    """Why a certificate is taken back."""

    reason = TextAreaField(
        _("Why is it taken back?"),
        filters=[stripped],
        description=_("For the office. Whoever checks the code reads only that it no longer holds."),
        validators=[
            Filled(_("Write the reason in a few words.")),
            Length(max=LONGEST_NOTE, message=_TOO_LONG),
        ],
        widget=TextArea(),
    )


class CodeForm(FlaskForm):
    """The code of a certificate."""

    code = StringField(
        _("Code of the certificate"),
        filters=[stripped],
        description=_("12 letters and numbers, such as 7K3M-9QXH-2PDR."),
        validators=[
            Filled(_("Enter the code that stands on the certificate.")),
            Length(max=LONGEST_LINE, message=_("This is too long for a code.")),
        ],
        widget=TextBox(),
    )
