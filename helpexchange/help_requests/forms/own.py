"""What people change or end of their own request, and asking to be called."""

from __future__ import annotations

from typing import Any

from flask_wtf import FlaskForm
from wtforms import Field, RadioField, StringField
from wtforms.validators import Length, ValidationError

from helpexchange.consents.rules import ConsentPurpose
from helpexchange.consents.wordings import current_wording, wording_text
from helpexchange.core.forms import (
    LONGEST_NAME,
    LONGEST_PHONE,
    Filled,
    OneOf,
    Radios,
    TextBox,
    check_address,
    check_phone,
    stripped,
)
from helpexchange.core.i18n import current_language
from helpexchange.core.i18n import lazy_text as _
from helpexchange.core.week import HOURS, DayPart, WeeklyTime
from helpexchange.help_requests.actions import Changes
from helpexchange.help_requests.forms.asking import (
    ANY,
    NoteForm,
    OftenForm,
    WhenForm,
    chosen_times,
)
from helpexchange.help_requests.models import HelpRequest
from helpexchange.help_requests.rules import FREQUENCIES, WithdrawReason
from helpexchange.places.geocoder import FoundPlace, served
from helpexchange.representatives.actions import Word
from helpexchange.representatives.forms import SCOPES
from helpexchange.representatives.rules import Told, WordGiven

#: The answer of whoever wants nobody to act for them.
NO = "no"
_TOO_LONG = _("This is too long. Please shorten it.")


class ChangeForm(WhenForm, OftenForm, NoteForm):
    """When, how often, what to know, and how to reach whoever asked."""

    phone = StringField(
        _("Phone"), filters=[stripped], widget=TextBox(),
        validators=[check_phone, Length(max=LONGEST_PHONE, message=_TOO_LONG)],
    )  # fmt: skip
    email = StringField(_("E-mail"), filters=[stripped], validators=[check_address], widget=TextBox())
    has_street = False

    @classmethod
    def of(cls, request: HelpRequest) -> ChangeForm:
        """Return the form as the request stands."""
        person = request.person
        form = cls(
            data={
                "days": days_of(request), "parts": parts_of(request), "frequency": frequency_of(request),
                "note": request.note, "phone": person.phone if person else "",
                "email": person.email if person else "",
            }
        )  # fmt: skip
        form.offer()
        form.has_street = person is not None and bool(person.street)
        return form

    def changes(self, request: HelpRequest) -> Changes:
        """Return what a valid form changes; times typed by the office stay if nothing else was chosen."""
        answers = {"days": self.days.data, "parts": self.parts.data, "said": self.said.data}
        is_same = answers == {"days": days_of(request), "parts": parts_of(request), "said": ""}
        kept = [WeeklyTime(time.weekday, time.start_min, time.end_min) for time in request.times]
        visits_per_week, is_one_off = FREQUENCIES[self.frequency.data]
        phone, email = self.contact(request)
        return Changes(
            times=kept if is_same else chosen_times(answers), visits_per_week=visits_per_week,
            is_one_off=is_one_off, note=self.note.data, phone=phone, email=email,
        )  # fmt: skip

    def contact(self, _request: HelpRequest) -> tuple[str, str]:
        """Return phone and mail as they are on the page."""
        return self.phone.data, self.email.data

    def validate(self, extra_validators: Any = None) -> bool:
        """Ask for a phone number or an e-mail address when both are empty and no letter would come either."""
        is_fine = super().validate(extra_validators)
        if not self.phone.data and not self.email.data and not self.has_street:
            words = _("Enter a phone number or an e-mail address, so that we can reach you.")
            self.phone.errors = [*self.phone.errors, str(words)]
            return False
        return bool(is_fine)


def days_of(request: HelpRequest) -> list[str]:
    """Return the words of the days at which a request's times lie."""
    return sorted({str(time.weekday) for time in request.times}) or [ANY]


def parts_of(request: HelpRequest) -> list[str]:
    """Return the words of the parts of the day that a request's times touch."""
    touched = [
        part.value
        for part in DayPart
        if any(time.start_min < HOURS[part][1] and time.end_min > HOURS[part][0] for time in request.times)
    ]
    return touched or [ANY]


def frequency_of(request: HelpRequest) -> str:
    """Return the word for how often a request comes back."""
    wanted = (request.visits_per_week, request.is_one_off)
    return next((word for word, meaning in FREQUENCIES.items() if meaning == wanted), "")


class ActingChangeForm(ChangeForm):
    """The same for whoever acts for the person; how the person is reached is the person's to change."""

    phone = None
    email = None

    @classmethod
    def of(cls, request: HelpRequest) -> ActingChangeForm:
        """Return the form as the request stands."""
        form = cls(
            data={
                "days": days_of(request), "parts": parts_of(request), "frequency": frequency_of(request),
                "note": request.note,
            }
        )  # fmt: skip
        form.offer()
        return form

    def contact(self, request: HelpRequest) -> tuple[str, str]:
        """Return phone and mail of the person, which stay."""
        person = request.person
        return (person.phone, person.email) if person else ("", "")

    def validate(self, extra_validators: Any = None) -> bool:
        """Ask for nothing that is not on the page."""
        return bool(FlaskForm.validate(self, extra_validators))


class EndForm(FlaskForm):
    """Why the help is no longer needed."""

    reason = RadioField(
        _("Why do you no longer need the help?"),
        choices=[
            (WithdrawReason.SOLVED.value, _("It is solved: somebody has helped me")),
            (WithdrawReason.NOT_NEEDED.value, _("I no longer need it")),
        ],
        validate_choice=False,
        validators=[OneOf(_("Choose what is right for you."))],
        widget=Radios(),
    )


class ActingEndForm(FlaskForm):
    """Why the help is no longer needed, said by whoever acts for the person."""

    reason = RadioField(
        _("Why is the help no longer needed?"),
        choices=[
            (WithdrawReason.SOLVED.value, _("It is solved: somebody has helped")),
            (WithdrawReason.NOT_NEEDED.value, _("It is no longer needed")),
        ],
        validate_choice=False,
        validators=[OneOf(_("Choose what is right."))],
        widget=Radios(),
    )


class OwnWordForm(FlaskForm):
    """Whether somebody may act for the person: the words to agree to, or no."""

    answer = RadioField(
        _("What do you say?"), validate_choice=False, widget=Radios(),
        validators=[OneOf(_("Choose what you say."))],
    )  # fmt: skip
    told = RadioField(
        _("Whom shall we tell about your requests?"),
        choices=[
            (Told.BOTH.value, _("me and this person")),
            (Told.REPRESENTATIVE.value, _("only this person")),
            (Told.PERSON.value, _("only me")),
        ],
        default=Told.BOTH.value,
        validate_choice=False,
        validators=[OneOf(_("Choose whom we shall tell."))],
        widget=Radios(),
    )

    def offer(self) -> None:
        """Set the choices in the reader's language."""
        words = [(each.value, str(wording_text(each))) for each in SCOPES]
        self.answer.choices = [*words, (NO, str(_("No. This person shall not act for me.")))]

    def word(self, *, reads_easy: bool) -> Word | None:
        """Return the word of a valid form; None for no."""
        if self.answer.data == NO:
            return None
        purpose = ConsentPurpose(self.answer.data)
        return Word(
            given=WordGiven.ONLINE, wording=current_wording(purpose), language=current_language(),
            reads_easy=reads_easy, told=Told(self.told.data),
            may_see_data=purpose is ConsentPurpose.REPRESENT_AND_SEE,
        )  # fmt: skip


class CallMeForm(FlaskForm):
    """Please call me: a name, a number and roughly where, no more; later `found_place` holds which place."""

    name = StringField(
        _("Your name"),
        filters=[stripped],
        validators=[Filled(_("Enter your name.")), Length(max=LONGEST_NAME, message=_TOO_LONG)],
        widget=TextBox(),
    )
    phone = StringField(
        _("Your phone number"),
        filters=[stripped],
        validators=[
            Filled(_("Enter your phone number, so that we can call you.")),
            check_phone,
            Length(max=LONGEST_PHONE, message=_TOO_LONG),
        ],
        widget=TextBox(),
    )
    place = StringField(
        _("Your postcode"),
        filters=[stripped],
        description=_("So that the right office calls you."),
        validators=[Filled(_("Enter your postcode."))],
        widget=TextBox(),
    )
    note = StringField(
        _("When can we reach you best? (You may leave this empty)"),
        filters=[stripped],
        validators=[Length(max=LONGEST_NAME, message=_TOO_LONG)],
        widget=TextBox(),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Start without a place."""
        super().__init__(*args, **kwargs)
        self.found_place: FoundPlace | None = None

    def validate_place(self, field: Field) -> None:
        """Find the office's place; which of a postcode's places it is only matters between offices."""
        found = served(field.data)
        if not found:
            words = _("We do not know this place in our town. Is the postcode right?")
            raise ValidationError(str(words))
        if len({place.office_id for place in found}) > 1:
            names = ", ".join(each.name for each in found[:5])
            raise ValidationError(
                str(_("There are several: %(names)s. Write the name as well.", names=names))
            )
        self.found_place = found[0]
