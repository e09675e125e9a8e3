"""What cannot be done with hours, costs and certificates, in words."""

from __future__ import annotations

from helpexchange.core.errors import ConflictRefusal, NotAllowedRefusal, Refusal
from helpexchange.core.i18n import lazy_text as _


class MonthClosedError(ConflictRefusal):
    """The office has closed the month."""

    code = "month_closed"
    words = _("Your office has closed this month. If something is wrong, please call the office.")


class BadHoursError(Refusal):
    """The hours are not possible."""

    code = "bad_hours"
    words = _("Enter at least 1 minute and at most a day.")


class DayToComeError(Refusal):
    """The day is still to come, or too long ago."""

    code = "day_to_come"
    words = _("Enter a day that has been, at most a year ago.")


class BadCostError(Refusal):
    """The amount or the way is not possible."""

    code = "bad_cost"
    words = _("This amount is not possible. Check it, please.")


class BadReceiptError(Refusal):
    """A file is no picture or PDF, or too large."""

    code = "bad_receipt"
    words = _("Choose a picture (JPEG or PNG) or a PDF of at most 5 MB.")


class TooManyReceiptsError(ConflictRefusal):
    """A cost has as many files as it may."""

    code = "too_many_receipts"
    words = _("There are five files already. Remove one first.")


class CostDecidedError(ConflictRefusal):
    """Somebody has decided about the cost, or it was taken back."""

    code = "cost_decided"
    words = _("Somebody has decided about this in the meantime.")


class OwnCostsError(NotAllowedRefusal):
    """Nobody decides about their own money."""

    code = "own_costs"
    words = _("These are your own costs. Somebody else of the office decides about them.")


class ReceiptMissingError(Refusal):
    """A ticket has no receipt, and nobody has seen it."""

    code = "receipt_missing"
    words = _("There is no receipt. Tick that you have seen it on paper, or send the claim back.")


class OverLimitError(Refusal):
    """More is spent than the limit allows, and there is no reason."""

    code = "over_limit"
    words = _("This is more than the limit of the month allows. Write why it is approved all the same.")


class ReasonMissingError(Refusal):
    """The helper, or the trail, is owed a reason."""

    code = "reason_missing"
    words = _("Write the reason in a few words.")


class BadPeriodError(Refusal):
    """The days of a certificate are not in order, or still to come."""

    code = "bad_period"
    words = _("Enter days that have been; the first is not after the last.")


class NothingToCertifyError(Refusal):
    """There are no hours in that time."""

    code = "nothing_to_certify"
    words = _("There are no hours in this time.")


class BadSettingsError(Refusal):
    """A rate or limit is not possible."""

    code = "bad_settings"
    words = _("This rate or limit is not possible.")
