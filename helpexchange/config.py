"""Every setting of an installation: its type, its default and what it means.

Settings come from environment variables: the field `secret_key` is read from `HELPEXCHANGE_SECRET_KEY`.
Unsafe or half-set combinations are refused at start, each with a sentence that says what to do.
"""

from __future__ import annotations

import dataclasses
import ipaddress
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import parseaddr
from pathlib import Path
from typing import Annotated, get_args, get_type_hints
from urllib.parse import urlsplit
from zoneinfo import available_timezones

PREFIX = "HELPEXCHANGE_"
LANGUAGES = {"en": "English", "de": "Deutsch", "nl": "Nederlands", "da": "Dansk"}
ENVIRONMENTS = ("production", "development", "demo", "test")
SHORTEST_SECRET = 32
HIGHEST_PORT = 65535
COUNTRY_LETTERS = 2


class SettingsError(ValueError):
    """The settings cannot be used; `sentences` says why, one sentence for each fault."""

    def __init__(self, sentences: list[str]) -> None:
        self.sentences = tuple(sentences)
        super().__init__("\n".join(sentences))


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The settings in use; each annotation says what the setting means."""

    environment: Annotated[str, "production, development, demo or test"] = "production"
    service_name: Annotated[str, "name of the service, at the top of every page"] = "HelpExchange"
    secret_key: Annotated[
        str, "signs cookies and links; 32 characters or more, the same in every process"
    ] = ""
    database_url: Annotated[str, "SQLite file or PostgreSQL database; empty for a file in var_dir"] = ""
    var_dir: Annotated[Path, "folder for the SQLite file, locks and backups"] = Path("var")
    host: Annotated[str, "address that the site listens on"] = "127.0.0.1"
    port: Annotated[int, "port that the site listens on"] = 8000
    public_url: Annotated[str, "address people type, such as https://help.example.org"] = ""
    trusted_proxies: Annotated[int, "how many proxies in front set X-Forwarded-For and -Proto"] = 0
    hsts_seconds: Annotated[int, "how long browsers must use https only; 0 sends no such header"] = 0
    max_request_bytes: Annotated[int, "largest request body that is accepted"] = 2_000_000
    sign_in_limit: Annotated[str, "how often one address may try to sign in"] = "10 per minute"
    account_limit: Annotated[str, "how often one account may be tried, from anywhere"] = "20 per hour"
    mail_limit: Annotated[str, "how often one address may be mailed a code or link"] = "6 per hour"
    rate_limit_storage: Annotated[str, "where limits are counted; memory:// counts in each process alone"] = (
        "memory://"
    )
    default_language: Annotated[str, "language when nothing says otherwise: en, de, nl or da"] = "en"
    time_zone: Annotated[str, "time zone of the town, such as Europe/Berlin"] = "Europe/Berlin"
    tiles_url: Annotated[str, "address of map tiles; empty draws no map from outside"] = ""
    tiles_attribution: Annotated[str, "who made the map tiles; needed with tiles_url"] = ""
    metrics_token: Annotated[str, "bearer token for /metrics; empty answers this machine only"] = ""
    smtp_url: Annotated[
        str,
        "mail server, such as smtp://user:password@mail.example.org:587 or smtps://…; empty sends no mail",
    ] = ""
    mail_from: Annotated[
        str, "sender of mails, such as HelpExchange <help@example.org>; needed with smtp_url"
    ] = ""
    text_gateway_url: Annotated[str, "address that text messages are handed to; empty sends none"] = ""
    text_gateway_token: Annotated[str, "bearer token for text_gateway_url, and of its reports"] = ""
    phone_country: Annotated[str, "country of phone numbers that name none, such as DE"] = "DE"
    quiet_hours: Annotated[str, "nobody gets mails or text messages then unless urgent; empty for none"] = (
        "20:00-08:00"
    )
    nightly_match_at: Annotated[str, "time of the nightly match of each office, HH:MM; empty for none"] = (
        "02:30"
    )
    match_time_limit_s: Annotated[int, "seconds that one match may take"] = 60
    match_workers: Annotated[int, "processors of this machine that one match may use"] = 1
    match_cluster: Annotated[
        str, "Dask scheduler whose workers solve matches, such as tcp://match-scheduler:8786; empty for none"
    ] = ""
    log_format: Annotated[str, "json, or text for people"] = "json"
    log_level: Annotated[str, "DEBUG, INFO, WARNING or ERROR"] = "INFO"
    source_url: Annotated[str, "where the source code of this installation is published"] = ""

    @property
    def demo_mode(self) -> bool:
        """True when a visitor may step into a role with one click."""
        return self.environment == "demo"

    @property
    def site_address(self) -> str:
        """Where people find the site, without a slash at the end: for links in mails."""
        return self.public_url.rstrip("/") or f"http://{self.host}:{self.port}"

    @property
    def pretends_to_send(self) -> bool:
        """True when messages are only shown, to whoever is at this machine, instead of sent."""
        is_tried_out = self.environment != "production" and _is_loopback(self.host)
        return is_tried_out and not self.smtp_url and not self.text_gateway_url

    @property
    def secure_cookies(self) -> bool:
        """True when cookies must travel over https only."""
        return self.public_url.startswith("https://")

    @property
    def hosts(self) -> list[str]:
        """Host headers that are answered, as Flask's TRUSTED_HOSTS wants them."""
        public = urlsplit(self.public_url).hostname
        return sorted({"127.0.0.1", "localhost", *([public] if public else [])})

    @property
    def database(self) -> str:
        """SQLAlchemy address of the database, its driver named."""
        if not self.database_url:
            return f"sqlite:///{(self.var_dir / 'helpexchange.sqlite').resolve()}"
        for prefix in ("postgres://", "postgresql://"):
            if self.database_url.startswith(prefix):
                return "postgresql+psycopg://" + self.database_url.removeprefix(prefix)
        return self.database_url


def load_settings(environ: Mapping[str, str], **given: object) -> Settings:
    """Read the settings from `environ`; `given` ones, by field name, win.

    Raises:
        SettingsError: a value is of the wrong type, unknown, unsafe or lacks its partner.
    """
    values, faults = _read(environ)
    if faults:
        raise SettingsError(faults)
    settings = Settings(**{**values, **given})  # type: ignore[arg-type]  # read by the field's own type
    faults = [sentence for refuse in _REFUSALS for sentence in refuse(settings)]
    if faults:
        raise SettingsError(faults)
    return settings


def _read(environ: Mapping[str, str]) -> tuple[dict[str, object], list[str]]:
    types = {name: get_args(hint)[0] for name, hint in _hints().items()}
    values: dict[str, object] = {}
    faults = []
    for key, text in sorted(environ.items()):
        name = key.removeprefix(PREFIX).lower()
        if not key.startswith(PREFIX) or name.startswith("test_"):
            continue
        if name not in types:
            faults.append(f"{key} is no setting; see helpexchange/config.py for all of them.")
            continue
        try:
            values[name] = types[name](text)
        except ValueError:
            faults.append(f"{key} is {text!r}, but it must be a whole number.")
    return values, faults


def _hints() -> dict[str, object]:
    return get_type_hints(Settings, include_extras=True)


def described() -> Iterator[tuple[str, object, str]]:
    """Yield (environment variable, default, meaning) of every setting."""
    hints = _hints()
    for each in dataclasses.fields(Settings):
        yield PREFIX + each.name.upper(), each.default, get_args(hints[each.name])[1]


def _refuse_unknown_words(settings: Settings) -> Iterator[str]:
    choices = {
        "environment": ENVIRONMENTS,
        "default_language": tuple(LANGUAGES),
        "log_format": ("json", "text"),
        "log_level": ("DEBUG", "INFO", "WARNING", "ERROR"),
    }
    for name, allowed in choices.items():
        if getattr(settings, name) not in allowed:
            yield f"{PREFIX}{name.upper()} must be one of: {', '.join(allowed)}."
    if settings.time_zone not in available_timezones():
        yield f"{PREFIX}TIME_ZONE {settings.time_zone!r} is not a known time zone, such as Europe/Berlin."


def _refuse_bad_numbers(settings: Settings) -> Iterator[str]:
    if not 0 < settings.port <= HIGHEST_PORT:
        yield f"{PREFIX}PORT must be between 1 and 65535."
    for name in ("trusted_proxies", "hsts_seconds"):
        if getattr(settings, name) < 0:
            yield f"{PREFIX}{name.upper()} must be 0 or more."
    for name in ("max_request_bytes", "match_time_limit_s", "match_workers"):
        if getattr(settings, name) < 1:
            yield f"{PREFIX}{name.upper()} must be 1 or more."
    if settings.nightly_match_at and not _is_clock_time(settings.nightly_match_at):
        yield f"{PREFIX}NIGHTLY_MATCH_AT must be a time such as 02:30, or empty."


def _refuse_unsafe_production(settings: Settings) -> Iterator[str]:
    if settings.environment != "production":
        return
    if not settings.secret_key:
        yield (
            f"{PREFIX}SECRET_KEY is not set. Make one with "
            "python3 -c 'import secrets; print(secrets.token_urlsafe(48))' and keep it secret."
        )
    if not settings.public_url:
        yield f"{PREFIX}PUBLIC_URL is not set. It is the address people type, such as https://help.example.org."


def _refuse_weak_secret(settings: Settings) -> Iterator[str]:
    if settings.secret_key and len(settings.secret_key) < SHORTEST_SECRET:
        yield f"{PREFIX}SECRET_KEY is too short; it needs {SHORTEST_SECRET} characters or more."


def _refuse_public_demo(settings: Settings) -> Iterator[str]:
    if not settings.demo_mode:
        return
    if not _is_loopback(settings.host):
        yield f"Demo mode lets anyone in, so {PREFIX}HOST must be 127.0.0.1, not {settings.host}."
    public = urlsplit(settings.public_url).hostname
    if public and not _is_loopback(public):
        yield f"Demo mode lets anyone in, so it cannot have the public address {settings.public_url}."


def _refuse_half_set(settings: Settings) -> Iterator[str]:
    if bool(settings.tiles_url) != bool(settings.tiles_attribution):
        yield f"{PREFIX}TILES_URL and {PREFIX}TILES_ATTRIBUTION belong together; set both or neither."
    if settings.hsts_seconds and not settings.secure_cookies:
        yield f"{PREFIX}HSTS_SECONDS needs a {PREFIX}PUBLIC_URL that begins with https://."
    if settings.public_url and urlsplit(settings.public_url).scheme not in ("http", "https"):
        yield f"{PREFIX}PUBLIC_URL must begin with https:// (or http:// inside a closed network)."
    if settings.database_url and not settings.database.startswith(("sqlite:///", "postgresql+psycopg://")):
        yield f"{PREFIX}DATABASE_URL must begin with sqlite:/// or postgresql://."


def _refuse_bad_sending(settings: Settings) -> Iterator[str]:
    if bool(settings.smtp_url) != bool(settings.mail_from):
        yield f"{PREFIX}SMTP_URL and {PREFIX}MAIL_FROM belong together; set both or neither."
    if settings.smtp_url and not _is_address_of(settings.smtp_url, ("smtp", "smtps")):
        yield f"{PREFIX}SMTP_URL must be such as smtp://user:password@mail.example.org:587 or smtps://…"
    if settings.mail_from and not _is_mail_address(parseaddr(settings.mail_from)[1]):
        yield f"{PREFIX}MAIL_FROM must be such as HelpExchange <help@example.org>."
    if bool(settings.text_gateway_url) != bool(settings.text_gateway_token):
        yield f"{PREFIX}TEXT_GATEWAY_URL and {PREFIX}TEXT_GATEWAY_TOKEN belong together; set both or neither."
    if settings.text_gateway_url and not _is_address_of(settings.text_gateway_url, ("https", "http")):
        yield f"{PREFIX}TEXT_GATEWAY_URL must begin with https:// (or http:// inside a closed network)."
    if len(settings.phone_country) != COUNTRY_LETTERS or not settings.phone_country.isupper():
        yield f"{PREFIX}PHONE_COUNTRY must be two capital letters, such as DE."
    start, _dash, end = settings.quiet_hours.partition("-")
    if settings.quiet_hours and not (_is_clock_time(start) and _is_clock_time(end)):
        yield f"{PREFIX}QUIET_HOURS must be two times such as 20:00-08:00, or empty."


def _is_address_of(url: str, schemes: tuple[str, ...]) -> bool:
    try:
        parts = urlsplit(url)
        return parts.scheme in schemes and bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:  # a port that is no number
        return False


def _is_mail_address(address: str) -> bool:
    name, at, host = address.rpartition("@")
    return bool(name and at and host) and not re.search(r"\s", address)


def _is_clock_time(text: str) -> bool:
    try:
        datetime.strptime(text, "%H:%M")  # noqa: DTZ007  # a time of day has no zone yet
    except ValueError:
        return False
    return True


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


_REFUSALS: tuple[Callable[[Settings], Iterator[str]], ...] = (
    _refuse_unknown_words,
    _refuse_bad_numbers,
    _refuse_unsafe_production,
    _refuse_weak_secret,
    _refuse_public_demo,
    _refuse_half_set,
    _refuse_bad_sending,
)
