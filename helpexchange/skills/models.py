"""Table of skills; a kind of help is a skill that a request can be filed under."""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from helpexchange.core.database import Base, words


class RiskClass(StrEnum):
    """How much trust a kind of help needs; decides which checks it asks for."""

    LOW = "low"
    MIDDLE = "middle"
    HIGH = "high"


class Skill(Base):
    """Something a helper can do.

    `name` is for skills that are not among the standard ones of `labels.py`; `is_remote` kinds of help need
    nobody to travel; `checks` are the codes a helper must have passed.
    """

    __tablename__ = "skills"

    code: Mapped[str] = mapped_column(String(60), primary_key=True)
    name: Mapped[str] = mapped_column(String(100), default="")
    is_kind_of_help: Mapped[bool] = mapped_column(default=False)
    is_remote: Mapped[bool] = mapped_column(default=False)
    risk_class: Mapped[RiskClass] = mapped_column(words(RiskClass), default=RiskClass.LOW)
    checks: Mapped[list[str]] = mapped_column(default=list)
    visit_minutes: Mapped[int] = mapped_column(default=60)
