"""Where the story happens: a site, a clock, a scheduler, a mail server, and people at screens."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from email.message import EmailMessage
from typing import Literal
from zoneinfo import ZoneInfo

from flask import Flask
from playwright.sync_api import ViewportSize, expect

from helpexchange.accounts.models import Account
from helpexchange.jobs.schedule import jobs_of
from helpexchange.jobs.scheduler import Scheduler
from tests.browsing import Visitor
from tests.fakes import FakeClock
from tests.journeys.story.languages import Languages
from tests.servers.mail_server import MailBox

Role = Literal["button", "link"]
PHONE = ViewportSize(width=390, height=844)
DESK = ViewportSize(width=1280, height=960)
TOWN = ZoneInfo("Europe/Berlin")
#: What a job tells people goes out with the next look: so often all jobs look.
LOOKS = 2


class World:
    """Everything that goes on without a person, and the screens at which people sit.

    Attributes:
        box: the mails that a real mail server has taken.
        languages: where each page of the story is opened in the other languages too; None opens none.
    """

    def __init__(
        self,
        app: Flask,
        clock: FakeClock,
        box: MailBox,
        open_visitor: Callable[..., Visitor],
        *,
        in_all_languages: bool,
    ) -> None:
        self.box = box
        self._clock = clock
        self._open_visitor = open_visitor
        self._jobs = jobs_of(app)
        self._scheduler = Scheduler(app, self._jobs)
        self._people: list[Visitor] = []
        self.languages = Languages(open_visitor, PHONE) if in_all_languages else None
        self._run_jobs()  # a job that is met for the first time is owed nothing

    def at_phone(self) -> "Person":
        """Return somebody with a phone in their hand."""
        return self._person(PHONE)

    def at_desk(self, account: Account) -> "Person":
        """Return somebody of an office at a desk, signed in."""
        person = self._person(DESK)
        person.visitor.sign_in(account)
        return person

    def _person(self, screen: ViewportSize) -> "Person":
        visitor = self._open_visitor(viewport=screen)
        self._people.append(visitor)
        return Person(visitor, self.languages)

    def go_on(self, **duration: float) -> None:
        """Let some time pass, and all jobs look whether there is anything to do."""
        self._clock.advance(**duration)
        for _look in range(LOOKS):
            self._clock.advance(minutes=1)
            self._run_jobs()

    def until(self, day: int, hour: int, minute: int = 0) -> None:
        """Let time pass until a moment of November in the town; every morning the jobs look too."""
        end = datetime(2026, 11, day, hour, minute, tzinfo=TOWN)
        while (morning := self._next_morning()) < end:
            self._go_to(morning)
        self._go_to(end)

    def _next_morning(self) -> datetime:
        now = self._clock.now().astimezone(TOWN)
        morning = now.replace(hour=9, minute=30, second=0)
        return morning if now < morning else morning + timedelta(days=1)

    def _go_to(self, moment: datetime) -> None:
        looking = timedelta(minutes=LOOKS)
        self.go_on(seconds=max(0.0, (moment - looking - self._clock.now()).total_seconds()))

    def _run_jobs(self) -> None:
        for job in self._jobs:
            self._scheduler.run_due(job)

    def mails_to(self, address: str) -> list[EmailMessage]:
        """Return the mails that somebody has got."""
        return [mail for mail in self.box.mails() if address in str(mail["To"])]

    def link_to(self, address: str, path: str) -> str:
        """Return the path of the newest link in somebody's mails that begins so."""
        for mail in reversed(self.mails_to(address)):
            found = re.search(rf"https?://[^/\s]+({re.escape(path)}\S+)", words_of(mail))
            if found:
                return found[1]
        said = "\n---\n".join(words_of(mail) for mail in self.mails_to(address))
        raise AssertionError(f"no mail to {address} leads to {path}:\n{said}")

    def complaints(self) -> list[str]:
        """Return what any browser complained about."""
        people = [*self._people, *(self.languages.visitors if self.languages else ())]
        return [complaint for visitor in people for complaint in visitor.complaints]


def words_of(mail: EmailMessage) -> str:
    """Return what a mail says, as text."""
    body = mail.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


class Person:
    """Somebody at a screen; each page passed is looked at, in all languages where the world wishes it."""

    def __init__(self, visitor: Visitor, languages: Languages | None) -> None:
        self.visitor = visitor
        self.page = visitor.page
        self._languages = languages

    def open(self, path: str) -> None:
        """Open a page and look at it."""
        self.visitor.open(path)
        self.look()

    def press(self, name: str, *, role: Role = "button", of: str = "") -> None:
        """Press a button or link of the page, which leads to another, and look at that; `of` says of whom."""
        named = re.compile(rf"^{re.escape(name)}.*{re.escape(of)}")
        target = self.page.locator(".he-main").get_by_role(role, name=named)
        with self.page.expect_navigation():
            target.first.click()
        self.look()

    def follow(self, name: str, *, of: str = "") -> None:
        """Follow a link."""
        self.press(name, role="link", of=of)

    def choose(self, field: str, *values: str) -> None:
        """Choose among radio buttons or boxes."""
        for value in values:
            self.page.locator(f"input[name={field}][value='{value}']").check(force=True)

    def write(self, field: str, words: str) -> None:
        """Write into a field."""
        self.page.locator(f"#{field}").fill(words)

    def go_on(self) -> None:
        """Send the form of a question, and look at what follows."""
        with self.page.expect_navigation():
            self.page.locator("main form button[type=submit]").first.click()
        self.look()

    def reads(self, *words: str) -> None:
        """See these words on the page."""
        for each in words:
            expect(self.page.locator("main")).to_contain_text(each)

    def heading(self) -> str:
        """Return the words at the top."""
        return self.page.locator("h1").inner_text()

    def look(self) -> None:
        """Look at the page: one heading, no wider than the screen, in every language."""
        expect(self.page.locator("h1")).to_have_count(1)
        assert fits(self.visitor), f"{self.page.url} is wider than the screen"
        if self._languages:
            self._languages.look(self.visitor)


def fits(visitor: Visitor) -> bool:
    """Return whether a page is no wider than the screen."""
    return bool(visitor.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))
