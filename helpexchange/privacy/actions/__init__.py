"""Giving people what is known of them, and forgetting: a person, or what was kept long enough."""

from helpexchange.privacy.actions.erasing import erase
from helpexchange.privacy.actions.exporting import note_export
from helpexchange.privacy.actions.forgetting import Forgotten, forget_in_time, forget_person

__all__ = ["Forgotten", "erase", "forget_in_time", "forget_person", "note_export"]
