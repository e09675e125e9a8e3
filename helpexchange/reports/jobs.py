"""What the scheduler calls: the counts of the night, so that months, quarters and years open at once."""

from __future__ import annotations

from datetime import datetime

from helpexchange.core.clock import town_day
from helpexchange.core.database import db, only_reading
from helpexchange.core.viewer import system_viewer
from helpexchange.offices.queries import offices
from helpexchange.reports.actions import forget_counts, keep_counts
from helpexchange.reports.queries import COUNTED, FRESH_FOR, Wish
from helpexchange.reports.rules import Period, Span, chosen_period

NAME = "nightly counts"


def count_at_night(now: datetime) -> int:
    """Count every office for every usual period; return how many counts are kept. Safe to run twice.

    It reads first and writes after, one office and period at a time, so that nobody has to wait for it.
    """
    by, kept = system_viewer(NAME), 0
    with only_reading():
        office_ids = [office.id for office in offices(by)]
        db.session.rollback()
    for office_id in office_ids:
        for period in usual_periods(now):
            wish = Wish(period=period, office_id=office_id)
            with only_reading():
                counted = {name: query(by, wish) for name, (query, _kind) in COUNTED.items()}
                db.session.rollback()
            keep_counts(wish=wish, counted=counted, by=by, now=now)
            db.session.commit()
            kept += len(counted)
    forget_counts(before=now - FRESH_FOR, by=by)
    db.session.commit()
    return kept


def usual_periods(now: datetime) -> list[Period]:
    """Return the days of every span that is chosen by its name."""
    spans = [span for span in Span if span is not Span.DAYS]
    return sorted({chosen_period(span, today=town_day(now)) for span in spans})
