"""A real gateway for text messages on this machine, which errs or is slow as a test wishes."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Gateway:
    """Keeps what it was asked to send.

    Attributes:
        asked: header fields and body of every request, in order.
        sent: by Idempotency-Key, as a gateway does that sends a message once.
        statuses: what it answers to the next requests; 202 after that.
        slow_s: how long it takes to answer the next request.
    """

    asked: list[tuple[dict[str, str], dict[str, Any]]] = field(default_factory=list)
    sent: dict[str, dict[str, Any]] = field(default_factory=dict)
    statuses: list[int] = field(default_factory=list)
    slow_s: float = 0.0
    url: str = ""

    def take(self, headers: dict[str, str], body: dict[str, Any]) -> int:
        """Note a request and return the status to answer it with."""
        self.asked.append((headers, body))
        slow_s, self.slow_s = self.slow_s, 0.0
        status = self.statuses.pop(0) if self.statuses else 202
        if status < 300:
            self.sent.setdefault(headers["Idempotency-Key"], body)
        time.sleep(slow_s)
        return status


@contextmanager
def text_gateway() -> Iterator[Gateway]:
    """Run a gateway and yield it."""
    gateway = Gateway()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            status = gateway.take(dict(self.headers), body)
            try:
                self.send_response(status)
                self.send_header("Content-Length", "0")
                self.end_headers()
            except OSError:
                pass  # whoever asked has not waited

        def log_message(self, *_arguments: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=[0.05])
    thread.start()
    gateway.url = f"http://127.0.0.1:{server.server_port}/messages?account=1"
    try:
        yield gateway
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
