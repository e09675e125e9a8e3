"""Answers to an ask, how a helper is asked, and how an office asks."""

from __future__ import annotations

from typing import Any

from flask_wtf import FlaskForm
from wtforms import BooleanField, Field, IntegerField, RadioField, TextAreaField
from wtforms.validators import Length, ValidationError

from helpexchange.asking.labels import NO_REASONS
from helpexchange.asking.rules import LONGEST_WORDS, AskPolicy, NoReason
from helpexchange.core.forms import OneOf, Radios, SingleCheckbox, TextArea, TextBox, stripped
from helpexchange.core.i18n import Text
from helpexchange.core.i18n import lazy_text as _
from helpexchange.engagements.forms import FirstVisitForm

_TOO_LONG = _("This is too long. Please shorten it.")
#: What each number of the settings may be.
RANGES = {
    "remind_after_days": (1, 30), "expire_after_days": (2, 60), "most_open": (1, 20), "most_a_week": (1, 50),
    "person_days": (1, 30), "trial_days": (0, 180),
}  # fmt: skip


class NoForm(FlaskForm):
    """Why a helper cannot help; one click is enough, as something is chosen already."""

    reason = RadioField(
        _("If you like, tell us why"),
        choices=[(each.value, words) for each, words in NO_REASONS.items()],
        default=NoReason.NOT_SAID.value,
        validate_choice=False,
        validators=[OneOf(_("Choose what is right."))],
        widget=Radios(),
    )
    words = TextAreaField(
        _("A few words for the office (you may leave this empty)"),
        filters=[stripped],
        validators=[Length(max=LONGEST_WORDS, message=_TOO_LONG)],
        widget=TextArea(),
    )


class PlanForm(FirstVisitForm):
    """How the helper of an approved proposal is asked."""

    asks_next_best = BooleanField(_("After a no, ask the next best by itself"), widget=SingleCheckbox())


def _number(label: Text, name: str, description: Text | None = None) -> IntegerField:
    return IntegerField(
        label, description=description or "", widget=TextBox(), validators=[_Between(*RANGES[name])]
    )


class _Between:
    """Refuses what is no whole number within a range, with our words."""

    def __init__(self, least: int, most: int) -> None:
        self.least, self.most = least, most

    def __call__(self, _form: object, field: Field) -> None:
        if field.data is None or not self.least <= field.data <= self.most:
            field.errors = []
            words = _("Enter a number from %(least)s to %(most)s.", least=self.least, most=self.most)
            field.process_errors = []
            raise ValidationError(str(words))


class SettingsForm(FlaskForm):
    """How an office asks."""

    remind_after_days = _number(
        _("Remind a helper who has not answered after so many days"), "remind_after_days"
    )
    expire_after_days = _number(_("The question ends after so many days"), "expire_after_days")
    most_open = _number(_("At most so many open questions for one helper"), "most_open")
    most_a_week = _number(_("At most so many questions for one helper within seven days"), "most_a_week")
    person_days = _number(
        _("So many days the person may say no"),
        "person_days",
        _("Counted from the day on which we told them. After that they are taken to agree."),
    )
    trial_days = _number(
        _("Call after so many days and ask how it goes"), "trial_days", _("0 if you do not call.")
    )
    asks_next_best = BooleanField(
        _("After a no, ask the next best by itself, unless chosen otherwise"), widget=SingleCheckbox()
    )

    def validate_expire_after_days(self, field: Any) -> None:
        """Refuse an end before the reminder."""
        if not field.errors and self.remind_after_days.data and field.data <= self.remind_after_days.data:
            raise ValidationError(str(_("The end must be later than the reminder.")))

    def policy(self) -> AskPolicy:
        """Return what a valid form says."""
        numbers = {name: getattr(self, name).data for name in RANGES}
        return AskPolicy(asks_next_best=self.asks_next_best.data, **numbers)
