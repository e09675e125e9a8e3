"""Walking through pages by keyboard alone, as somebody without a mouse; every page passed is looked at."""

import os
import re
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

MOST_TABS = 80
#: Names a folder for pictures of the pages passed, for whoever wants to see a walk with their own eyes.
PICTURES = os.environ.get("HELPEXCHANGE_TEST_PICTURES", "")


class Walker:
    """Somebody at a keyboard.

    Attributes:
        page: the page in front of them.
        presses: how many buttons and links were pressed.
    """

    def __init__(self, page: Page, *, of: str) -> None:
        self.page = page
        self.presses = 0
        self._of = of
        self._seen = 0

    def go_to(self, target: Locator) -> None:
        """Press the Tab key until the focus is on the target."""
        expect(target).to_be_visible()
        for _each in range(MOST_TABS):
            if target.evaluate("target => target === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"the Tab key does not lead to {target} on {self.page.url}")

    def press(self, name: str, *, of: str = "", role: str = "button") -> None:
        """Press a button or link, which leads to another page; `of` is what else a screen reader says."""
        exactly = re.compile(rf"^{re.escape(name)}(\s*[:(].*)?$" if not of else rf"^{re.escape(name)}.*{of}")
        target = self.page.locator(".he-main").get_by_role(role, name=exactly).first  # type: ignore[arg-type]
        self.go_to(target)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        self.presses += 1
        self.look()

    def follow(self, name: str) -> None:
        """Follow a link."""
        self.press(name, role="link")

    def type_into(self, label: str, words: str) -> None:
        """Go to a field, and type in place of what it holds."""
        self.go_to(self.page.get_by_label(label, exact=True))
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(words)

    def tick(self, label: str) -> None:
        """Go to a box and tick it, or take the tick away."""
        self.go_to(self.page.get_by_label(label, exact=True))
        self.page.keyboard.press("Space")

    def pick(self, label: str, choice: str) -> None:
        """Go to a list that folds out, and pick by typing how the choice begins."""
        field = self.page.get_by_label(label, exact=True)
        self.go_to(field)
        self.page.keyboard.type(choice)
        expect(field.locator("option:checked")).to_have_text(re.compile(f"^{re.escape(choice)}"))

    def look(self) -> None:
        """Look at the page: it has one heading, and is no wider than the screen."""
        expect(self.page.locator("h1")).to_have_count(1)
        assert self.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), self.page.url
        if PICTURES:
            self._seen += 1
            self.page.screenshot(path=Path(PICTURES) / f"{self._of}-{self._seen:02d}.png", full_page=True)
