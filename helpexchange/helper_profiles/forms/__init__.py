"""Forms of helpers: offering, their own page, and the office's."""

from helpexchange.helper_profiles.forms.offering import (
    AboutForm,
    AwayForm,
    ConsentForm,
    HelpForm,
    KindForm,
    LanguagesForm,
    ReachForm,
    WeekForm,
    answers_of,
    metres_of,
    minutes_of,
)
from helpexchange.helper_profiles.forms.office import CheckForm, DeclineForm, ExperienceForm, SlotsForm
from helpexchange.helper_profiles.forms.own import OwnAboutForm, PauseForm, PhotoForm, SettingsForm

__all__ = [
    "AboutForm",
    "AwayForm",
    "CheckForm",
    "ConsentForm",
    "DeclineForm",
    "ExperienceForm",
    "HelpForm",
    "KindForm",
    "LanguagesForm",
    "OwnAboutForm",
    "PauseForm",
    "PhotoForm",
    "ReachForm",
    "SettingsForm",
    "SlotsForm",
    "WeekForm",
    "answers_of",
    "metres_of",
    "minutes_of",
]
