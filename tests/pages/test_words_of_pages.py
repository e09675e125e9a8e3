"""Days, numbers and texts that are kept read as if each were made anew, in every language."""

from datetime import UTC, date, datetime, time, timedelta

import flask_babel
import pytest
from flask import Flask, render_template_string

from helpexchange.core import i18n

LOCALES = ["en_GB", "de", "de@easy", "nl", "da"]
MOMENTS = [datetime(2026, 10, 24, 21, 5, tzinfo=UTC) + timedelta(hours=7 * step) for step in range(9)]


@pytest.mark.parametrize("locale", LOCALES)
def test_they_are_those_of_the_library(app: Flask, locale: str) -> None:
    with app.test_request_context("/"), flask_babel.force_locale(locale):
        for moment in MOMENTS:
            day, clock = flask_babel.format_date(moment, "medium"), flask_babel.format_time(moment, "short")
            assert i18n.moment_text(moment) == f"{day}, {clock}"
            assert i18n.day_text(moment.date(), "full") == flask_babel.format_date(moment.date(), "full")
        assert i18n.clock_text(time(8, 30)) == flask_babel.format_time(time(8, 30), "short", rebase=False)
        assert i18n.number_text(1234.56, 1) == flask_babel.format_decimal(1234.6, format="#,##0.#")
        assert i18n.money_text(123_456) == flask_babel.format_currency("1234.56", "EUR")
        assert i18n.gettext("Day board") == flask_babel.gettext("Day board")
        one_many = ("%(num)s letter to print", "%(num)s letters to print")
        assert i18n.ngettext(*one_many, 2) == flask_babel.ngettext(*one_many, 2)
        assert str(i18n.lazy_text("Day board")) == flask_babel.gettext("Day board")


def test_a_language_that_is_forced_ends_with_its_block(app: Flask) -> None:
    with app.test_request_context("/", headers={"Accept-Language": "de"}):
        own, lazy = i18n.gettext("Letters to print"), i18n.lazy_text("Letters to print")
        with flask_babel.force_locale("da"):
            assert i18n.gettext("Letters to print") == str(lazy) != own
            assert i18n.weekday_text(0) == "mandag"
            assert i18n.day_text(date(2026, 5, 1)) == "1. maj 2026"
        assert i18n.gettext("Letters to print") == str(lazy) == own


def test_values_are_escaped_in_a_page_and_percent_signs_stay(app: Flask) -> None:
    template = (
        "{{ _('Good day %(name)s,', name=name) }} {{ _('100 %%') }} "
        "{% trans %}Good day {{ name }},{% endtrans %} {{ ngettext('%(num)s hour', '%(num)s hours', 2) }}"
    )
    with app.test_request_context("/", headers={"Accept-Language": "en"}):
        said = render_template_string(template, name="<b>")
    assert said == "Good day &lt;b&gt;, 100 % Good day &lt;b&gt;, 2 hours"
