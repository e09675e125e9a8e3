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
from wtforms.validators import Length, ValidationError

from helpexchange.consents.rules import ConsentPurpose
from helpexchange.consents.wordings import agreement, wording_text
from helpexchange.core.forms import (
    LONGEST_NAME,
    Checkboxes,
    ContactForm,
    Dropdown,
    Filled,
    OneOf,
    Radios,
    SingleCheckbox,
    TextArea,
    TextBox,
    stripped,
)
from helpexchange.core.i18n import lazy_text as _
from helpexchange.core.i18n import weekday_text
from helpexchange.core.week import WEEKDAYS, DayPart, WeeklyTime, part_in_words, weekly_times
from helpexchange.help_requests.actions import RequestAnswers
from helpexchange.help_requests.labels import WAYS_TO_TELL
from helpexchange.help_requests.rules import LONGEST_NOTE
from helpexchange.notifications.rules import Channel
from helpexchange.skills.labels import language_name, skill_name
from helpexchange.skills.models import Skill

ANY = "any"
#: Word of the answer -> visits a week, and whether once is enough.
FREQUENCIES = {"once": (1, True), "weekly": (1, False), "twice": (2, False), "thrice": (3, False)}


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


class WhenForm(FlaskForm):
    """Which days and which parts of the day."""

    days = SelectMultipleField(
        _("Which days suit you?"),
        validate_choice=False,
        validators=[OneOf(_("Choose the days, or “I do not mind”."))],
        widget=Checkboxes(),
    )
    parts = SelectMultipleField(
        _("Which time of the day?"),
        validate_choice=False,
        validators=[OneOf(_("Choose the time of the day, or “I do not mind”."))],
        widget=Checkboxes(),
    )

    def offer(self) -> None:
        """Set the choices in the reader's language."""
        any_of_them = (ANY, _("I do not mind"))
        self.days.choices = [any_of_them, *((str(day), weekday_text(day)) for day in WEEKDAYS)]
        self.parts.choices = [any_of_them, *((part.value, part_in_words(part)) for part in DayPart)]


def chosen_times(answers: Mapping[str, Any]) -> list[WeeklyTime]:
    """Return the times that the answers of `WhenForm` mean; none when neither day nor time matters."""
    days, parts = answers["days"], answers["parts"]
    if ANY in days and ANY in parts:
        return []
    weekdays = list(WEEKDAYS) if ANY in days else [int(day) for day in days]
    return weekly_times(weekdays, list(DayPart) if ANY in parts else [DayPart(part) for part in parts])


class WhoForm(ContactForm):
    """Who asks, how to reach them, and which language they like to speak."""

    asked_by = StringField(
        _("Are you asking for somebody you care for? Then write your own name here"),
        filters=[stripped],
        description=_(
            "The names above are then those of the person who needs help; phone and mail are yours."
        ),
        validators=[Length(max=LONGEST_NAME, message=_("This is too long."))],
        widget=TextBox(),
    )
    language = SelectField(_("Which language do you like to speak?"), choices=[], widget=Dropdown())
    channel = SelectField(
        _("How shall we tell you things?"), choices=[], validate_choice=False, widget=Dropdown()
    )

    def offer(self, languages: Sequence[str]) -> None:
        """Set the languages to choose from, by name."""
        named = sorted(
            ((code, language_name(code)) for code in languages), key=lambda pair: pair[1].casefold()
        )
        self.language.choices = named
        ways = [(way.value, WAYS_TO_TELL[way]) for way in (Channel.CALL, Channel.TEXT, Channel.MAIL)]
        self.channel.choices = [("", _("as fits best")), *ways]

    def validate_channel(self, field: Field) -> None:
        """Refuse a way to tell for which nothing is filled in."""
        needed = self.email if field.data == Channel.MAIL else self.phone
        if field.data and not needed.data:
            raise ValidationError(str(_("For this, fill in the address or number above.")))


class NoteForm(FlaskForm):
    """Anything else; may stay empty."""

    note = TextAreaField(
        _("Your words"),
        filters=[stripped],
        description=_("Please write nothing about illness. The office asks you if it matters."),
        validators=[Length(max=LONGEST_NOTE, message=_("This is too long. Please shorten it."))],
        widget=TextArea(),
    )


class ConsentForm(FlaskForm):
    """The last page: only with consent."""

    consent = BooleanField(
        wording_text(ConsentPurpose.ASK),
        validators=[Filled(_("Tick the box if you agree. Without it we may not keep your request."))],
        widget=SingleCheckbox(),
    )


def answers_of(kept: Mapping[str, Any], *, told_in: str | None = None) -> RequestAnswers:
    """Return what the answers of all forms together ask for.

    Args:
        told_in: language of messages, and of the words of consent.
    """
    channel = kept.get("channel")
    visits_per_week, is_one_off = FREQUENCIES[kept["frequency"]]
    taken = ("kind_code", "postal_code", "place_id", "first_name", "last_name", "phone", "email", "language")
    return RequestAnswers(
        times=chosen_times(kept),
        visits_per_week=visits_per_week,
        is_one_off=is_one_off,
        note=kept.get("note", ""),
        asked_by=kept.get("asked_by") or "",
        channel=Channel(channel) if channel in set(Channel) else None,
        told_in=told_in,
        consent=agreement(ConsentPurpose.ASK, language=told_in) if told_in else None,
        **{name: kept[name] for name in taken},
    )
