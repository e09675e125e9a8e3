"""What the address of the public board asks for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from helpexchange.core.week import DayPart
from helpexchange.help_requests.queries import BoardOrder, BoardWish, Spot
from helpexchange.places.forms import clean_postcode, served_places
from helpexchange.places.models import PostcodePlace

Word = TypeVar("Word", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class BoardSearch:
    """What the address of the board asks for; whatever makes no sense is left out, so that old links work.

    Attributes:
        near: the postcode as it was typed.
        is_near_unknown: True when it is none of the town.
    """

    wish: BoardWish
    near: str
    is_near_unknown: bool

    @classmethod
    def of(cls, args: Mapping[str, str]) -> BoardSearch:
        """Read the query of the address."""
        near = clean_postcode(args.get("near"))
        places = served_places(near) if near else []
        spot = _spot(places[0]) if places else None
        order = args.get("order") or (BoardOrder.NEAREST if spot else BoardOrder.NEWEST)
        wish = BoardWish(
            district_code=args.get("district", ""),
            kind_codes=[args["kind"]] if args.get("kind") else [],
            weekday=int(args["weekday"]) if args.get("weekday") in set("0123456") else None,
            part=_among(DayPart, args.get("part")),
            language=args.get("language", ""),
            near=spot,
            order=_among(BoardOrder, order) or BoardOrder.NEWEST,
        )
        return cls(wish, near, is_near_unknown=bool(near and not places))

    @property
    def is_filtered(self) -> bool:
        """True when not all open requests are shown."""
        wish = self.wish
        some = (wish.district_code, wish.kind_codes, wish.part, wish.language)
        return any(some) or wish.weekday is not None


def _spot(place: PostcodePlace) -> Spot:
    return Spot(place.latitude, place.longitude, place.district_id)


def _among(kind: type[Word], value: str | None) -> Word | None:
    return next((member for member in kind if member.value == value), None)
