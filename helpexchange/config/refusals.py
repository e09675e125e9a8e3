"""Which settings are refused at start: unknown words, unsafe or half-set combinations."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import datetime
from email.utils import parseaddr
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from helpexchange.config.settings import (
    COUNTRY_LETTERS,
    ENVIRONMENTS,
    HIGHEST_PORT,
    LANGUAGES,
    PREFIX,
    SHORTEST_SECRET,
    Settings,
    is_loopback,
)


def _refuse_unknown_words(settings: Settings) -> Iterator[str]:
    choices = {
        "environment": ENVIRONMENTS,
        "default_language": tuple(LANGUAGES),
        "currency": ("EUR", "DKK"),
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
    if not is_loopback(settings.host):
        yield f"Demo mode lets anyone in, so {PREFIX}HOST must be 127.0.0.1, not {settings.host}."
    public = urlsplit(settings.public_url).hostname
    if public and not is_loopback(public):
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


REFUSALS: tuple[Callable[[Settings], Iterator[str]], ...] = (
    _refuse_unknown_words,
    _refuse_bad_numbers,
    _refuse_unsafe_production,
    _refuse_weak_secret,
    _refuse_public_demo,
    _refuse_half_set,
    _refuse_bad_sending,
)
