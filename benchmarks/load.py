"""A crowd of visitors: opens one page again and again over connections that stay open."""

from __future__ import annotations

import gzip
import http.client
import re
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

HOST = "127.0.0.1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """How a page holds up: answers a second, and the seconds that half, and 95 of 100, answers stay below."""

    per_second: float
    median_s: float
    p95_s: float
    answers: int


class Visitor:
    """One visitor with what they show, such as cookies, on one connection."""

    def __init__(self, port: int, headers: Mapping[str, str] | None = None) -> None:
        self.connection = http.client.HTTPConnection(HOST, port, timeout=60)
        self.headers = {"Accept-Language": "en", **(headers or {})}

    def get(self, path: str) -> bytes:
        """Return the body of a page.

        Raises:
            RuntimeError: the answer is not 200.
        """
        self.connection.request("GET", path, headers=self.headers)
        answer = self.connection.getresponse()
        body = answer.read()
        if answer.status != http.client.OK:
            where = answer.headers.get("Location", "")
            raise RuntimeError(f"GET {path} answers {answer.status} {where}")
        return body


def crowd(port: int, path: str, *, headers: Mapping[str, str], visitors: int, seconds: float) -> Rate:
    """Let `visitors` open `path` for `seconds`, each as soon as the last answer is there."""
    times: list[float] = []
    end = time.perf_counter() + seconds

    def visit() -> None:
        visitor = Visitor(port, headers)
        while time.perf_counter() < end:
            started = time.perf_counter()
            visitor.get(path)
            times.append(time.perf_counter() - started)

    threads = [threading.Thread(target=visit) for _ in range(visitors)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    times.sort()
    return Rate(
        per_second=len(times) / seconds, median_s=_share(times, 0.5), p95_s=_share(times, 0.95),
        answers=len(times),
    )  # fmt: skip


def _share(times: Sequence[float], share: float) -> float:
    return times[min(len(times) - 1, int(len(times) * share))]


def weight(port: int, path: str, headers: Mapping[str, str]) -> dict[str, int]:
    """Return the gzipped bytes of a page, of all its own files, and of both together."""
    visitor = Visitor(port, headers)
    body = visitor.get(path)
    files = {
        found.decode() for found in re.findall(rb'(?:href|src)="(/static/[^"]+\.(?:css|js|svg|woff2))"', body)
    }
    page = len(gzip.compress(body))
    assets = sum(_transferred(name, visitor.get(name)) for name in files | _fonts(visitor, files))
    return {"page": page, "files": assets, "total": page + assets}


def _fonts(visitor: Visitor, files: set[str]) -> set[str]:
    """Return the regular and the bold Latin font, which every page loads through its styles."""
    found: set[str] = set()
    for name in files:
        if name.endswith(".css"):
            text = visitor.get(name).decode()
            found |= {
                f"/static/build/{font}"
                for font in re.findall(r"([\w.-]+latin-(?:4|7)00[\w.-]*\.woff2)", text)
            }
    return found


def _transferred(name: str, body: bytes) -> int:
    return len(body) if name.endswith(".woff2") else len(gzip.compress(body))
