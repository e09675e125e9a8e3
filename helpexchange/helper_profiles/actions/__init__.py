"""What is done about a helper: they apply, and the office takes them step by step to being active."""

from helpexchange.helper_profiles.actions.applying import HelperAnswers, apply_as_helper
from helpexchange.helper_profiles.actions.steps import (
    activate_helper,
    check_helper,
    contact_helper,
    decline_helper,
    undo_helper_step,
)

__all__ = [
    "HelperAnswers",
    "activate_helper",
    "apply_as_helper",
    "check_helper",
    "contact_helper",
    "decline_helper",
    "undo_helper_step",
]
