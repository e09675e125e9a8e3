"""A partner's web server on this machine, which takes messages, refuses them or hangs up as a test wishes."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Partner:
    """What has come; `status` is what is answered, 0 hangs up, -1 says one letter after the other."""

    status: int = 204
    messages: list[tuple[dict[str, str], str]] = field(default_factory=list)
    url: str = ""


@contextmanager
def partner() -> Iterator[Partner]:
    """Run the server."""
    found = Partner()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:  # named by the library
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            found.messages.append(({name.lower(): value for name, value in self.headers.items()}, body))
            while found.status < 0 and self._says_a_letter():
                time.sleep(0.02)
            if found.status > 0:
                self.send_response(found.status)
                self.send_header("Location", found.url)
                self.end_headers()

        def _says_a_letter(self) -> bool:
            try:
                self.wfile.write(b"H")
            except OSError:
                return False
            return True

        def log_message(self, *_words: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    found.url = f"http://127.0.0.1:{server.server_address[1]}/told?by=helpexchange"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield found
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
