"""Pages of what follows an agreement: answers by link, concerns of both sides, the office's look."""

from helpexchange.follow_up.pages import acting, answering, ending, office, raising, settings
from helpexchange.follow_up.pages.blueprint import blueprint

__all__ = ["acting", "answering", "blueprint", "ending", "office", "raising", "settings"]
