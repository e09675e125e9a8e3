"""Tables of places."""

from __future__ import annotations

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from helpexchange.core.database import Base
from helpexchange.offices.models import District


class PostcodePlace(Base):
    """A place that a postcode covers, one of perhaps many; latitude and longitude are its middle (WGS84)."""

    __tablename__ = "postcode_places"
    __table_args__ = (UniqueConstraint("country", "postal_code", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    country: Mapped[str] = mapped_column(String(2))
    postal_code: Mapped[str] = mapped_column(String(10), index=True)
    name: Mapped[str] = mapped_column(String(200))
    latitude: Mapped[float]
    longitude: Mapped[float]
    district_id: Mapped[int | None] = mapped_column(ForeignKey("districts.id"))

    district: Mapped[District | None] = relationship()
