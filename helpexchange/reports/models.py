"""The table of counts that the night has made, so that long periods open at once."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from helpexchange.core.database import Base


class KeptCount(Base):
    """What one query has counted for one office and period, as rows without names.

    `name` is that of the query; `first_on` is included, `until` excluded. These are true counts: they are
    made fit to be shown whenever a table is made of them.
    """

    __tablename__ = "report_counts"

    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id", ondelete="CASCADE"), primary_key=True)
    first_on: Mapped[date] = mapped_column(primary_key=True)
    until: Mapped[date] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(30), primary_key=True)
    counted_at: Mapped[datetime]
    rows: Mapped[list[Any]]
