"""What the office decides about a request."""

from __future__ import annotations

from collections.abc import Sequence

from flask_wtf import FlaskForm
from wtforms import SelectField, StringField, TextAreaField
from wtforms.validators import Length

from helpexchange.core.forms import LONGEST_PHONE, Dropdown, OneOf, TextArea, TextBox, check_phone, stripped
from helpexchange.core.i18n import lazy_text as _
from helpexchange.help_requests.actions import Service
from helpexchange.help_requests.labels import DECLINE_REASONS, REFERRAL_GOALS
from helpexchange.help_requests.rules import LONGEST_NOTE
from helpexchange.offices.models import Office

_TOO_LONG = _("This is too long. Please shorten it.")
_WORDS = Length(max=LONGEST_NOTE, message=_TOO_LONG)


class DeclineForm(FlaskForm):
    """Why a request is not taken."""

    reason = SelectField(
        _("Why?"),
        choices=[(reason.value, words) for reason, words in DECLINE_REASONS.items()],
        validate_choice=False,
        validators=[OneOf(_("Choose a reason."))],
        widget=Dropdown(),
    )
    words = TextAreaField(
        _("Some kind words of your own"),
        filters=[stripped],
        description=_("The person reads them below the reason. You may leave this empty."),
        validators=[_WORDS],
        widget=TextArea(),
    )


class ReferForm(FlaskForm):
    """Who can help better."""

    goal = SelectField(
        _("Who can help better?"),
        choices=[(goal.value, words) for goal, words in REFERRAL_GOALS.items()],
        validate_choice=False,
        validators=[OneOf(_("Choose who can help better."))],
        widget=Dropdown(),
    )
    service = StringField(
        _("Name of the service"),
        filters=[stripped],
        description=_("The person is told. If you leave it empty, they are asked to call you."),
        validators=[Length(max=200, message=_TOO_LONG)],
        widget=TextBox(),
    )
    phone = StringField(
        _("Phone of the service"),
        filters=[stripped],
        validators=[check_phone, Length(max=LONGEST_PHONE, message=_TOO_LONG)],
        widget=TextBox(),
    )
    text = TextAreaField(
        _("What else the person should know"), filters=[stripped], validators=[_WORDS], widget=TextArea()
    )

    def referred_to(self) -> Service:
        """Return the service that was typed."""
        return Service(name=self.service.data, phone=self.phone.data, text=self.text.data)


class CallForm(FlaskForm):
    """What is to be asked when the person is called back."""

    note = TextAreaField(
        _("What do you want to ask?"),
        filters=[stripped],
        description=_("Only your office reads this."),
        validators=[_WORDS],
        widget=TextArea(),
    )


class HandOverForm(FlaskForm):
    """To which office, and what it should know."""

    office_id = SelectField(
        _("Which office?"),
        coerce=int,
        validate_choice=False,
        validators=[OneOf(_("Choose an office."))],
        widget=Dropdown(),
    )
    note = TextAreaField(
        _("Note for the other office"), filters=[stripped], validators=[_WORDS], widget=TextArea()
    )

    def offer(self, offices: Sequence[Office]) -> None:
        """Set the offices to choose from."""
        self.office_id.choices = [(office.id, office.name) for office in offices]
