"""Making a token, an integration, a webhook."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_wtf import FlaskForm
from wtforms import Field, RadioField, SelectField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, ValidationError

from helpexchange.accounts.scopes import SCOPES, Scope
from helpexchange.api.labels import EVENTS
from helpexchange.api.rules import CHOSEN, DAYS
from helpexchange.core.forms import Checkboxes, Dropdown, Filled, OneOf, Radios, TextBox, stripped
from helpexchange.core.i18n import lazy_text as _
from helpexchange.core.i18n import ngettext
from helpexchange.offices.models import Office

LONGEST_NAME = 60
LONGEST_ADDRESS = 500
_TOO_LONG = _("This is too long. Please shorten it.")


class TokenForm(FlaskForm):
    """What a token is called and what for; give the scopes to `offer` first."""

    name = StringField(
        _("Name, such as “Our calendar”"), filters=[stripped], widget=TextBox(),
        validators=[Filled(_("Enter a name.")), Length(max=LONGEST_NAME, message=_TOO_LONG)],
    )  # fmt: skip
    scopes = SelectMultipleField(
        _("What may the program do?"), widget=Checkboxes(), validate_choice=False,
        description=_("Choose as little as it needs."),
    )  # fmt: skip
    days = RadioField(
        _("For how long?"), widget=Radios(), validate_choice=False, default=str(DAYS[1]),
        validators=[OneOf(_("Choose what is right."))],
    )  # fmt: skip

    def offer(self, scopes: Sequence[Scope]) -> None:
        """Set what there is to choose from."""
        self.scopes.choices = [SelectChoice(each.value, str(SCOPES[each])) for each in scopes]
        self.days.choices = [
            SelectChoice(str(days), ngettext("%(num)s day", "%(num)s days", days)) for days in DAYS
        ]

    def validate_scopes(self, field: Field) -> None:
        """Ask for at least one."""
        _check_chosen(field)


class IntegrationForm(TokenForm):
    """A token for the program of a partner, which sees one office."""

    office_id = SelectField(
        _("Which office does it see?"), widget=Dropdown(), validate_choice=False,
        validators=[OneOf(_("Choose an office."))],
    )  # fmt: skip

    def offer_offices(self, offices: Sequence[Office]) -> None:
        """Set the offices to choose from."""
        self.office_id.choices = [SelectChoice(str(each.id), each.name) for each in offices]


class WebhookForm(FlaskForm):
    """Where a partner is told, and of what."""

    url = StringField(
        _("Address"), filters=[stripped], widget=TextBox(), description=_("It begins with https://."),
        validators=[Filled(_("Enter an address.")), Length(max=LONGEST_ADDRESS, message=_TOO_LONG)],
    )  # fmt: skip
    events = SelectMultipleField(
        _("What is told?"), widget=Checkboxes(), validate_choice=False,
        choices=[SelectChoice(each.value, EVENTS[each]) for each in CHOSEN],
    )  # fmt: skip

    def validate_events(self, field: Field) -> None:
        """Ask for at least one."""
        _check_chosen(field)


def _check_chosen(field: Any) -> None:
    offered = {str(each.value) for each in field.choices}
    if not field.data or not set(field.data) <= offered:
        raise ValidationError(str(_("Choose at least one.")))
