"""A tiny server that answers as no Label Studio would; each test says what."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Answer = Callable[[BaseHTTPRequestHandler], None]


@dataclass
class Quirk:
    """What runs.

    Attributes:
        url: Its address.
        asked: Path and Authorization header of each request.
        stopped: Set at the end; an answer that hangs waits for it.
    """

    url: str
    asked: list[tuple[str, str | None]] = field(default_factory=list)
    stopped: threading.Event = field(default_factory=threading.Event)


@contextmanager
def quirk(answer: Callable[[BaseHTTPRequestHandler, Quirk], None]) -> Iterator[Quirk]:
    """Serve on a free port until left; `answer` writes the response to every request."""

    class Handler(BaseHTTPRequestHandler):
        def _do(self) -> None:
            found.asked.append((self.path, self.headers.get("Authorization")))
            answer(self, found)

        do_GET = do_POST = do_PATCH = _do

        def log_message(self, *_words: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = False
        found = Quirk(f"http://127.0.0.1:{server.server_address[1]}")
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield found
        finally:
            found.stopped.set()
            server.shutdown()
            thread.join()


def plain(status: int, body: bytes = b"", **headers: str) -> Callable[[BaseHTTPRequestHandler, Quirk], None]:
    """Answer everything with one status and body."""

    def answer(handler: BaseHTTPRequestHandler, _quirk: Quirk) -> None:
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name, value)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    return answer


def hang(_handler: BaseHTTPRequestHandler, found: Quirk) -> None:
    """Never answer."""
    found.stopped.wait()


def drip(handler: BaseHTTPRequestHandler, found: Quirk) -> None:
    """Answer a byte at a time, so that no single wait is long."""
    handler.send_response(200)
    handler.end_headers()
    try:
        while not found.stopped.wait(0.02):
            handler.wfile.write(b" " * 65_536)
    except OSError:
        return


def cut(handler: BaseHTTPRequestHandler, _quirk: Quirk) -> None:
    """Promise more than comes."""
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    handler.wfile.write(b"{")
    handler.close_connection = True


def flood(handler: BaseHTTPRequestHandler, _quirk: Quirk) -> None:
    """Answer with more than anybody should read."""
    handler.send_response(200)
    handler.end_headers()
    try:
        for _ in range(1000):
            handler.wfile.write(b" " * 65_536)
    except OSError:
        return
