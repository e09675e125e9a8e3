"""The questions of offering help, one form a page, and what the office decides about a helper."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask_wtf import FlaskForm
from wtforms import BooleanField, RadioField, SelectField, SelectMultipleField

from helpexchange.core.forms import Dropdown, Filled, OneOf, SingleCheckbox, WeekGridField
from helpexchange.core.i18n import lazy_text as _
from helpexchange.core.week import times_of_cells
from helpexchange.helper_profiles.actions import HelperAnswers
from helpexchange.helper_profiles.labels import DECLINE_REASONS, WHO_THEY_ARE, people_at_once, reach
from helpexchange.helper_profiles.rules import MOST_REQUESTS, HelperKind
from helpexchange.skills.labels import language_name, skill_name
from helpexchange.skills.models import Skill

ANYWHERE = "anywhere"
DISTANCES_M = (1_000, 2_000, 5_000, 10_000)
#: Asks for no skill, so nobody can offer it.
NOT_OFFERED = "other"


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

    def offer(self) -> None:
        """Set the choices in the reader's language."""
        distances = [(str(distance_m), reach(distance_m)) for distance_m in DISTANCES_M]
        self.reach.choices = [*distances, (ANYWHERE, reach(None))]
        self.max_requests.choices = [
            (str(count), people_at_once(count)) for count in range(1, MOST_REQUESTS + 1)
        ]


class WeekForm(FlaskForm):
    """When somebody is free."""

    cells = WeekGridField(
        _("When are you free?"), validators=[Filled(_("Tick at least one time when you are free."))]
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
        _("I agree: the office may keep these answers and call or write to me about helping."),
        validators=[Filled(_("Tick the box if you agree. Without it we may not keep your offer."))],
        widget=SingleCheckbox(),
    )


class DeclineForm(FlaskForm):
    """Why a helper is not taken."""

    reason = SelectField(
        _("Why?"),
        choices=[(reason.value, words) for reason, words in DECLINE_REASONS.items()],
        validate_choice=False,
        validators=[OneOf(_("Choose a reason."))],
        widget=Dropdown(),
    )


def answers_of(kept: Mapping[str, Any]) -> HelperAnswers:
    """Return what the answers of all forms together offer."""
    who = ("first_name", "last_name", "phone", "email")
    taken = ("skill_codes", "languages", "postal_code", "place_id", *who)
    return HelperAnswers(
        kind=HelperKind(kept["kind"]),
        times=times_of_cells(kept["cells"]),
        max_distance_m=None if kept["reach"] == ANYWHERE else float(kept["reach"]),
        max_requests=int(kept["max_requests"]),
        wanted_request_id=kept.get("wanted_request_id"),
        **{name: kept[name] for name in taken},
    )
