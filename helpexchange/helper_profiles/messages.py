"""Whom to tell, where and when, and the words that every message to a helper needs."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from flask import current_app

from helpexchange.helper_profiles.links import INTEREST, PAGE, link_for
from helpexchange.helper_profiles.models import HelperProfile
from helpexchange.helper_profiles.queries import OBJECT_TYPE
from helpexchange.notifications.rules import About, Recipient


def about_helper(helper: HelperProfile) -> About:
    """Return the record in whose history a message to a helper stands."""
    return About(object_type=OBJECT_TYPE, object_id=helper.id)


def recipient_of(helper: HelperProfile) -> Recipient:
    """Return the helper as somebody to tell things, on the channel they chose."""
    post_lines = (helper.street, f"{helper.postal_code} {helper.town}".strip()) if helper.street else ()
    return Recipient(
        person=about_helper(helper),
        office_id=helper.office_id,
        name=f"{helper.first_name} {helper.last_name}".strip(),
        channel=helper.channel,
        language=helper.language,
        email=helper.email,
        phone=helper.phone,
        post_lines=post_lines,
    )


def words_for(helper: HelperProfile) -> dict[str, object]:
    """Return what every message names: the helper, the office and links that need no account."""
    return {
        "first_name": helper.first_name,
        "office": helper.office.name,
        "phone": helper.office.phone,
        "page_link": link_for(PAGE, helper.id, helper.link_number),
        "interest_link": link_for(INTEREST, helper.id, helper.link_number),
    }


def not_on_quiet_days(helper: HelperProfile, moment: datetime) -> datetime:
    """Return the moment, or the same time on the first day after it on which the helper wants messages."""
    zone = ZoneInfo(current_app.extensions["settings"].time_zone)
    days = [moment + timedelta(days=count) for count in range(7)]
    quiet = set(helper.quiet_days or ())
    return next((day for day in days if day.astimezone(zone).weekday() not in quiet), moment)
