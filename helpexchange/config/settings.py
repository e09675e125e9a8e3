"""Every setting of an installation: its type, its default and what it means.

Settings come from environment variables: the field `secret_key` is read from `HELPEXCHANGE_SECRET_KEY`.
Unsafe or half-set combinations are refused at start, each with a sentence that says what to do.
"""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

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
    form_limit: Annotated[str, "how often one address may send forms without signing in"] = "100 per minute"
    target_limit: Annotated[str, "how often something may be sent to one link of a message"] = "30 per hour"
    call_limit: Annotated[str, "how often one phone number may ask to be called"] = "5 per hour"
    api_limit: Annotated[str, "how often one token may ask the interface for programs"] = "300 per minute"
    rate_limit_storage: Annotated[str, "where limits are counted; memory:// counts in each process alone"] = (
        "memory://"
    )
    default_language: Annotated[str, "language when nothing says otherwise: en, de, nl or da"] = "en"
    currency: Annotated[str, "currency of what is refunded: EUR or DKK"] = "EUR"
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
        is_tried_out = self.environment != "production" and is_loopback(self.host)
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


def is_loopback(host: str) -> bool:
    """Return whether only this machine itself can be reached at an address."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
