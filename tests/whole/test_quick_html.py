"""The quick reader of HTML reads like html5lib, and leaves to it whatever is unusual."""

from xml.etree.ElementTree import Element

import pytest
from html5lib.html5parser import ParseError

from tests.quick_html import QuickReader, Reader, UnusualError, are_same, by_standard

BEGIN = '<!DOCTYPE html>\n<html lang="de">\n<head><title>Tag &amp; Nacht</title></head>\n<body>'
END = "</body>\n</html>\n"
GOOD = {
    "words": '<main id="m"><p><b>A</b> &#39;M&#39; – 3&nbsp;km</p>\n<ul>\n<li>a</li><li>b</li></ul></main>',
    "fields": '<form><label for="a">A</label><input id=\'a\' required value="a &gt; b"></form>',
    "text": "<form><textarea>\n\nx</textarea></form>",
    "choice": "<select><option selected>x</option>\n<option>y</option></select><button>z</button><br/>",
    "table": (
        "<table><caption>c</caption><thead><tr><th>h</th></tr></thead>\n"
        "<tbody><tr><td>d</td></tr></tbody></table>"
    ),
    "drawing": (
        '<svg viewBox="0 0 1 1" role="img"><title>t</title><path d="M0 0"/><g><use href="#x"></use></g></svg>'
    ),
}
BAD = {
    "an end tag too many": "<p>a</p></div>",
    "an end tag too few": "<div><p>a</p>",
    "crossed tags": "<b><i>a</b></i>",
    "a paragraph in a paragraph": "<p>a<p>b</p></p>",
    "a list in a paragraph": "<p>a<ul><li>b</li></ul></p>",
    "a link in a link": '<a href="/">a<a href="/">b</a></a>',
    "a form in a form": "<form><form></form></form>",
    "a field in a row": "<table><tbody><tr><input></tr></tbody></table>",
    "an attribute twice": '<p id="a" id="b">c</p>',
    "attributes without a space": '<p id="a"class="b">c</p>',
    "a quote in a name": "<p a\"b=''>c</p>",
    "a word that is no entity": "<p>&ampel; &nix;</p>",
    "a bare less-than": "<p>a <3 b</p>",
    "a closed div": "<div/>",
    "a heading in a heading": "<h1>a<h2>b</h2></h1>",
    "a button in a button": "<button>a<button>b</button></button>",
}


@pytest.mark.parametrize("body", GOOD.values(), ids=GOOD)
def test_it_reads_as_the_standard_says(body: str) -> None:
    html = BEGIN + body + END
    assert are_same(QuickReader(html).root, by_standard(html))


@pytest.mark.parametrize("body", BAD.values(), ids=BAD)
def test_faults_are_told_also_by_whoever_has_seen_everything_else(body: str) -> None:
    reader = Reader()
    for good in GOOD.values():
        reader.read(BEGIN + good + END)
    with pytest.raises(ParseError):
        reader.read(BEGIN + body + END)


def test_what_stands_elsewhere_is_read_by_the_standard_first(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def noted(html: str) -> Element:
        asked.append(html)
        return by_standard(html)

    monkeypatch.setattr("tests.quick_html.by_standard", noted)
    reader, body = Reader(), "<main><p>a</p></main>"
    for each in (body, body, body.replace(">a<", ">b<"), f"<div>{body}</div>"):
        assert reader.read(BEGIN + each + END).find(".//p") is not None
    assert asked == [BEGIN + body + END, BEGIN + f"<div>{body}</div>" + END]


@pytest.mark.parametrize("unusual", ["<!-- a -->", "<p>&euro;</p>", "<p>a\rb</p>", "<p id=a>b</p>"])
def test_what_is_unusual_is_left_to_the_standard(unusual: str) -> None:
    with pytest.raises(UnusualError):
        QuickReader(BEGIN + unusual + END)
