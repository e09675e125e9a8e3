"""axe finds nothing on any page, in both themes, on a phone and on a desk."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browsing import Visitor
from tests.cast import Cast
from tests.whole.addresses import Address, somebody_for
from tests.whole.flow_answers import Answers

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]
ONLY = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize("look", [(theme, width) for theme in ("light", "dark") for width in (320, 1280)])
def test_axe_finds_nothing(
    look: tuple[str, int],
    every_address: list[Address],
    answered: Answers,
    cast: Cast,
    open_visitor: Callable[..., Visitor],
) -> None:
    theme, width = look
    faults: dict[str, list[str]] = {}
    for who in sorted({address.who for address in every_address}):
        visitor = open_visitor(viewport={"width": width, "height": 800}, color_scheme=theme)
        visitor.sign_in(somebody_for(who, cast), **answered)
        for address in (each for each in every_address if each.who == who):
            faults |= faults_of(visitor, address)
        assert visitor.complaints == []
    assert faults == {}


def faults_of(visitor: Visitor, address: Address) -> dict[str, list[str]]:
    """Return what is wrong with a page, by its address; nothing for answers that are no page."""
    page = visitor.open(address.url)
    if not page.locator("html[lang]").count():
        return {}
    found = [
        f"{violation['id']}: {node['html']}"
        for violation in Axe().run(page, options=ONLY).response["violations"]
        for node in violation["nodes"]
    ]
    if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
        found.append("the page scrolls sideways")
    return {address.url: found} if found else {}
