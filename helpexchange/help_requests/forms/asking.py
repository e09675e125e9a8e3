"""The questions of asking for help, one form a page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    Field,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Length

from helpexchange.consents.rules import ConsentPurpose
from helpexchange.consents.wordings import agreement, wording_text
from helpexchange.core.forms import (
    LONGEST_NAME,
    LONGEST_PHONE,
    Checkboxes,
    Dropdown,
    Filled,
    NameForm,
    OneOf,
    Radios,
    SingleCheckbox,
    TextArea,
    TextBox,
    check_address,
    check_phone,
    stripped,
)
from helpexchange.core.i18n import current_language, weekday_text
from helpexchange.core.i18n import lazy_text as _
from helpexchange.core.phones import is_mobile
from helpexchange.core.spoken_times import check_spoken, spoken_times
from helpexchange.core.week import WEEKDAYS, DayPart, WeeklyTime, joined_times, part_in_words, weekly_times
from helpexchange.help_requests.actions import RequestAnswers
from helpexchange.help_requests.forms.acting import LONGEST_STREET, representative_of
from helpexchange.help_requests.labels import WAYS_TO_TELL
from helpexchange.help_requests.rules import FREQUENCIES, LONGEST_NOTE
from helpexchange.notifications.rules import Channel
from helpexchange.skills.labels import language_name, skill_name
from helpexchange.skills.models import Skill

ANY = "any"
LONGEST_TIMES = 120
LONGEST_CODE = 20
_TOO_LONG = _("This is too long. Please shorten it.")


class KindForm(FlaskForm):
    """What somebody needs help with; give `kinds` to `offer` first."""

    kind_code = RadioField(validate_choice=False, validators=[OneOf(_("Choose what you need help with."))])

    def offer(self, kinds: Sequence[Skill]) -> None:
        """Set the kinds of help to choose from, by name, "something else" last."""
        named = [(kind.code, skill_name(kind.code, kind.name)) for kind in kinds]
        self.kind_code.choices = sorted(named, key=lambda pair: (pair[0] == "other", pair[1].casefold()))


class OftenForm(FlaskForm):
    """How often."""

    frequency = RadioField(
        choices=[
            ("once", _("Once")),
            ("weekly", _("Once a week")),
            ("twice", _("Twice a week")),
            ("thrice", _("Three times a week")),
        ],
        validate_choice=False,
        validators=[OneOf(_("Choose how often you need help."))],
        widget=Radios(),
    )


class UnlessSaid(OneOf):
    """Needs a choice, unless the time is written below and nothing is chosen at all."""

    def __call__(self, form: Any, field: Field) -> None:
        """Refuse choices that are not offered, and half a choice."""
        if form.days.data or form.parts.data or not form.said.data:
            super().__call__(form, field)


class WhenForm(FlaskForm):
    """Which days and which parts of the day, or a line of text instead."""

    days = SelectMultipleField(
        _("Which days suit you?"),
        validate_choice=False,
        validators=[UnlessSaid(_("Choose the days, or “I do not mind”."))],
        widget=Checkboxes(),
    )
    parts = SelectMultipleField(
        _("Which time of the day?"),
        validate_choice=False,
        validators=[UnlessSaid(_("Choose the time of the day, or “I do not mind”."))],
        widget=Checkboxes(),
    )
    said = StringField(
        _("Or write it as you say it"),
        filters=[stripped],
        description=_("For example: Tue 14-17, Thu morning"),
        validators=[Length(max=LONGEST_TIMES, message=_TOO_LONG)],
        widget=TextBox(),
    )

    def offer(self) -> None:
        """Set the choices in the reader's language."""
        any_of_them = (ANY, _("I do not mind"))
        self.days.choices = [any_of_them, *((str(day), weekday_text(day)) for day in WEEKDAYS)]
        self.parts.choices = [any_of_them, *((part.value, part_in_words(part)) for part in DayPart)]

    def validate_said(self, field: Field) -> None:
        """Refuse times that cannot be and words that are not understood."""
        if field.data:
            check_spoken(spoken_times(field.data, language=current_language()))


def chosen_times(answers: Mapping[str, Any]) -> list[WeeklyTime]:
    """Return the times that the answers of `WhenForm` mean; none when neither day nor time matters."""
    days, parts = answers["days"] or [], answers["parts"] or []
    said = spoken_times(answers.get("said") or "", language=answers.get("said_in") or current_language())
    if said.is_any or (ANY in days and ANY in parts):
        return list(said.times)
    weekdays = list(WEEKDAYS) if ANY in days else [int(day) for day in days]
    chosen = weekly_times(weekdays, list(DayPart) if ANY in parts else [DayPart(part) for part in parts])
    return joined_times([*chosen, *said.times]) if said.times else chosen


class WhoForm(NameForm):
    """Who asks, for whom, and which language they like to speak."""

    asked_by = StringField(
        _("Are you asking for somebody you care for? Then write your own name here"),
        filters=[stripped],
        description=_("The names above are then those of the person who needs help."),
        validators=[Length(max=LONGEST_NAME, message=_("This is too long."))],
        widget=TextBox(),
    )
    language = SelectField(_("Which language do you like to speak?"), choices=[], widget=Dropdown())

    def offer(self, languages: Sequence[str]) -> None:
        """Set the languages to choose from, by name."""
        named = sorted(
            ((code, language_name(code)) for code in languages), key=lambda pair: pair[1].casefold()
        )
        self.language.choices = named


class ReachForm(FlaskForm):
    """How to tell whoever asks things, and the address or number for it; the others may stay empty."""

    channel = RadioField(
        _("How shall we tell you things?"),
        choices=[
            (way.value, WAYS_TO_TELL[way])
            for way in (Channel.CALL, Channel.TEXT, Channel.MAIL, Channel.LETTER)
        ],
        validate_choice=False,
        validators=[OneOf(_("Choose how we shall tell you things."))],
        widget=Radios(),
    )
    phone = StringField(
        _("Phone"),
        filters=[stripped],
        description=_("With the area code."),
        validators=[check_phone, Length(max=LONGEST_PHONE, message=_TOO_LONG)],
        widget=TextBox(),
    )
    email = StringField(_("E-mail"), filters=[stripped], validators=[check_address], widget=TextBox())
    street = StringField(
        _("Street and number"),
        filters=[stripped],
        description=_("So that we can send you letters. Only your office sees it."),
        validators=[Length(max=LONGEST_STREET, message=_TOO_LONG)],
        widget=TextBox(),
    )

    def without_letters(self) -> None:
        """Offer no letters: of whoever asks for somebody else we know no address."""
        self.channel.choices = [each for each in self.channel.choices if each[0] != Channel.LETTER]
        del self.street

    def validate(self, extra_validators: Any = None) -> bool:
        """Ask for the address or number that the chosen way needs."""
        if not super().validate(extra_validators):
            return False
        field, words = {
            Channel.MAIL: (self.email, _("Enter your e-mail address.")),
            Channel.TEXT: (self.phone, _("Enter your mobile number.")),
            Channel.CALL: (self.phone, _("Enter your phone number, so that we can call you.")),
            Channel.LETTER: (self._fields.get("street"), _("Enter your street and number.")),
        }[Channel(self.channel.data)]
        if not field.data:
            field.errors = [*field.errors, str(words)]
        elif self.channel.data == Channel.TEXT and not is_mobile(field.data):
            words = _("Text messages reach mobile phones only. Write a mobile number, or choose another way.")
            field.errors = [*field.errors, str(words)]
        return not field.errors


class ProveForm(FlaskForm):
    """The code that was sent."""

    code = StringField(
        _("Code"), filters=[stripped], widget=TextBox(),
        description=_("6 digits, such as 123456"),
        validators=[
            Filled(_("Enter the code that we have sent you.")),
            Length(max=LONGEST_CODE, message=_("The code has 6 digits.")),
        ],
    )  # fmt: skip


class NoteForm(FlaskForm):
    """Anything else; may stay empty."""

    note = TextAreaField(
        _("Your words"),
        filters=[stripped],
        description=_("Please write nothing about illness. The office asks you if it matters."),
        validators=[Length(max=LONGEST_NOTE, message=_TOO_LONG)],
        widget=TextArea(),
    )


class ConsentForm(FlaskForm):
    """The last page: only with consent."""

    consent = BooleanField(
        wording_text(ConsentPurpose.ASK),
        validators=[Filled(_("Tick the box if you agree. Without it we may not keep your request."))],
        widget=SingleCheckbox(),
    )


def answers_of(
    kept: Mapping[str, Any], *, told_in: str | None = None, reads_easy: bool = False
) -> RequestAnswers:
    """Return what the answers of all forms together ask for.

    Args:
        kept: the answers of all forms.
        told_in: language of messages, and of the words of consent.
        reads_easy: True for German in easy language.
    """
    asks_for_other = bool(kept.get("relation"))
    channel = kept.get("channel")
    visits_per_week, is_one_off = FREQUENCIES[kept["frequency"]]
    taken = ("kind_code", "postal_code", "place_id", "first_name", "last_name", "language")
    return RequestAnswers(
        times=chosen_times(kept),
        visits_per_week=visits_per_week,
        is_one_off=is_one_off,
        note=kept.get("note", ""),
        asked_by="" if asks_for_other else kept.get("asked_by") or "",
        channel=Channel(channel) if channel in set(Channel) and not asks_for_other else None,
        representative=representative_of(kept, told_in=told_in, reads_easy=reads_easy)
        if asks_for_other
        else None,
        phone=kept.get("their_phone", "") if asks_for_other else kept.get("phone", ""),
        email=kept.get("their_email", "") if asks_for_other else kept.get("email", ""),
        street=kept.get("their_street" if asks_for_other else "street", ""),
        told_in=told_in,
        reads_easy=reads_easy,
        consent=agreement(ConsentPurpose.ASK, language=told_in, reads_easy=reads_easy) if told_in else None,
        **{name: kept[name] for name in taken},
    )
