"""Tables of organisations, offices and districts."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from helpexchange.core.database import Base


class Organisation(Base):
    """Who runs offices: the municipality or a welfare organisation."""

    __tablename__ = "organisations"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200), unique=True)


class Office(Base):
    """A contact office: people phone it, visit it, and its coordinators decide.

    `opening_hours` is one line a day in the town's language; `code` is its word in addresses and files.
    `state_code` (ISO 3166-2, such as DE-NW) says which days are holidays; within `first_contact_days` working
    days the office speaks to whoever is new. `professional_work` is one kind of work a line.
    """

    __tablename__ = "offices"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    code: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(200), unique=True)
    street: Mapped[str] = mapped_column(String(200), default="")
    postal_code: Mapped[str] = mapped_column(String(10), default="")
    town: Mapped[str] = mapped_column(String(100), default="")
    phone: Mapped[str] = mapped_column(String(40), default="")
    email: Mapped[str] = mapped_column(String(254), default="")
    opening_hours: Mapped[str] = mapped_column(Text, default="")
    languages: Mapped[list[str]] = mapped_column(default=list)
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    state_code: Mapped[str] = mapped_column(String(8), default="")
    first_contact_days: Mapped[int] = mapped_column(default=2)
    caller_notes: Mapped[str] = mapped_column(Text, default="")
    call_script: Mapped[str] = mapped_column(Text, default="")
    professional_work: Mapped[str] = mapped_column(Text, default="")

    organisation: Mapped[Organisation] = relationship()
    districts: Mapped[list[District]] = relationship(back_populates="office", order_by="District.name")


class District(Base):
    """A district of the town, served by one office.

    `outline` is a GeoJSON geometry (WGS84, longitude first) or empty; it is for drawing, not for deciding.
    """

    __tablename__ = "districts"

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"), index=True)
    code: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    outline: Mapped[dict[str, Any]] = mapped_column(default=dict)
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]

    office: Mapped[Office] = relationship(back_populates="districts")
