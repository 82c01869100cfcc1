"""Requests to a Label Studio server without its SDK: bounded in time and size, and each failure one line."""

from __future__ import annotations

import json
import ssl
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Mapping
from http.client import HTTPException, HTTPResponse
from http.cookiejar import CookieJar

from curation.errors import CurationError

SECONDS = 30.0
MOST_BYTES = 16_000_000
_CHUNK = 65_536


class ServerError(CurationError):
    """A Label Studio server is not there, refuses, or answers what cannot be understood."""


class Answer:
    """What a server answered.

    Attributes:
        status: HTTP status.
        body: Up to 16 MB.
        location: Where a redirect leads.
    """

    def __init__(self, status: int, body: bytes, location: str | None) -> None:
        self.status = status
        self.body = body
        self.location = location

    def json(self) -> object:
        """Parse the body; `None` where it is no JSON."""
        try:
            return json.loads(self.body)
        except (ValueError, RecursionError):
            return None


class _StayHere(urllib.request.HTTPRedirectHandler):
    """Follows no redirect: it would take the token to wherever the answer says."""

    def redirect_request(self, *_args: object, **_options: object) -> None:
        """Refuse."""


def loopback(url: str) -> bool:
    """Whether an address is this machine's, which no proxy can reach."""
    return urllib.parse.urlsplit(url).hostname in {"127.0.0.1", "localhost", "::1"}


class Caller:
    """Asks one server, and keeps its cookies.

    Args:
        url: The server's address, without a slash at its end.
        authorization: What goes into the header of that name; in no message and no `repr`.
        seconds: How long one answer may take in all.
    """

    def __init__(self, url: str, authorization: str | None = None, *, seconds: float = SECONDS) -> None:
        self.url = url
        self._authorization = authorization
        self._seconds = seconds
        self.cookies = CookieJar()
        proxies = [urllib.request.ProxyHandler({})] if loopback(url) else []
        cookies = urllib.request.HTTPCookieProcessor(self.cookies)
        self._opener = urllib.request.build_opener(*proxies, cookies, _StayHere)

    def ask(
        self,
        path: str,
        *,
        method: str = "GET",
        body: object = None,
        form: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """Send one request; whatever status comes back is an answer.

        Args:
            path: Below the server's address, with a slash before it.
            method: HTTP verb.
            body: Sent as JSON.
            form: Sent as a form instead.
            headers: More headers.

        Raises:
            ServerError: It cannot be reached, is too slow, cuts the connection, or answers without end.
        """
        sent = dict(headers or {})
        data = None
        if form is not None:
            data = urllib.parse.urlencode(form).encode()
        elif body is not None:
            data = json.dumps(body).encode()
            sent["Content-Type"] = "application/json"
        if self._authorization is not None:
            sent["Authorization"] = self._authorization
        request = urllib.request.Request(f"{self.url}{path}", data, sent, method=method)  # noqa: S310 - checked
        deadline = time.monotonic() + self._seconds
        try:
            try:
                with self._opener.open(request, timeout=self._seconds) as found:
                    return Answer(found.status, self._read(found, deadline), None)
            except urllib.error.HTTPError as error:
                with error:
                    return Answer(error.code, self._read(error, deadline), error.headers.get("Location"))
        except TimeoutError:
            raise self._too_slow() from None
        except urllib.error.URLError as error:
            if isinstance(error.reason, TimeoutError):
                raise self._too_slow() from None
            raise ServerError(f"{self.url}: {_why(error.reason)}") from None
        except (HTTPException, ConnectionError):
            raise ServerError(
                f"{self.url}: the connection was cut before the answer was whole; look to the server and run again"
            ) from None

    def _too_slow(self) -> ServerError:
        return ServerError(
            f"{self.url}: no answer within {self._seconds:g} seconds; look to the server and run again"
        )

    def _read(self, stream: HTTPResponse | urllib.error.HTTPError, deadline: float) -> bytes:
        parts, size = [], 0
        while part := stream.read(_CHUNK):
            parts.append(part)
            size += len(part)
            if size > MOST_BYTES:
                raise ServerError(f"{self.url}: answers without end, so it is no Label Studio; check the address")
            if time.monotonic() > deadline:
                raise TimeoutError
        promised = stream.headers.get("Content-Length", "")
        if promised.isdecimal() and len(promised) < 20 and size < int(promised):
            raise ConnectionResetError
        return b"".join(parts)


def _why(reason: object) -> str:
    """Say why a server was not reached."""
    if isinstance(reason, ConnectionRefusedError):
        return "nothing answers there; is the server up, and the address right?"
    if isinstance(reason, ssl.SSLError):
        return "its certificate or encryption is not accepted; check the address and the certificate"
    if isinstance(reason, ConnectionError):
        return "the connection was cut before the answer was whole; look to the server and run again"
    return f"cannot be reached ({getattr(reason, 'strerror', None) or reason}); check the address and the network"


def refusal(url: str, status: int) -> ServerError:
    """Put a status that was not hoped for into one line."""
    if status in {401, 403}:
        text = "the server does not accept the token, or what it is asked for; give a valid LABEL_STUDIO_API_KEY"
    elif status == 404:
        text = "there is no Label Studio at this address (404); check LABEL_STUDIO_URL"
    elif 300 <= status < 400:
        text = f"the address leads elsewhere ({status}); give the address that it leads to"
    elif status >= 500:
        text = f"the server failed ({status}); its log says why; run again when it is well"
    else:
        text = f"the server refused ({status}); check that it is Label Studio 1.23 or later"
    return ServerError(f"{url}: {text}")
