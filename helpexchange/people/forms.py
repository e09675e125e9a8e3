"""What the addresses of the lists ask for, and what is noted about a person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeVar

from flask_wtf import FlaskForm
from wtforms import HiddenField, RadioField, TextAreaField
from wtforms.validators import Length, Regexp

from helpexchange.core.clock import start_of_day
from helpexchange.core.forms import Filled, OneOf, Radios, TextArea, read_day, stripped
from helpexchange.core.i18n import lazy_text as _
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

LONGEST_ID = 9
_CHOOSE = _("Choose what is to be kept.")
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
