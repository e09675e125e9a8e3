"""axe finds nothing on any page, on a phone and on a desk, by day and in the dark."""

from collections.abc import Callable, Sequence

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Error, Page, ViewportSize

from tests.browsing import Visitor
from tests.cast import Cast
from tests.whole.addresses import Address, somebody_for
from tests.whole.flow_answers import Answers

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
COLOUR_RULES = ["color-contrast", "link-in-text-block"]
EVERYTHING = {"type": "tag", "values": STANDARDS}
#: By look. In the dark only colours are others: what a page says and how it is built is seen in the light.
RULES = {
    "light": {"runOnly": EVERYTHING},
    "dark": {"runOnly": {"type": "rule", "values": COLOUR_RULES}},
    "form": {"runOnly": EVERYTHING, "rules": {rule: {"enabled": False} for rule in COLOUR_RULES}},
}
#: Only the faults are asked for. Style sheets are not fetched a second time, as no rule of ours reads them;
#: there are no frames.
RUN = """rules => axe.run({
    ...rules, resultTypes: ["violations"], preload: false, iframes: false, selectors: false
}).then(found => found.violations)"""
WIDTHS = (320, 1280)
#: Each page is looked at in both widths, its colours in one of them: a width changes what is in sight, no
#: colour. Pages take turns, so what they share is seen with its colours in both.
LOOKS = tuple(
    ((width, "light"), (width, "dark"), (other, "form")) for width, other in (WIDTHS, reversed(WIDTHS))
)
#: Dots of a map lie where the places are, so on a small map they may touch. Each has its row in the list
#: beside the map, the equivalent control for which WCAG 2.2 (2.5.8) makes an exception.
DOT = "he-dot"


@pytest.mark.long(120)
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize("half", [0, 1])
def test_axe_finds_nothing(
    half: int,
    every_address: list[Address],
    answered: Answers,
    cast: Cast,
    open_visitor: Callable[..., Visitor],
) -> None:
    """Opens every second page; two tests, so that two processes share the work."""
    faults: dict[str, list[str]] = {}
    for who in sorted({address.who for address in every_address}):
        visitor = open_visitor()
        visitor.sign_in(somebody_for(who, cast), **answered)
        for number, address in enumerate(each for each in every_address[half::2] if each.who == who):
            faults[address.url] = faults_of(visitor, address, looks=LOOKS[number % len(LOOKS)])
        assert visitor.complaints == []
    assert {url: found for url, found in faults.items() if found} == {}


def faults_of(visitor: Visitor, address: Address, *, looks: Sequence[tuple[int, str]]) -> list[str]:
    """Return what is wrong with a page, looked at so; nothing for answers that are no page."""
    page = visitor.page
    try:
        answer = page.goto(visitor.site + address.url, wait_until="load")
    except Error as error:
        if "Download is starting" in error.message:
            return []
        raise
    if answer is None or not answer.headers["content-type"].startswith("text/html"):
        return []
    page.evaluate(AXE_SCRIPT)
    return [fault for width, look in looks for fault in faults_in(page, look, width)]


def faults_in(page: Page, look: str, width: int) -> list[str]:
    """Return what is wrong in one look and width."""
    page.set_viewport_size(ViewportSize(width=width, height=800))
    page.emulate_media(color_scheme="dark" if look == "dark" else "light", reduced_motion="reduce")
    faults = [
        f"{look} {width}: {violation['id']}: {node['html']}"
        for violation in page.evaluate(RUN, RULES[look])
        for node in violation["nodes"]
        if not (violation["id"] == "target-size" and DOT in node["html"])
    ]
    if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
        faults.append(f"{look} {width}: the page scrolls sideways")
    return faults


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_axe_would_find_something(open_visitor: Callable[..., Visitor]) -> None:
    page = open_visitor().open("/styleguide")
    page.evaluate(AXE_SCRIPT)
    page.evaluate("document.querySelector('h1').innerHTML = '<img src=\"/x.png\"><a href=\"/\"></a>'")
    assert any("image-alt" in fault for fault in faults_in(page, "light", 1280))
    page.evaluate("document.querySelector('p').style.color = '#222'")
    assert any("color-contrast" in fault for fault in faults_in(page, "dark", 1280))
