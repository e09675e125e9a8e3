"""What cannot be done with engagements and visits, in words."""

from __future__ import annotations

from helpexchange.core.errors import ConflictRefusal, Refusal
from helpexchange.core.i18n import lazy_text as _


class BadSeriesError(Refusal):
    """The times do not make a series."""

    code = "bad_series"
    words = _("These times do not fit together. Check days, times and the end.")


class BadPauseError(Refusal):
    """The days of a pause are not to come, or in the wrong order."""

    code = "bad_pause"
    words = _("Enter days to come; the last day is not before the first.")


class BadVisitError(Refusal):
    """The hours of a visit are not possible."""

    code = "bad_visit"
    words = _("Enter how long the visit took: at least 1 minute, at most a day.")


class TextMissingError(Refusal):
    """Another reason needs its words."""

    code = "text_missing"
    words = _("Write a few words about the reason.")


class BadMoveError(Refusal):
    """The new time of a visit is past, or further away than visits are planned."""

    code = "bad_move"
    words = _("Choose a time to come, within the next eight weeks.")


class SchoolHolidaysError(Refusal):
    """A file of school holidays cannot be read."""

    code = "school_holidays"

    def __init__(self, line: int) -> None:
        super().__init__(
            _("Line %(line)s of the file cannot be read: state, name, first and last day.", line=line)
        )


class EngagementEndedError(ConflictRefusal):
    """The engagement has ended."""

    code = "engagement_ended"
    words = _("This engagement has ended in the meantime.")


class NotPausedError(ConflictRefusal):
    """There is no pause that could end."""

    code = "not_paused"
    words = _("There is no pause that could be ended.")


class HelperBusyThenError(ConflictRefusal):
    """The helper has another visit at that time."""

    code = "helper_busy_then"
    words = _("The helper has another visit at this time.")


class HelperCannotHelpError(ConflictRefusal):
    """The helper is not active."""

    code = "helper_cannot_help"
    words = _("This helper has paused or left in the meantime.")


class RequestNotToBeServedError(ConflictRefusal):
    """The request has its helpers, or has ended."""

    code = "request_not_to_be_served"
    words = _("This request has its helpers already, or has ended.")


class VisitDecidedError(ConflictRefusal):
    """The visit is no longer planned."""

    code = "visit_decided"
    words = _("Something else has been noted about this visit in the meantime.")


class VisitOverError(ConflictRefusal):
    """The visit has begun already."""

    code = "visit_over"
    words = _("The time of this visit has come already. Tell us if it did not take place.")


class VisitNotBegunError(ConflictRefusal):
    """The visit is still to come."""

    code = "visit_not_begun"
    words = _("This visit is still to come.")
