"""Pages of hours and costs: a helper's month, the office's decisions, months, files, certificates."""

from helpexchange.hours_and_costs.pages import (
    certificates,
    checking,
    costs,
    deciding,
    hours,
    office,
    paying,
)
from helpexchange.hours_and_costs.pages.blueprint import blueprint

__all__ = ["blueprint", "certificates", "checking", "costs", "deciding", "hours", "office", "paying"]
