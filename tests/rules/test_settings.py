"""Settings are typed; half-set or unsafe ones are refused with a sentence."""

import pytest

from helpexchange.config import Settings, SettingsError, described, load_settings

SECRET = "s" * 40
PRODUCTION = {
    "HELPEXCHANGE_SECRET_KEY": SECRET,
    "HELPEXCHANGE_PUBLIC_URL": "https://help.example.org",
}
MAIL = {
    "HELPEXCHANGE_SMTP_URL": "smtps://me:secret@mail.example.org",
    "HELPEXCHANGE_MAIL_FROM": "HelpExchange <help@example.org>",
}


def sentences(environ: dict[str, str]) -> str:
    """Return what is said against these settings."""
    with pytest.raises(SettingsError) as refused:
        load_settings(environ)
    return "\n".join(refused.value.sentences)


def test_production_with_its_two_settings_starts() -> None:
    settings = load_settings({**PRODUCTION, "HELPEXCHANGE_PORT": "9000", "PATH": "/bin"})
    assert settings.port == 9000
    assert settings.secure_cookies
    assert "help.example.org" in settings.hosts
    assert not settings.demo_mode


@pytest.mark.parametrize(
    ("environ", "said"),
    [
        ({}, "SECRET_KEY is not set"),
        ({}, "PUBLIC_URL is not set"),
        ({"HELPEXCHANGE_SECRET_KEY": "short"}, "SECRET_KEY is too short"),
        ({**PRODUCTION, "HELPEXCHANGE_PORT": "http"}, "must be a whole number"),
        ({**PRODUCTION, "HELPEXCHANGE_PORT": "70000"}, "between 1 and 65535"),
        ({**PRODUCTION, "HELPEXCHANGE_SECRETKEY": "x"}, "is no setting"),
        ({**PRODUCTION, "HELPEXCHANGE_ENVIRONMENT": "staging"}, "must be one of"),
        ({**PRODUCTION, "HELPEXCHANGE_TIME_ZONE": "Dortmund"}, "not a known time zone"),
        ({**PRODUCTION, "HELPEXCHANGE_TILES_URL": "https://tiles.example.org"}, "belong together"),
        ({**PRODUCTION, "HELPEXCHANGE_PUBLIC_URL": "help.example.org"}, "must begin with https://"),
        ({**PRODUCTION, "HELPEXCHANGE_DATABASE_URL": "mysql://db"}, "must begin with sqlite"),
        ({**PRODUCTION, "HELPEXCHANGE_NIGHTLY_MATCH_AT": "25:00"}, "a time such as 02:30"),
        ({**PRODUCTION, "HELPEXCHANGE_MAX_REQUEST_BYTES": "0"}, "must be 1 or more"),
        (
            {**PRODUCTION, "HELPEXCHANGE_PUBLIC_URL": "http://a.example", "HELPEXCHANGE_HSTS_SECONDS": "60"},
            "begins with https://",
        ),
        ({**PRODUCTION, "HELPEXCHANGE_SMTP_URL": "smtp://mail.example.org"}, "belong together"),
        ({**PRODUCTION, **MAIL, "HELPEXCHANGE_SMTP_URL": "mail.example.org"}, "must be such as smtp://"),
        ({**PRODUCTION, **MAIL, "HELPEXCHANGE_SMTP_URL": "smtp://mail:port"}, "must be such as smtp://"),
        ({**PRODUCTION, **MAIL, "HELPEXCHANGE_MAIL_FROM": "HelpExchange"}, "MAIL_FROM must be such as"),
        ({**PRODUCTION, "HELPEXCHANGE_TEXT_GATEWAY_URL": "https://text.example.org"}, "belong together"),
        (
            {
                **PRODUCTION,
                "HELPEXCHANGE_TEXT_GATEWAY_URL": "ftp://text.example.org",
                "HELPEXCHANGE_TEXT_GATEWAY_TOKEN": "x",
            },
            "TEXT_GATEWAY_URL must begin with https://",
        ),
        ({**PRODUCTION, "HELPEXCHANGE_PHONE_COUNTRY": "Germany"}, "two capital letters"),
        ({**PRODUCTION, "HELPEXCHANGE_QUIET_HOURS": "at night"}, "two times such as 20:00-08:00"),
        ({"HELPEXCHANGE_ENVIRONMENT": "demo", "HELPEXCHANGE_HOST": "0.0.0.0"}, "Demo mode lets anyone in"),
        (
            {"HELPEXCHANGE_ENVIRONMENT": "demo", "HELPEXCHANGE_PUBLIC_URL": "https://help.example.org"},
            "cannot have the public address",
        ),
    ],
)
def test_unsafe_or_half_set_settings_are_refused_with_a_sentence(environ: dict[str, str], said: str) -> None:
    assert said in sentences(environ)


def test_all_faults_are_said_at_once() -> None:
    said = sentences({"HELPEXCHANGE_SECRET_KEY": "short", "HELPEXCHANGE_TILES_URL": "https://t.example"})
    assert said.count("\n") == 2


def test_mails_need_a_server_and_a_sender() -> None:
    assert load_settings({**PRODUCTION, **MAIL}).smtp_url == MAIL["HELPEXCHANGE_SMTP_URL"]


@pytest.mark.parametrize("scheme", ["postgres", "postgresql"])
def test_postgresql_addresses_name_their_driver(scheme: str) -> None:
    settings = Settings(database_url=f"{scheme}://me@db/help")
    assert settings.database == "postgresql+psycopg://me@db/help"


def test_every_setting_has_a_meaning() -> None:
    for variable, _default, meaning in described():
        assert meaning, variable
