"""Finding places by what people type. The offline geocoder knows postcodes and names of places only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from helpexchange.core.viewer import VISITOR
from helpexchange.places import queries
from helpexchange.places.models import PostcodePlace


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundPlace:
    """A place that may be meant; `latitude`, `longitude` are its middle (WGS84), not an address.

    Attributes:
        id: of the place in the own list; None for places from elsewhere.
        district_code: "" outside the town.
    """

    id: int | None
    name: str
    postal_code: str
    latitude: float
    longitude: float
    district_id: int | None = None
    district_code: str = ""
    district_name: str = ""
    office_id: int | None = None


class Geocoder(Protocol):
    """Turns a text into places. Several answers mean: ask which; none: it is not known."""

    def find(self, text: str) -> list[FoundPlace]:
        """Return the places that `text` may mean, best first."""


class OfflineGeocoder:
    """Looks into the town's own list of postcodes; asks nobody outside."""

    def find(self, text: str) -> list[FoundPlace]:
        """Return the places with this postcode or name; "44263 Hörde" takes both into account."""
        words = text.split()
        codes = [word for word in words if any(letter.isdigit() for letter in word)]
        name = " ".join(word for word in words if word not in codes)
        if not codes:
            return [_found(place) for place in queries.places_named(VISITOR, name)] if name else []
        places = [place for code in codes for place in queries.places_of_postcode(VISITOR, code)]
        named = [place for place in places if name and name.casefold() in place.name.casefold()]
        return [_found(place) for place in named or places]


def _found(place: PostcodePlace) -> FoundPlace:
    district = place.district
    return FoundPlace(
        id=place.id, name=place.name, postal_code=place.postal_code, latitude=place.latitude,
        longitude=place.longitude, district_id=place.district_id,
        district_code=district.code if district else "",
        district_name=district.name if district else "",
        office_id=district.office_id if district else None,
    )  # fmt: skip


def served(text: str) -> list[FoundPlace]:
    """Return the places of the town that a text may mean; a name written in full means only itself."""
    found = [place for place in OfflineGeocoder().find(text) if place.district_id is not None]
    typed = " ".join(word for word in text.split() if not any(letter.isdigit() for letter in word))
    exact = [place for place in found if place.name.casefold() == typed.casefold()]
    return exact if len(exact) == 1 else found
