"""Which Label Studio a workspace works with: its own server, or a team's."""

from __future__ import annotations

import os
import re
import urllib.parse
import weakref
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from curation.errors import CurationError, UsageError
from curation.studio.http import SECONDS, Caller, ServerError, loopback, refusal
from curation.studio.server.private import private
from curation.studio.server.process import StudioStatus, address
from curation.studio.server.process import status as own_status
from curation.workspace import Workspace

if TYPE_CHECKING:
    from label_studio_sdk import LabelStudio

URL = "LABEL_STUDIO_URL"
KEY = "LABEL_STUDIO_API_KEY"
_JWT = re.compile(r"^eyJ[\w-]+\.[\w-]+\.[\w-]+$")


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A server that knows us.

    Attributes:
        url: Its address, without a slash at its end.
        token: A legacy token or a personal access token; not in its `repr`.
        own: Whether it is the workspace's own server, rather than a team's.
        user: Our account's number there.
        email: Our account's email there.
    """

    url: str
    token: str = field(repr=False)
    own: bool
    user: int
    email: str

    def caller(self, *, seconds: float = SECONDS) -> Caller:
        """Return what asks this server by HTTP."""
        return Caller(self.url, _authorization(self.url, self.token, seconds), seconds=seconds)

    def client(self, *, seconds: float = 120.0) -> LabelStudio:
        """Return the SDK's client for this server: it never repeats a request, which would duplicate data.

        Args:
            seconds: How long it waits for a server that says nothing.

        Raises:
            CurationError: The SDK is not installed.
        """
        try:
            import httpx
            from label_studio_sdk import LabelStudio
        except ImportError:
            raise CurationError(
                "the Label Studio SDK is not installed; run `pip install 'curate[studio]'`, "
                "or in a checkout `make setup-studio`"
            ) from None
        # What speaks no TLS needs no certificates, which take 30 ms to read.
        http = httpx.Client(
            timeout=seconds, trust_env=not loopback(self.url), verify=not self.url.startswith("http://")
        )
        made: LabelStudio = LabelStudio(  # type: ignore[no-untyped-call]
            base_url=self.url, api_key=self.token, timeout=seconds, max_retries=0, httpx_client=http
        )
        # The SDK has no way to close what it is given; its transport is what others hold on to.
        weakref.finalize(made._client_wrapper.httpx_client, http.close)
        return made


def connect(workspace: Workspace) -> Endpoint:
    """Find the server, and have it say that it knows us.

    Raises:
        UsageError: LABEL_STUDIO_URL or LABEL_STUDIO_API_KEY is missing or malformed.
        CurationError: It does not run, cannot be reached, or does not accept the token.
    """
    named = _named()
    if named is not None:
        return _known(*named, own=False)
    place = private(workspace.root)
    if not place.alive():
        place.read_secrets()
        raise ServerError("the Label Studio of this workspace does not run; start it with `curate studio up`")
    note = place.read_note()
    if note is None or note.version is None:
        raise ServerError("the Label Studio of this workspace is starting; run again in a minute")
    return _known(address(note.port), place.read_secrets().token, own=True)


def studio_status(workspace: Workspace) -> StudioStatus:
    """Look how the server is, a team's or the workspace's own.

    Raises:
        UsageError: LABEL_STUDIO_URL or LABEL_STUDIO_API_KEY is missing or malformed.
    """
    named = _named()
    if named is None:
        return own_status(workspace.root)
    try:
        found = _known(*named, own=False).caller().ask("/api/version").json()
    except ServerError:
        return StudioStatus(state="away", own=False, url=named[0])
    release = found.get("release") if isinstance(found, dict) else None
    version = release if isinstance(release, str) and len(release) < 100 else None
    return StudioStatus(state="running", own=False, url=named[0], version=version)


def _named() -> tuple[str, str] | None:
    """Return the address and token that the environment names.

    Raises:
        UsageError: One is missing or malformed; no message repeats a value.
    """
    url, key = os.environ.get(URL, "").strip(), os.environ.get(KEY, "").strip()
    if not url and not key:
        return None
    if not url or not key:
        missing, given = (KEY, URL) if url else (URL, KEY)
        raise UsageError(f"{given} is set and {missing} is not; set both for a team's server, or neither")
    try:
        parts = urllib.parse.urlsplit(url)
        sound = parts.scheme in {"http", "https"} and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        sound = False
        parts = urllib.parse.urlsplit("")
    if not sound or parts.username or parts.password or parts.query or parts.fragment or not url.isprintable():
        raise UsageError(f"{URL} is no address; write it as https://studio.example.org, without user and password")
    if not (key.isascii() and key.isprintable()) or " " in key or len(key) > 4000:
        raise UsageError(f"{KEY} is no token; copy it from Account & Settings in Label Studio")
    return url.rstrip("/"), key


def _authorization(url: str, token: str, seconds: float) -> str:
    """Return the header that a token is sent in; a personal access token is exchanged for one of five minutes.

    Raises:
        ServerError: The server does not accept it.
    """
    if not _JWT.match(token):
        return f"Token {token}"
    answer = Caller(url, seconds=seconds).ask("/api/token/refresh", method="POST", body={"refresh": token})
    found = answer.json()
    access = found.get("access") if isinstance(found, dict) else None
    if answer.status != 200 or not isinstance(access, str) or not _JWT.match(access):
        raise refusal(url, answer.status if answer.status != 200 else 404)
    return f"Bearer {access}"


def _known(url: str, token: str, *, own: bool) -> Endpoint:
    answer = Caller(url, _authorization(url, token, SECONDS), seconds=SECONDS).ask("/api/current-user/whoami")
    found = answer.json()
    if answer.status == 200:
        user, email = (found.get("id"), found.get("email")) if isinstance(found, dict) else (None, None)
        if isinstance(user, int) and isinstance(email, str) and len(email) < 1000:
            return Endpoint(url, token, own, user, email)
        raise ServerError(f"{url}: answers, and not as Label Studio does; check the address")
    raise refusal(url, answer.status)
