"""Which days and which office a report is about, as chosen in the address."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from flask_wtf import FlaskForm
from wtforms import SelectField

from helpexchange.core.forms import DayField, Dropdown
from helpexchange.core.i18n import lazy_text as _
from helpexchange.offices.models import Office
from helpexchange.reports.labels import SPANS
from helpexchange.reports.rules import BadPeriodError, Period, Span, chosen_period

TOWN = ""


class PeriodForm(FlaskForm):
    """The days, and for whoever sees several offices the office; nothing chosen is the last month."""

    class Meta:
        csrf = False  # it only reads, and its address can be kept

    span = SelectField(
        _("Days"), choices=[(span.value, words) for span, words in SPANS.items()],
        default=Span.LAST_MONTH.value, validate_choice=False, widget=Dropdown(),
    )  # fmt: skip
    first = DayField(_("First day"), description=_("Only for “From one day to another”."))
    last = DayField(_("Last day"))
    office = SelectField(_("Office"), default=TOWN, validate_choice=False, widget=Dropdown())

    @classmethod
    def read(cls, args: Mapping[str, Any], offices: Sequence[Office]) -> PeriodForm:
        """Return the form as the address has it; an office that is not one of these counts as chosen too."""
        form = cls(formdata=args if "span" in args or "office" in args else None)
        form.office.choices = [(TOWN, _("All offices")), *((str(each.id), each.name) for each in offices)]
        return form

    @property
    def office_id(self) -> int | None:
        """The office chosen; 0, which nobody has, for what is no number."""
        chosen = self.office.data or TOWN
        if chosen == TOWN:
            return None
        return int(chosen) if chosen.isdecimal() and len(chosen) < len(str(2**31)) else 0

    def period(self, today: date) -> Period:
        """Return the days chosen; where they cannot be, errors stand beside the fields and it is last month.

        Args:
            today: the day in the town.
        """
        instead = chosen_period(Span.LAST_MONTH, today=today)
        if not self.validate():
            return instead
        try:
            return chosen_period(self._span(), today=today, first=self.first.day, last=self.last.day)
        except BadPeriodError as refusal:
            self.last.errors = [str(refusal.words)]
            return instead

    def _span(self) -> Span:
        return Span(self.span.data) if self.span.data in list(Span) else Span.LAST_MONTH
