"""What is asked about hours and ways; the helper and the office use the same forms."""

from __future__ import annotations

import secrets

from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import BooleanField, Field, HiddenField, RadioField, StringField, TextAreaField
from wtforms.validators import Length, Regexp, ValidationError

from helpexchange.core.forms import (
    DayField,
    FileBox,
    Filled,
    OneOf,
    Radios,
    SingleCheckbox,
    TextArea,
    TextBox,
    file_sent,
    stripped,
)
from helpexchange.core.i18n import amount_text, money_text
from helpexchange.core.i18n import lazy_text as _
from helpexchange.engagements.forms import minutes_in
from helpexchange.hours_and_costs.actions import MOST_RECEIPT_BYTES, Claim, Hours
from helpexchange.hours_and_costs.labels import HOUR_KINDS, MEANS
from helpexchange.hours_and_costs.models import LoggedHours, TravelCost
from helpexchange.hours_and_costs.rules import (
    LONGEST_NOTE,
    MOST_CENTS,
    MOST_KM,
    BadReceiptError,
    HourKind,
    Means,
    cents_in,
    media_type_of,
)

LONGEST_NUMBER = 6
_TOO_LONG = _("This is too long. Please shorten it.")


class _OnceForm(FlaskForm):
    """A form that does its work once, however often it is sent."""

    day = DayField(_("Day"), filters=[stripped], validators=[Filled(_("Enter a day."))])
    note = TextAreaField(
        _("A few words for the office (you may leave this empty)"),
        filters=[stripped],
        validators=[Length(max=LONGEST_NOTE, message=_TOO_LONG)],
        widget=TextArea(),
    )
    reference = HiddenField(
        validators=[Regexp(r"[A-Za-z0-9_-]{1,40}", message=_("Please send the form again."))]
    )

    @staticmethod
    def new_reference() -> str:
        """Return a word for a form that was not sent before."""
        return secrets.token_urlsafe(12)


class HoursForm(_OnceForm):
    """Hours without a visit."""

    minutes = StringField(
        _("How many minutes did it take?"),
        filters=[stripped],
        description=_("You may also write hours and minutes: 1:15"),
        validators=[Filled(_("Enter how many minutes it took."))],
        widget=TextBox(),
    )
    kind = RadioField(
        _("What was it?"),
        choices=[(each.value, words) for each, words in HOUR_KINDS.items()],
        validate_choice=False,
        validators=[OneOf(_("Choose what is right."))],
        widget=Radios(),
    )

    def validate_minutes(self, field: Field) -> None:
        """Refuse what is no time."""
        if field.data and minutes_in(field.data) is None:
            raise ValidationError(str(_("Enter minutes, such as 60, or hours and minutes, such as 1:15.")))

    def hours(self) -> Hours:
        """Return what a valid form says."""
        if self.day.day is None:
            raise LookupError("the form was not validated")
        return Hours(
            day=self.day.day, minutes=minutes_in(self.minutes.data) or 0, kind=HourKind(self.kind.data),
            note=self.note.data,
        )  # fmt: skip

    @staticmethod
    def data_of(entry: LoggedHours) -> dict[str, str]:
        """Return what fills the form for hours that are there."""
        return {
            "day": entry.day.isoformat(), "minutes": str(entry.minutes), "kind": entry.kind.value,
            "note": entry.note, "reference": entry.reference,
        }  # fmt: skip


class CostForm(_OnceForm):
    """What a way cost: a ticket, or kilometres."""

    means = RadioField(
        _("How did you travel?"),
        choices=[(each.value, words) for each, words in MEANS.items()],
        validate_choice=False,
        validators=[OneOf(_("Choose how."))],
        widget=Radios(),
    )
    amount = StringField(_("Price of the ticket"), filters=[stripped], widget=TextBox())
    km = StringField(_("Kilometres there and back"), filters=[stripped], widget=TextBox())
    receipt = FileField(
        _("Picture or scan of the ticket (you may leave this empty)"),
        description=_("JPEG, PNG or PDF, at most 5 MB. Or keep the ticket and show it to the office."),
        widget=FileBox(),
    )
    is_receipt_seen = BooleanField(_("The office has seen the ticket on paper"), widget=SingleCheckbox())

    def offer(self, *, cents_per_km: int, is_office: bool, km_proposed: int | None = None) -> None:
        """Say what is refunded; leave out what this office or this side does not have."""
        self.amount.description = _("For example %(amount)s.", amount=amount_text(340))
        rate = money_text(cents_per_km)
        if cents_per_km:
            self.km.description = _("%(amount)s are refunded for each kilometre.", amount=rate)
        else:
            self.means.choices = [(Means.TICKET.value, MEANS[Means.TICKET])]
            del self.km
        if not is_office:
            del self.is_receipt_seen
        if cents_per_km and km_proposed is not None:
            self.km.description = _(
                "%(amount)s are refunded for each kilometre. As the crow flies it is %(km)s km.",
                amount=rate, km=km_proposed,
            )  # fmt: skip

    def validate_amount(self, field: Field) -> None:
        """Ask for the price of a ticket."""
        if self.means.data != Means.TICKET:
            return
        cents = cents_in(field.data or "")
        if cents is None or not 0 < cents <= MOST_CENTS:
            example = amount_text(340)
            raise ValidationError(str(_("Write the price as a number, such as %(amount)s.", amount=example)))

    def validate_km(self, field: Field) -> None:
        """Ask for whole kilometres."""
        if self.means.data == Means.KM and not self._km(field.data or ""):
            raise ValidationError(str(_("Write whole kilometres, such as 12.")))

    def validate_receipt(self, field: Field) -> None:
        """Refuse what is no picture or PDF, by what is in it."""
        data = self.receipt_data()
        if data and (media_type_of(data) is None or len(data) > MOST_RECEIPT_BYTES):
            field.errors = []
            raise ValidationError(str(BadReceiptError.words))

    @staticmethod
    def _km(text: str) -> int | None:
        km = int(text) if text.isascii() and text.isdecimal() and len(text) <= LONGEST_NUMBER else 0
        return km if 0 < km <= MOST_KM else None

    def receipt_data(self) -> bytes:
        """Return the file that was sent, up to one byte too many; nothing if there is none."""
        return file_sent(self.receipt, at_most=MOST_RECEIPT_BYTES)

    def claim(self, *, visit_id: int | None) -> Claim:
        """Return what a valid form says."""
        if self.day.day is None:
            raise LookupError("the form was not validated")
        is_seen = "is_receipt_seen" in self and bool(self.is_receipt_seen.data)
        km = self._km(self.km.data or "") if "km" in self else None
        return Claim(
            day=self.day.day, means=Means(self.means.data), cents=cents_in(self.amount.data or ""), km=km,
            note=self.note.data, visit_id=visit_id, receipt=self.receipt_data(), is_receipt_seen=is_seen,
        )  # fmt: skip

    @staticmethod
    def data_of(cost: TravelCost) -> dict[str, object]:
        """Return what fills the form for a cost that is there."""
        is_ticket = cost.means is Means.TICKET
        return {
            "day": cost.day.isoformat(), "means": cost.means.value, "note": cost.note,
            "amount": amount_text(cost.cents) if is_ticket else "", "km": str(cost.km or ""),
            "is_receipt_seen": cost.is_receipt_seen, "reference": cost.reference,
        }  # fmt: skip
