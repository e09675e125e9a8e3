"""The template check sees what it is there to see."""

import pytest

from scripts.check_templates import faults_of


@pytest.mark.parametrize(
    ("source", "fault"),
    [
        ("<p>Good day</p>", "'Good day' is not translated"),
        ("<p>{{ _('Good day') }} then</p>", "'then' is not translated"),
        ('<img src="x" alt="A house">', "alt='A house' is not translated"),
        ('{{ govukButton({"text": "Go on"}) }}', "'text': 'Go on' is not translated"),
        ('{{ button(label="Go on") }}', "label='Go on' is not translated"),
        ('<p style="color: red"></p>', "style= inside the page; it belongs into assets/"),
        ('<b onclick="run()"></b>', "onclick= inside the page; it belongs into assets/"),
        ("<script>run()</script>", "<script> inside the page; it belongs into assets/"),
        ("<style></style>", "<style> inside the page; it belongs into assets/"),
        ("{{ note|safe }}", "|safe trusts a text as HTML"),
        ("{% if %}", "does not compile"),
    ],
)
def test_a_fault_is_named(source: str, fault: str) -> None:
    assert any(fault in found for _line, found in faults_of(source))


@pytest.mark.parametrize(
    "source",
    [
        "<p>{{ _('Good day') }}</p>",
        "{% trans count=n %}One visit{% pluralize %}{{ count }} visits{% endtrans %}",
        '<p translate="no">HelpExchange <br> for <b>all</b></p><p>{{ _("of us") }}</p>',
        '<script src="/a.js"></script><script type="application/json">{{ dots|tojson }}</script>',
        "{# a note for whoever reads this #}<p>1 – 2 · {{ x }}</p>",
        '{{ govukButton({"text": _("Go on"), "classes": "wide button"}) }}',
    ],
)
def test_a_good_template_is_left_in_peace(source: str) -> None:
    assert faults_of(source) == []


def test_a_fault_is_found_on_its_line() -> None:
    assert faults_of("<p>\n{{ x }}\n\n  words</p>") == [(4, "'words' is not translated")]
