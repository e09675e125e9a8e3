"""Forms of hours and costs: what helpers enter, what their office decides."""

from helpexchange.hours_and_costs.forms.office import (
    CertificateForm,
    CodeForm,
    DecideForm,
    ExportForm,
    PayForm,
    RevokeForm,
    SettingsForm,
)
from helpexchange.hours_and_costs.forms.own import CostForm, HoursForm

__all__ = [
    "CertificateForm",
    "CodeForm",
    "CostForm",
    "DecideForm",
    "ExportForm",
    "HoursForm",
    "PayForm",
    "RevokeForm",
    "SettingsForm",
]
