"""When a helper comes: one line of times as people say them, how often, from when until when."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from flask_wtf import FlaskForm
from wtforms import BooleanField, Field, SelectField, StringField
from wtforms.validators import Length, ValidationError

from helpexchange.core.forms import DayField, Dropdown, Filled, OneOf, SingleCheckbox, TextBox, stripped
from helpexchange.core.i18n import current_language, minute_text, weekday_text
from helpexchange.core.i18n import lazy_text as _
from helpexchange.core.spoken_times import check_spoken, spoken_times
from helpexchange.core.week import WeeklyTime
from helpexchange.engagements.actions import Agreed
from helpexchange.engagements.labels import RHYTHMS, WEEKS_OF_MONTH
from helpexchange.engagements.models import VisitSeries
from helpexchange.engagements.rules import Rhythm, SeriesPlan
from helpexchange.engagements.rules.series import MOST_VISITS

LONGEST_TIMES = 200
MONTHLY = "monthly-"
_TOO_LONG = _("This is too long. Please shorten it.")


def times_as_said(times: Iterable[WeeklyTime]) -> str:
    """Return times as somebody would write them: "Tuesday 14:00-15:00; Thursday 10:00-11:00"."""
    return "; ".join(
        f"{weekday_text(each.weekday)} {minute_text(each.start_min)}-{minute_text(each.end_min)}"
        for each in times
    )


class TimesForm(FlaskForm):
    """The times that two people agree on; give the choices to `offer` first."""

    times = StringField(
        _("On which days, from when until when?"),
        filters=[stripped],
        description=_("For example: Tue 14-15, Thu 10:00-11:30"),
        validators=[
            Filled(_("Enter day and time, such as Tue 14-15.")),
            Length(max=LONGEST_TIMES, message=_TOO_LONG),
        ],
        widget=TextBox(),
    )
    rhythm = SelectField(
        _("How often?"), validate_choice=False, widget=Dropdown(), validators=[OneOf(_("Choose how often."))]
    )
    first = DayField(_("First day"), filters=[stripped], validators=[Filled(_("Enter a day."))])
    last = DayField(
        _("Last day"),
        filters=[stripped],
        description=_("Leave it empty if it goes on until somebody ends it."),
    )
    visit_count = StringField(
        _("Number of visits"),
        filters=[stripped],
        description=_("Only if it is limited."),
        widget=TextBox(),
    )
    skips_public = BooleanField(_("No visits on public holidays"), widget=SingleCheckbox())
    skips_school = BooleanField(_("No visits in the school holidays"), widget=SingleCheckbox())

    def offer(self) -> None:
        """Set how often visits can come back, in the reader's language."""
        monthly = [
            (f"{MONTHLY}{week}", f"{RHYTHMS[Rhythm.MONTHLY]}, {words}")
            for week, words in WEEKS_OF_MONTH.items()
        ]
        plain = [
            (each.value, str(RHYTHMS[each])) for each in (Rhythm.WEEKLY, Rhythm.FORTNIGHTLY, Rhythm.ONCE)
        ]
        self.rhythm.choices = [*plain, *monthly]

    def validate_times(self, field: Field) -> None:
        """Refuse words without meaning, and any time at all."""
        spoken = spoken_times(field.data, language=current_language())
        check_spoken(spoken)
        if not spoken.times:
            raise ValidationError(str(_("Enter day and time, such as Tue 14-15.")))

    def validate_visit_count(self, field: Field) -> None:
        """Refuse what is no number of visits."""
        if field.data and not (field.data.isdecimal() and 1 <= int(field.data) <= MOST_VISITS):
            raise ValidationError(str(_("Enter a number, such as 13, or leave it empty.")))

    def agreed(self) -> Agreed:
        """Return what a valid form agrees on; the rules judge whether it fits together."""
        rhythm, _dash, week = str(self.rhythm.data).partition("-")
        first, last = self.first.day, self.last.day
        if first is None:
            raise ValueError("the form was not validated")
        plan = SeriesPlan(
            rhythm=Rhythm(rhythm), starts_on=first, until=_day_after(last) if last else None,
            times=spoken_times(self.times.data or "", language=current_language()).times,
            visit_count=int(self.visit_count.data) if self.visit_count.data else None,
            week_of_month=int(week) if week else None,
        )  # fmt: skip
        return Agreed(
            plan=plan,
            skips_public_holidays=self.skips_public.data,
            skips_school_holidays=self.skips_school.data,
        )


def _day_after(day: date) -> date:
    return day + timedelta(days=1) if day < date.max else day


def data_of(series: VisitSeries) -> dict[str, Any]:
    """Return the fields of the form as a series stands; its end is left out, it stays as it is."""
    week = f"-{series.week_of_month}" if series.week_of_month is not None else ""
    return {
        "times": times_as_said(series.plan.times), "rhythm": f"{series.rhythm}{week}",
        "skips_public": series.skips_public_holidays, "skips_school": series.skips_school_holidays,
    }  # fmt: skip
