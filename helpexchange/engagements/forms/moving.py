"""When one visit shall be instead; it lasts as long as before."""

from __future__ import annotations

import re

from flask_wtf import FlaskForm
from wtforms import Field, StringField
from wtforms.validators import ValidationError

from helpexchange.core.forms import DayField, Filled, TextBox, stripped
from helpexchange.core.i18n import lazy_text as _

_CLOCK = re.compile(r"(?P<hour>\d{1,2})(?:[:.](?P<minute>[0-5]\d))?")
_LAST_HOUR = 23


def clock_minute(text: str) -> int | None:
    """Return the minutes after midnight of "14", "14:30" or "14.30"; None if it is no time."""
    found = _CLOCK.fullmatch(text.strip())
    if found is None or int(found["hour"]) > _LAST_HOUR:
        return None
    return 60 * int(found["hour"]) + int(found["minute"] or 0)


class MoveForm(FlaskForm):
    """Day and hour."""

    day = DayField(_("New day"), filters=[stripped], validators=[Filled(_("Enter a day."))])
    start = StringField(
        _("Begin"),
        filters=[stripped],
        description=_("For example: 14:30"),
        validators=[Filled(_("Enter a time, such as 14:30."))],
        widget=TextBox(),
    )

    def validate_start(self, field: Field) -> None:
        """Refuse what is no time."""
        if field.data and clock_minute(field.data) is None:
            raise ValidationError(str(_("Enter a time, such as 14:30.")))
