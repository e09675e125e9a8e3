"""What a coordinator types while somebody is on the phone: one page, one line for the times."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from flask_wtf import FlaskForm
from wtforms import BooleanField, Field, HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import Length, ValidationError

from helpexchange.config import LANGUAGES
from helpexchange.consents.rules import ConsentChannel, ConsentPurpose
from helpexchange.consents.wordings import agreement, wording_text
from helpexchange.core.forms import (
    LONGEST_NAME,
    LONGEST_PHONE,
    Dropdown,
    Filled,
    OneOf,
    SingleCheckbox,
    TextArea,
    TextBox,
    check_address,
    check_phone,
    stripped,
)
from helpexchange.core.i18n import current_language
from helpexchange.core.i18n import lazy_text as _
from helpexchange.core.spoken_times import fault_of, spoken_times
from helpexchange.help_requests.actions import RequestAnswers
from helpexchange.help_requests.labels import WAYS_TO_TELL
from helpexchange.help_requests.rules import FREQUENCIES, LONGEST_LINE, LONGEST_NOTE
from helpexchange.notifications.rules import Channel
from helpexchange.places.geocoder import FoundPlace, served
from helpexchange.skills.labels import SPOKEN_LANGUAGES, language_name, skill_name
from helpexchange.skills.models import Skill

REFERENCE = re.compile(r"P-[2-9A-Z]{8}")
_TOO_LONG = _("This is too long. Please shorten it.")
_LINE = Length(max=LONGEST_LINE, message=_TOO_LONG)
_NAME = Length(max=LONGEST_NAME, message=_TOO_LONG)
#: Said by what is not said about how often.
USUAL_FREQUENCY = "weekly"


class CallNoteForm(FlaskForm):
    """A request as it is told on the phone; later `found_place` and `spoken` hold what was meant."""

    reference = HiddenField()
    person_id = HiddenField()
    first_name = StringField(_("First name"), filters=[stripped], validators=[_NAME], widget=TextBox())
    last_name = StringField(
        _("Last name"), filters=[stripped], validators=[Filled(_("Enter the last name.")), _NAME],
        widget=TextBox(),
    )  # fmt: skip
    phone = StringField(
        _("Phone"), filters=[stripped], widget=TextBox(),
        validators=[check_phone, Length(max=LONGEST_PHONE, message=_TOO_LONG)],
    )  # fmt: skip
    email = StringField(
        _("E-mail, if there is one"), filters=[stripped], validators=[check_address], widget=TextBox()
    )
    street = StringField(_("Street and number"), filters=[stripped], validators=[_LINE], widget=TextBox())
    place = StringField(
        _("Postcode or place"),
        filters=[stripped],
        validators=[Filled(_("Enter the postcode or the place."))],
        widget=TextBox(),
    )  # fmt: skip
    kind_code = SelectField(
        _("Help with"), validate_choice=False, validators=[OneOf(_("Choose what help is needed."))],
        widget=Dropdown(),
    )  # fmt: skip
    when = StringField(
        _("When and how often"),
        description=_("For example: “Tue 14-17, every week” or “any time”."),
        filters=[stripped], validators=[Filled(_("Enter when it suits, or “any time”.")), _LINE],
        widget=TextBox(),
    )  # fmt: skip
    note = TextAreaField(
        _("What we should know"),
        filters=[stripped],
        description=_("Nothing about illness, please."),
        validators=[Length(max=LONGEST_NOTE, message=_TOO_LONG)],
        widget=TextArea(),
    )
    asked_by = StringField(
        _("Who is calling, if it is for somebody else"), filters=[stripped], validators=[_LINE],
        widget=TextBox(),
    )  # fmt: skip
    language = SelectField(_("Best spoken language"), validate_choice=False, widget=Dropdown())
    channel = SelectField(_("How to tell the person things"), validate_choice=False, widget=Dropdown())
    is_somebody_else = BooleanField(
        _("None of the people known already: this is somebody new."), widget=SingleCheckbox()
    )
    consent = BooleanField(
        _("Read out and agreed: “%(words)s”", words=wording_text(ConsentPurpose.ASK, is_spoken=True)),
        validators=[Filled(_("Ask for consent and tick the box. Without it we may not keep the request."))],
        widget=SingleCheckbox(),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Start without a place or times."""
        super().__init__(*args, **kwargs)
        self.found_place: FoundPlace | None = None
        self.spoken = spoken_times(self.when.data or "", language=current_language())

    def offer(self, kinds: Sequence[Skill]) -> None:
        """Set the kinds of help, languages and ways to tell to choose from."""
        named = sorted(
            ((kind.code, skill_name(kind.code, kind.name)) for kind in kinds),
            key=lambda pair: pair[1].casefold(),
        )
        spoken = sorted(((code, language_name(code)) for code in SPOKEN_LANGUAGES), key=lambda pair: pair[1])
        self.kind_code.choices = [("", _("Please choose")), *named]
        self.language.choices = [("", _("no wish")), *spoken]
        self.channel.choices = [
            ("", _("as fits best")),
            *((channel.value, words) for channel, words in WAYS_TO_TELL.items()),
        ]

    def typed(self) -> dict[str, str]:
        """Return what was typed so far, for keeping."""
        left_out = ("csrf_token", "consent", "is_somebody_else", "reference")
        return {field.name: str(field.data or "") for field in self if field.name not in left_out}

    def validate_kind_code(self, field: Field) -> None:
        """Refuse the invitation to choose."""
        if not field.data:
            raise ValidationError(str(_("Choose what help is needed.")))

    def validate_place(self, field: Field) -> None:
        """Find the one place that is meant."""
        found = served(field.data)
        if not found:
            words = _("We do not know this place in our town. Is the postcode right?")
            raise ValidationError(str(words))
        if len(found) > 1:
            names = ", ".join(each.name for each in found[:5])
            raise ValidationError(
                str(_("There are several: %(names)s. Write the name as well.", names=names))
            )
        self.found_place = found[0]

    def validate_when(self, _field: Field) -> None:
        """Refuse times that make no sense, and words that are not understood."""
        fault = fault_of(self.spoken)
        if fault:
            raise ValidationError(fault)

    def validate_channel(self, field: Field) -> None:
        """Refuse a way to tell for which nothing is filled in."""
        needed = {"mail": self.email, "letter": self.street, "text": self.phone, "call": self.phone}
        if field.data in needed and not needed[field.data].data:
            raise ValidationError(str(_("For this, fill in the address or number above.")))

    def validate(self, extra_validators: Any = None) -> bool:
        """Ask for one way to reach the person."""
        is_fine = super().validate(extra_validators)
        if not (self.phone.data or self.email.data or self.street.data):
            words = _(
                "Enter a phone number, an e-mail address or the street, so that we can reach the person."
            )
            self.phone.errors = [*self.phone.errors, str(words)]
            return False
        return bool(is_fine)

    def answers(self) -> RequestAnswers:
        """Return what a valid form asks for."""
        place = self.found_place
        if place is None or place.id is None:
            raise LookupError("the form is not valid")
        visits_per_week, is_one_off = FREQUENCIES[self.spoken.frequency or USUAL_FREQUENCY]
        language = self.language.data or ""
        return RequestAnswers(
            kind_code=self.kind_code.data, postal_code=place.postal_code, place_id=place.id,
            times=self.spoken.times, visits_per_week=visits_per_week, is_one_off=is_one_off,
            first_name=self.first_name.data, last_name=self.last_name.data, phone=self.phone.data,
            email=self.email.data, street=self.street.data, note=self.note.data, language=language,
            asked_by=self.asked_by.data, told_in=language if language in LANGUAGES else None,
            channel=Channel(self.channel.data) if self.channel.data in set(Channel) else None,
            person_id=int(self.person_id.data) if (self.person_id.data or "").isdecimal() else None,
            consent=agreement(
                ConsentPurpose.ASK, language=current_language(), channel=ConsentChannel.PHONE
            ),
        )  # fmt: skip
