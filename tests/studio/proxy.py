"""A server between client and Label Studio that does to requests what networks do."""

from __future__ import annotations

import http.client
import threading
import urllib.parse
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Literal

Deed = Literal["pass", "cut before", "cut after", "fail", "hang", "nonsense", "huge"]
Rule = Callable[[str, str], Deed]
"""Given a request's method and path, says what is done to it."""

_OWN = {"connection", "transfer-encoding", "content-length", "keep-alive"}


class Proxy:
    """Passes requests on, unless its rule says something else.

    Attributes:
        url: Its address.
        rule: What is done to each request; may be replaced at any time.
        asked: Method and path of every request so far.
        released: Set to let hanging requests go.
    """

    def __init__(self, target: str) -> None:
        self._target = urllib.parse.urlsplit(target)
        self.rule: Rule = lambda method, path: "pass"
        self.asked: list[tuple[str, str]] = []
        self.released = threading.Event()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, format: str, *words: object) -> None:
                """Say nothing."""

            def handle_one(self) -> None:
                outer.handle(self)

            do_GET = do_POST = do_PATCH = do_PUT = do_DELETE = handle_one

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()

    def handle(self, request: BaseHTTPRequestHandler) -> None:
        body = request.rfile.read(int(request.headers.get("content-length") or 0))
        path = urllib.parse.urlsplit(request.path).path
        self.asked.append((request.command, path))
        deed = self.rule(request.command, path)
        request.close_connection = True
        if deed == "cut before":
            return
        if deed == "hang":
            self.released.wait(60)
            return
        if deed == "fail":
            self._answer(request, 500, b'{"detail": "no room left"}')
            return
        if deed == "nonsense":
            self._answer(request, 200, b"<html>Welcome to a router</html>")
            return
        if deed == "huge":
            self._answer(request, 200, b"[" + b"1," * 3_000_000 + b"1]")
            return
        try:
            status, answer = self._pass_on(request, body)
        except OSError:
            return
        if deed == "pass":
            self._answer(request, status, answer)

    def _pass_on(self, request: BaseHTTPRequestHandler, body: bytes) -> tuple[int, bytes]:
        connection = http.client.HTTPConnection(self._target.hostname or "", self._target.port, timeout=60)
        try:
            headers = {name: value for name, value in request.headers.items() if name.lower() not in _OWN}
            connection.request(request.command, request.path, body or None, headers)
            found = connection.getresponse()
            return found.status, found.read()
        except http.client.HTTPException as error:
            raise OSError(error) from None
        finally:
            connection.close()

    def _answer(self, request: BaseHTTPRequestHandler, status: int, body: bytes) -> None:
        request.send_response(status)
        request.send_header("content-type", "application/json")
        if status != 204:
            request.send_header("content-length", str(len(body)))
        request.send_header("connection", "close")
        request.end_headers()
        request.wfile.write(body)

    def stop(self) -> None:
        """Stop, and let go of what hangs."""
        self.released.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


@contextmanager
def proxied(target: str) -> Iterator[Proxy]:
    """Run a proxy to a server."""
    made = Proxy(target)
    try:
        yield made
    finally:
        made.stop()


def nth(number: int, deed: Deed, wanted: Callable[[str, str], bool]) -> Rule:
    """Do something to the request of that number, from 1, among those that are wanted."""
    seen = 0

    def rule(method: str, path: str) -> Deed:
        nonlocal seen
        if not wanted(method, path):
            return "pass"
        seen += 1
        return deed if seen == number else "pass"

    return rule
