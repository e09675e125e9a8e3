"""The questions of offering help, one form a page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, RadioField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import Length

from helpexchange.consents.rules import ConsentPurpose
from helpexchange.consents.wordings import agreement, wording_text
from helpexchange.core.forms import (
    DayField,
    Filled,
    OneOf,
    SingleCheckbox,
    TextArea,
    TextBox,
    read_day,
    stripped,
)
from helpexchange.core.i18n import current_language
from helpexchange.core.i18n import lazy_text as _
from helpexchange.core.spoken_times import check_spoken, spoken_times
from helpexchange.core.week import (
    WEEKDAYS,
    WHOLE_DAY,
    WeeklyTime,
    joined_times,
    times_in_words,
    times_of_cells,
)
from helpexchange.core.week_grid import WeekGridField
from helpexchange.helper_profiles.actions import HelperAnswers
from helpexchange.helper_profiles.labels import (
    WHO_THEY_ARE,
    people_at_once,
    reach,
    time_per_week,
)
from helpexchange.helper_profiles.rules import LONGEST_ABOUT, LONGEST_WISHES, MOST_REQUESTS, HelperKind
from helpexchange.skills.labels import language_name, skill_name
from helpexchange.skills.models import Skill

ANYWHERE = "anywhere"
DISTANCES_M = (1_000, 2_000, 5_000, 10_000)
#: Asks for no skill, so nobody can offer it.
NOT_OFFERED = "other"
#: Minutes a week to choose from; the word for no limit is `AS_NEEDED`.
MINUTES_PER_WEEK = (60, 120, 180, 300)
AS_NEEDED = "needed"
LONGEST_TIMES = 200
TOO_LONG = _("This is too long. Please shorten it.")


class HelpForm(FlaskForm):
    """What somebody likes to do; give `skills` to `offer` first."""

    skill_codes = SelectMultipleField(
        validate_choice=False, validators=[OneOf(_("Choose at least one thing you like to do."))]
    )

    def offer(self, skills: Sequence[Skill]) -> None:
        """Set the kinds of help and skills to choose from, by name."""
        named = [(each.code, skill_name(each.code, each.name)) for each in skills if each.code != NOT_OFFERED]
        self.skill_codes.choices = sorted(named, key=lambda pair: pair[1].casefold())


class LanguagesForm(FlaskForm):
    """Which languages somebody speaks; give `languages` to `offer` first."""

    languages = SelectMultipleField(
        validate_choice=False, validators=[OneOf(_("Choose at least one language."))]
    )

    def offer(self, languages: Sequence[str]) -> None:
        """Set the languages to choose from, by name."""
        named = [(code, language_name(code)) for code in languages]
        self.languages.choices = sorted(named, key=lambda pair: pair[1].casefold())


class ReachForm(FlaskForm):
    """How far, and how many people."""

    reach = RadioField(
        _("How far would you go?"),
        validate_choice=False,
        validators=[OneOf(_("Choose how far you would go."))],
    )
    max_requests = RadioField(
        _("How many people would you like to help at the same time?"),
        validate_choice=False,
        validators=[OneOf(_("Choose how many people you would like to help."))],
    )

    minutes_per_week = RadioField(
        _("How much time would you like to give?"),
        validate_choice=False,
        validators=[OneOf(_("Choose how much time you would like to give."))],
    )

    def offer(self, *, now_m: float | None = None, now_minutes: int | None = None) -> None:
        """Set the choices in the reader's language, with what holds now if it is none of the usual ones."""
        usual_m = sorted({*DISTANCES_M, *filter(None, [int(now_m or 0)])})
        usual_minutes = sorted({*MINUTES_PER_WEEK, *filter(None, [now_minutes])})
        minutes = [(str(count), time_per_week(count)) for count in usual_minutes]
        self.minutes_per_week.choices = [*minutes, (AS_NEEDED, time_per_week(None))]
        distances = [(str(distance_m), reach(distance_m)) for distance_m in usual_m]
        self.reach.choices = [*distances, (ANYWHERE, reach(None))]
        self.max_requests.choices = [
            (str(count), people_at_once(count)) for count in range(1, MOST_REQUESTS + 1)
        ]


class WeekForm(FlaskForm):
    """When somebody is free: boxes of a grid, a line of text, or both.

    What was understood of the text is shown before it counts: `shown` is the text whose times have been seen.
    """

    cells = WeekGridField(_("When are you free?"))
    text = StringField(
        _("Or write it as you say it"),
        filters=[stripped],
        description=_("For example: Tue 14-17, Thu morning"),
        validators=[Length(max=LONGEST_TIMES, message=TOO_LONG)],
        widget=TextBox(),
    )
    shown = HiddenField()

    def times(self) -> list[WeeklyTime]:
        """Return boxes and text together."""
        said = times_of_text(self.text.data or "", language=current_language())
        return joined_times([*times_of_cells(self.cells.data or ()), *said])

    def must_show(self) -> bool:
        """Return whether the text has times that the person has not yet seen as we understand them."""
        return bool(self.text.data) and self.shown.data != self.text.data

    def understood(self) -> list[str]:
        """Return the times of the text in words; none without text."""
        times = times_of_text(self.text.data or "", language=current_language())
        return times_in_words(times) if times else []

    def validate(self, extra_validators: Any = None) -> bool:
        """Ask for a time when there is none at all."""
        is_fine = bool(super().validate(extra_validators))
        if is_fine and not self.cells.data and not self.text.data:
            words = _("Tick at least one time when you are free.")
            self.cells.errors = [*self.cells.errors, str(words)]
            return False
        return is_fine

    def validate_text(self, field: Any) -> None:
        """Refuse words without meaning and times that cannot be."""
        if field.data:
            check_spoken(spoken_times(field.data, language=current_language()))


class AwayForm(FlaskForm):
    """Days away; may stay empty."""

    first = DayField(_("First day away"), filters=[stripped])
    last = DayField(_("Last day away"), filters=[stripped])

    def validate(self, extra_validators: Any = None) -> bool:
        """Refuse half an absence, and one that ends before it begins."""
        if not super().validate(extra_validators):
            return False
        first, last = self.first.day, self.last.day
        if bool(first) != bool(last):
            missing = self.last if first else self.first
            missing.errors = [*missing.errors, str(_("Enter both days, or none."))]
            return False
        if first and last and last < first:
            self.last.errors = [*self.last.errors, str(_("The last day must not be before the first."))]
            return False
        return True


class AboutForm(FlaskForm):
    """What only the office sees; may stay empty."""

    wishes = StringField(
        _("Who would you rather help?"),
        filters=[stripped],
        description=_(
            "For example: families, people of my own age, rather no dogs. The office tries to see to it."
        ),
        validators=[Length(max=LONGEST_WISHES, message=TOO_LONG)],
        widget=TextBox(),
    )
    about_me = TextAreaField(
        _("About you"),
        filters=[stripped],
        description=_("What you did or do, what you enjoy. Please write nothing about illness."),
        validators=[Length(max=LONGEST_ABOUT, message=TOO_LONG)],
        widget=TextArea(),
    )


class KindForm(FlaskForm):
    """Who somebody is as a helper."""

    kind = RadioField(
        choices=[(kind.value, words) for kind, words in WHO_THEY_ARE.items()],
        validate_choice=False,
        validators=[OneOf(_("Choose what fits you best."))],
    )


class ConsentForm(FlaskForm):
    """The last page: only with consent."""

    consent = BooleanField(
        wording_text(ConsentPurpose.HELP),
        validators=[Filled(_("Tick the box if you agree. Without it we may not keep your offer."))],
        widget=SingleCheckbox(),
    )


def answers_of(kept: Mapping[str, Any], *, agreed_in: str | None = None) -> HelperAnswers:
    """Return what the answers of all forms together offer; `agreed_in` is the language of the consent."""
    who = ("first_name", "last_name", "phone", "email")
    taken = ("skill_codes", "languages", "postal_code", "place_id", *who)
    return HelperAnswers(
        kind=HelperKind(kept["kind"]),
        times=times_of_answers(kept),
        minutes_per_week=minutes_of(kept.get("minutes_per_week", AS_NEEDED)),
        away=days_away(kept),
        wishes=kept.get("wishes", ""),
        about_me=kept.get("about_me", ""),
        language=kept.get("spoken_language"),
        consent=agreement(ConsentPurpose.HELP, language=agreed_in) if agreed_in else None,
        max_distance_m=metres_of(kept["reach"]),
        max_requests=int(kept["max_requests"]),
        wanted_request_id=kept.get("wanted_request_id"),
        **{name: kept[name] for name in taken},
    )


def times_of_answers(kept: Mapping[str, Any]) -> list[WeeklyTime]:
    """Return the times of the grid and of the text, in the language in which the text was read."""
    language = kept.get("spoken_language") or current_language()
    return joined_times([*times_of_cells(kept["cells"]), *times_of_text(kept.get("text", ""), language)])


def times_of_text(text: str, language: str) -> list[WeeklyTime]:
    """Return the times that a line of text says; whoever can come at any time is free all days."""
    spoken = spoken_times(text, language=language)
    if spoken.is_any:
        return [WeeklyTime(weekday, *WHOLE_DAY) for weekday in WEEKDAYS]
    return list(spoken.times)


def metres_of(word: str) -> float | None:
    """Return how far an answer of `ReachForm` goes; None is no limit."""
    return None if word == ANYWHERE else float(word)


def minutes_of(word: str) -> int | None:
    """Return the minutes a week that an answer of `ReachForm` means; None is no limit."""
    return None if word == AS_NEEDED else int(word)


def days_away(kept: Mapping[str, Any]) -> tuple[date, date] | None:
    """Return the first and the last day away, if there are any."""
    first, last = (read_day(kept.get(name, "")) for name in ("first", "last"))
    return (first, last) if first and last else None
