"""What every answer has: safe headers, a request id, one line in the log, and pages for what went wrong."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from http import HTTPStatus
from typing import Any, TypeVar

import structlog
from flask import Flask, Response, abort, current_app, g, jsonify, make_response, render_template, request
from flask_wtf.csrf import CSRFError, CSRFProtect
from prometheus_client import Counter, Histogram
from werkzeug.exceptions import HTTPException, SecurityError
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import IntegerConverter, Map

from helpexchange.config import Settings
from helpexchange.core.errors import Refusal
from helpexchange.core.logs import get_logger
from helpexchange.core.programs import is_api_request
from helpexchange.core.rest.problems import OF_STATUS, problem, problem_of_http, problem_of_refusal
from helpexchange.core.way_back import came_from

REQUESTS = Counter("helpexchange_requests_total", "Answers by route and status", ["route", "status"])
DURATION = Histogram("helpexchange_request_seconds", "Time to answer by route", ["route"])

#: Ids are 32-bit integers on PostgreSQL.
LARGEST_NUMBER = 2**31 - 1

PAGES = frozenset({400, 403, 404, 409, 413, 429})

csrf = CSRFProtect()
log = get_logger(__name__)
View = TypeVar("View", bound=Callable[..., object])


def init_http(app: Flask, settings: Settings) -> None:
    """Harden `app` as `settings` say."""
    app.config.update(
        SECRET_KEY=settings.secret_key,
        TRUSTED_HOSTS=settings.hosts,
        MAX_CONTENT_LENGTH=settings.max_request_bytes,
        MAX_FORM_MEMORY_SIZE=settings.max_request_bytes,
        SESSION_COOKIE_SECURE=settings.secure_cookies,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_NAME="session",
        REMEMBER_COOKIE_SECURE=settings.secure_cookies,
        REMEMBER_COOKIE_HTTPONLY=True,
        REMEMBER_COOKIE_SAMESITE="Lax",
        WTF_CSRF_TIME_LIMIT=None,  # as long as the session: an old person may take a day over a form
    )
    app.before_request(_start)  # first, so that what the next ones refuse has its request id and time
    app.before_request(_refuse_nul)
    app.url_map.converters["int"] = RecordNumber
    csrf.init_app(app)
    proxies = settings.trusted_proxies
    if proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies, x_host=proxies)  # type: ignore[method-assign]
    headers = _headers(settings)
    app.after_request(lambda response: _finish(response, headers))
    _handle_errors(app)


def _headers(settings: Settings) -> dict[str, str]:
    images = "'self' data:" + (f" {_origin(settings.tiles_url)}" if settings.tiles_url else "")
    headers = {
        "Content-Security-Policy": (
            f"default-src 'self'; img-src {images}; object-src 'none'; base-uri 'none'; "
            "form-action 'self'; frame-ancestors 'none'"
        ),
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
        "Permissions-Policy": "geolocation=(), camera=(), microphone=(), payment=()",
        "Cross-Origin-Opener-Policy": "same-origin",
    }
    if settings.hsts_seconds:
        headers["Strict-Transport-Security"] = f"max-age={settings.hsts_seconds}; includeSubDomains"
    return headers


def _origin(tiles_url: str) -> str:
    scheme, _, rest = tiles_url.partition("://")
    return f"{scheme}://{rest.split('/')[0].replace('{s}', '*')}"


class RecordNumber(IntegerConverter):
    """A number in an address; one that no record can have finds nothing, where databases would fail."""

    def __init__(self, url_map: Map, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max", LARGEST_NUMBER)
        super().__init__(url_map, *args, **kwargs)


def _refuse_nul() -> None:
    """Refuse texts with a NUL character: nobody types it, and PostgreSQL cannot keep it."""
    texts = (text for values in (request.args, request.form) for _name, text in values.items(multi=True))
    if any("\0" in text for text in texts):
        abort(HTTPStatus.BAD_REQUEST)


def takes_files(most_bytes: int) -> Callable[[View], View]:
    """Declare that a view takes files, so that its requests may be larger than those of other pages."""

    def mark(view: View) -> View:
        view.most_bytes = most_bytes  # type: ignore[attr-defined]
        return view

    return mark


def _start() -> None:
    view = current_app.view_functions.get(request.endpoint or "")
    if most_bytes := getattr(view, "most_bytes", None):
        request.max_content_length = most_bytes
    g.started = time.perf_counter()
    g.request_id = secrets.token_hex(8)
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(request_id=g.request_id)


def _finish(response: Response, headers: dict[str, str]) -> Response:
    for name, value in headers.items():
        response.headers.setdefault(name, value)
    response.headers["X-Request-Id"] = g.get("request_id", "")
    if request.endpoint != "static":
        response.headers.setdefault("Cache-Control", "no-store")
        _measure(response)
    return response


def _measure(response: Response) -> None:
    route = request.url_rule.rule if request.url_rule else "unknown"
    seconds = time.perf_counter() - g.get("started", time.perf_counter())
    REQUESTS.labels(route, response.status_code).inc()
    DURATION.labels(route).observe(seconds)
    log.info(
        "request", method=request.method, route=route, status=response.status_code,
        duration_ms=round(seconds * 1000, 1),
    )  # fmt: skip


def _handle_errors(app: Flask) -> None:
    app.register_error_handler(Refusal, _answer_refusal)
    app.register_error_handler(CSRFError, lambda error: _page(400, error.description, reason="form_expired"))
    app.register_error_handler(HTTPException, _answer_http_error)
    app.register_error_handler(Exception, _answer_defect)


def _answer_refusal(refusal: Refusal) -> Response:
    if is_api_request():
        return problem_of_refusal(refusal)
    values = {"back": came_from()} if refusal.status == HTTPStatus.CONFLICT else {}
    return _page(refusal.status, refusal.code, words=str(refusal.words), **values)


def _answer_http_error(error: HTTPException) -> Response | HTTPException:
    if error.code is None or error.code < HTTPStatus.BAD_REQUEST:
        return error
    if isinstance(error, SecurityError):  # without a trusted host no address can be made, so no page either
        return Response("This address is not served here.\n", status=error.code, mimetype="text/plain")
    if is_api_request():
        return problem_of_http(error)
    return _page(error.code, error.name, headers=error.get_headers())


def _answer_defect(error: Exception) -> Response:
    error_id = g.get("request_id", "")
    log.error("defect", error_id=error_id, exc_info=error)
    if is_api_request():
        code, words = OF_STATUS[HTTPStatus.INTERNAL_SERVER_ERROR]
        return problem(HTTPStatus.INTERNAL_SERVER_ERROR, code, title=str(words), error_id=error_id)
    return _page(HTTPStatus.INTERNAL_SERVER_ERROR, "Internal Server Error", error_id=error_id)


def _page(status: int, name: str | None, *, headers: Any = (), **values: Any) -> Response:
    if request.accept_mimetypes.best_match(["text/html", "application/json"]) == "application/json":
        body = jsonify(status=status, title=name, **values)
    else:
        body = make_response(_words_of(status, values))
    body.status_code = status
    for header, value in headers:
        if header in ("Retry-After", "Allow"):
            body.headers[header] = value
    return body


def _words_of(status: int, values: dict[str, Any]) -> str:
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:  # what fills other pages may be just what is broken
        return str(current_app.jinja_env.get_template("errors/500.html").render(values))
    known = status if status in PAGES else HTTPStatus.BAD_REQUEST.value
    return render_template(f"errors/{known}.html", status=status, **values)
