"""What the addresses of the lists ask for, and what is noted about a person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeVar

from flask_wtf import FlaskForm
from wtforms import Field, HiddenField, RadioField, StringField, TextAreaField
from wtforms.validators import Length, Regexp, ValidationError

from helpexchange.core.clock import start_of_day
from helpexchange.core.forms import (
    LONGEST_PHONE,
    Filled,
    OneOf,
    Radios,
    TextArea,
    TextBox,
    check_address,
    check_phone,
    read_day,
    stripped,
)
from helpexchange.core.i18n import lazy_text as _
from helpexchange.help_requests.labels import WAYS_TO_TELL
from helpexchange.help_requests.messages import wished_channel
from helpexchange.help_requests.models import PersonInNeed
from helpexchange.help_requests.rules import LONGEST_LINE
from helpexchange.helper_profiles.models import HelperProfile
from helpexchange.notifications.rules import Channel
from helpexchange.people.queries import PeopleWish, ReadingWish
from helpexchange.people.rules import (
    CHOICES,
    CHOICES_OF_HELP,
    LONGEST_NOTE,
    SIDES,
    Order,
    Part,
    Side,
    Standing,
)
from helpexchange.places.geocoder import FoundPlace, served
from helpexchange.places.rules import NewContact

LONGEST_ID = 9
_CHOOSE = _("Choose what is to be kept.")
_TOO_LONG = _("This is too long. Please shorten it.")
Word = TypeVar("Word", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class PeopleSearch:
    """What the address asks for; whatever makes no sense is left out, so that old links work.

    Attributes:
        silent_since: the day as it was typed; `is_day_wrong` when it means none.
    """

    wish: PeopleWish
    silent_since: str
    is_day_wrong: bool

    @classmethod
    def of(cls, args: Mapping[str, str]) -> PeopleSearch:
        """Read the query of the address."""
        typed = args.get("silent_since", "").strip()[:20]
        day = read_day(typed) if typed else None
        wish = PeopleWish(
            part=_among(Part, args.get("part")),
            standing=_among(Standing, args.get("standing")),
            district_code=args.get("district", ""),
            language=args.get("language", "")[:8],
            silent_since=start_of_day(day) if day else None,
            order=_among(Order, args.get("order")) or Order.NAME,
        )
        return cls(wish, _shown(typed, day), is_day_wrong=bool(typed and day is None))

    @property
    def is_filtered(self) -> bool:
        """True when not everybody is shown."""
        wish = self.wish
        return any((wish.part, wish.standing, wish.district_code, wish.language, wish.silent_since))


def _shown(typed: str, day: date | None) -> str:
    return day.isoformat() if day else typed


def _among(kind: type[Word], value: str | None) -> Word | None:
    return next((member for member in kind if member.value == value), None)


@dataclass(frozen=True, slots=True)
class ReadingSearch:
    """What the address of the access log asks for; whatever makes no sense is left out."""

    wish: ReadingWish
    day: str
    is_day_wrong: bool

    @classmethod
    def of(cls, args: Mapping[str, str]) -> ReadingSearch:
        """Read the query of the address."""
        typed = args.get("day", "").strip()[:20]
        day = read_day(typed) if typed else None
        wish = ReadingWish(
            account_id=_number(args.get("reader")), person_id=_number(args.get("person")), day=day
        )
        return cls(wish, _shown(typed, day), is_day_wrong=bool(typed and day is None))

    @property
    def is_filtered(self) -> bool:
        """True when not all readings are shown."""
        return self.wish != ReadingWish()


def _number(text: str | None) -> int | None:
    """Return a number of an address; below nothing it stands for somebody who came by a link."""
    is_number = bool(text) and str(text).removeprefix("-").isdecimal() and len(str(text)) <= LONGEST_ID
    return int(str(text)) if is_number else None


class NoteForm(FlaskForm):
    """A note about a person."""

    text = TextAreaField(
        _("Note"),
        filters=[stripped],
        description=_("Only your office reads this. Write nothing about illness that help does not need."),
        validators=[
            Filled(_("Write the note.")),
            Length(max=LONGEST_NOTE, message=_("This is too long. Please shorten it.")),
        ],
        widget=TextArea(),
    )
    reference = HiddenField(validators=[Regexp(r"[A-Z]-[0-9a-f]{16}")])


class ReachForm(FlaskForm):
    """How somebody is reached; `found_place` is the new place, None for that of before."""

    phone = StringField(
        _("Phone"), filters=[stripped], widget=TextBox(),
        validators=[check_phone, Length(max=LONGEST_PHONE, message=_TOO_LONG)],
    )  # fmt: skip
    email = StringField(_("E-mail"), filters=[stripped], validators=[check_address], widget=TextBox())
    street = StringField(
        _("Street and number"), filters=[stripped], widget=TextBox(),
        validators=[Length(max=LONGEST_LINE, message=_TOO_LONG)],
    )  # fmt: skip
    place = StringField(_("Postcode or place"), filters=[stripped], widget=TextBox())
    channel = RadioField(
        _("How to tell the person things"),
        choices=[(channel.value, words) for channel, words in WAYS_TO_TELL.items()],
        validate_choice=False,
        validators=[OneOf(_("Choose how to tell the person things."))],
        widget=Radios(),
    )

    @classmethod
    def of(cls, record: PersonInNeed | HelperProfile) -> ReachForm:
        """Return the form as a record stands."""
        before = f"{record.postal_code} {record.town}".strip()
        form = cls(
            data={
                "phone": record.phone, "email": record.email, "street": record.street, "place": before,
                "channel": _usable_channel(record).value,
            }
        )  # fmt: skip
        form.place_before, form.found_place = before, None
        return form

    place_before: str
    found_place: FoundPlace | None

    def validate_place(self, field: Field) -> None:
        """Find the one place that is meant; the one of before stays, whether it is known or not."""
        if field.data == self.place_before:
            return
        found = served(field.data)
        if not field.data or not found:
            empty = _("Enter the postcode or the place.")
            unknown = _("We do not know this place in our town. Is the postcode right?")
            raise ValidationError(str(unknown if field.data else empty))
        if len(found) > 1:
            names = ", ".join(each.name for each in found[:5])
            raise ValidationError(
                str(_("There are several: %(names)s. Write the name as well.", names=names))
            )
        self.found_place = found[0]

    def validate_channel(self, field: Field) -> None:
        """Refuse a way to tell for which nothing is filled in."""
        needed = {"mail": self.email, "letter": self.street, "text": self.phone, "call": self.phone}
        if field.data in needed and not needed[field.data].data:
            raise ValidationError(str(_("For this, fill in the address or number above.")))

    def contact(self) -> NewContact:
        """Return what a valid form says."""
        found = self.found_place
        return NewContact(
            phone=self.phone.data, email=self.email.data, street=self.street.data,
            channel=Channel(self.channel.data),
            place=(found.postal_code, found.id) if found is not None and found.id is not None else None,
        )  # fmt: skip


def _usable_channel(record: PersonInNeed | HelperProfile) -> Channel:
    """Return how a record is told things, or what comes nearest where there is no such address."""
    addresses = {
        Channel.MAIL: record.email, Channel.TEXT: record.phone, Channel.CALL: record.phone,
        Channel.LETTER: record.street,
    }  # fmt: skip
    if addresses[record.channel]:
        return record.channel
    return wished_channel(email=record.email, phone=record.phone, street=record.street)


class MergeForm(FlaskForm):
    """Of which of two people each thing is kept; only what both have, and not the same, is asked."""

    name = RadioField(_("Name"), widget=Radios(), validate_choice=False, validators=[OneOf(_CHOOSE)])
    phone = RadioField(_("Phone"), widget=Radios(), validate_choice=False, validators=[OneOf(_CHOOSE)])
    email = RadioField(_("E-mail"), widget=Radios(), validate_choice=False, validators=[OneOf(_CHOOSE)])
    address = RadioField(_("Address"), widget=Radios(), validate_choice=False, validators=[OneOf(_CHOOSE)])
    told = RadioField(
        _("Is told things by"), widget=Radios(), validate_choice=False, validators=[OneOf(_CHOOSE)]
    )
    times = RadioField(_("Times"), widget=Radios(), validate_choice=False, validators=[OneOf(_CHOOSE)])
    kinds = RadioField(_("Likes to do"), widget=Radios(), validate_choice=False, validators=[OneOf(_CHOOSE)])

    def offer(self, sides: Mapping[str, Mapping[Side, str]]) -> None:
        """Ask for each thing of which there are two; take the only one of the others."""
        self.settled: dict[str, Side] = {}
        for name in (*CHOICES, *CHOICES_OF_HELP):
            words = sides[name]
            given = [side for side in SIDES if words[side]]
            if len(given) == len(SIDES) and words[Side.KEPT] != words[Side.GONE]:
                self[name].choices = [(side.value, words[side]) for side in SIDES]
                if name == "kinds":
                    self[name].choices.append((Side.BOTH.value, _("both together")))
                continue
            if given:
                self.settled[name] = given[0]
            delattr(self, name)

    def choices(self) -> dict[str, Side]:
        """Return of which side each thing is kept."""
        asked = {name: Side(self[name].data) for name in (*CHOICES, *CHOICES_OF_HELP) if name in self}
        return {**self.settled, **asked}
