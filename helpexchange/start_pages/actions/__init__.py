"""Acts of an office's morning that touch more than one feature."""

from helpexchange.start_pages.actions.calls import note_call, reopen_call
from helpexchange.start_pages.actions.failed import send_otherwise

__all__ = ["note_call", "reopen_call", "send_otherwise"]
