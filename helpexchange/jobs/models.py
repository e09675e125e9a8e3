"""Table of how far each job has come."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from helpexchange.core.database import Base


class JobCursor(Base):
    """The last tick of a job that is done; `done_by` is the machine and process."""

    __tablename__ = "job_cursors"

    job: Mapped[str] = mapped_column(String(60), primary_key=True)
    due_at: Mapped[datetime]
    done_at: Mapped[datetime]
    done_by: Mapped[str] = mapped_column(String(200))
