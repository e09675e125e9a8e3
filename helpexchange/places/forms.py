"""Asking where: a postcode, and which of its places if it has several."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_wtf import FlaskForm
from wtforms import Field, RadioField, StringField
from wtforms.validators import ValidationError

from helpexchange.core.flow import SETTLED, Flow
from helpexchange.core.forms import Filled, OneOf, Radios, TextBox
from helpexchange.core.i18n import lazy_text as _
from helpexchange.core.viewer import VISITOR
from helpexchange.places.models import PostcodePlace
from helpexchange.places.queries import places_of_postcode


def clean_postcode(text: str | None) -> str:
    """Return a postcode as it is stored: capitals, no spaces."""
    return "".join((text or "").split()).upper()


def served_places(postal_code: str) -> Sequence[PostcodePlace]:
    """Return the places of a postcode that lie in a district of the town, by name."""
    return [place for place in places_of_postcode(VISITOR, postal_code) if place.district is not None]


class PostcodeForm(FlaskForm):
    """A postcode of the town; after validation `places` holds what it covers."""

    postal_code = StringField(
        _("Postcode"),
        filters=[clean_postcode],
        validators=[Filled(_("Enter your postcode."))],
        widget=TextBox(),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Start without places."""
        super().__init__(*args, **kwargs)
        self.places: Sequence[PostcodePlace] = ()

    def validate_postal_code(self, field: Field) -> None:
        """Refuse a postcode that is not of the town."""
        self.places = served_places(field.data)
        if not self.places:
            words = _("We do not know this postcode in our town. Please check the number, or call an office.")
            raise ValidationError(str(words))


class PlaceForm(FlaskForm):
    """Which place of a postcode; give `places` to `offer` first."""

    place_id = RadioField(
        _("Which place is it?"),
        coerce=int,
        validate_choice=False,
        validators=[OneOf(_("Choose your place."))],
        widget=Radios(),
    )

    def offer(self, places: Sequence[PostcodePlace]) -> None:
        """Set the places to choose from."""
        self.place_id.choices = [(place.id, place_in_words(place)) for place in places]


def place_in_words(place: PostcodePlace) -> str:
    """Return the name of a place with its district, if that is another word."""
    district = place.district.name if place.district else ""
    return place.name if district in ("", place.name) else f"{place.name} ({district})"


def settle_place(flow: Flow, form: PostcodeForm) -> None:
    """Keep the place of a valid postcode that has only one, so that the question which one is left out."""
    flow.forget("place")
    if len(form.places) == 1:
        flow.keep("place", {"place_id": form.places[0].id, SETTLED: True})


def place_form(flow: Flow) -> PlaceForm:
    """Return the question which place of the postcode given before."""
    form = PlaceForm(data=flow.answer("place"))
    form.offer(served_places(flow.answers()["postal_code"]))
    return form
