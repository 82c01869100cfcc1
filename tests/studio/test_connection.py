"""Which server a workspace works with, how it is known, and one clear line for each way in which that can fail."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from curation.errors import CurationError, UsageError
from curation.studio import connection
from curation.studio.connection import KEY, URL, connect, studio_status
from curation.studio.http import Caller, ServerError
from curation.studio.server.private import private
from curation.workspace import Workspace, create
from tests.cli.running import curate, sound
from tests.studio.conftest import Studio
from tests.studio.quirks import Quirk, cut, drip, flood, hang, plain, quirk

TOKEN = "0123456789abcdef0123456789abcdef01234567"
WHO = b'{"id": 7, "email": "lead@team.example"}'


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    made = create(tmp_path / "workspace")
    yield made
    made.store.close()


@pytest.fixture
def team(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Name a team's server in the environment."""

    def name(url: str, token: str = TOKEN) -> None:
        monkeypatch.setenv(URL, url)
        monkeypatch.setenv(KEY, token)

    return name


def access_token(studio: Studio) -> str:
    """Make a personal access token, as people do in their account settings."""
    caller = Caller(studio.url, f"Token {studio.token}")
    settings = {"api_tokens_enabled": True, "legacy_api_tokens_enabled": True}
    assert caller.ask("/api/jwt/settings", method="POST", body=settings).status in {200, 201}
    found = caller.ask("/api/token/", method="POST", body={}).json()
    assert isinstance(found, dict)
    return str(found["token"])


# The real server


def test_the_own_server_knows_us(studio_workspace: Callable[[], Workspace], studio_server: Studio) -> None:
    endpoint = connect(studio_workspace())
    assert (endpoint.url, endpoint.own, endpoint.email) == (studio_server.url, True, "curator@localhost")
    assert endpoint.client().users.whoami().id == endpoint.user
    assert endpoint.token not in repr(endpoint)


@pytest.mark.parametrize("kind", ["legacy", "personal"])
@pytest.mark.filterwarnings("ignore:The `parse_obj` method is deprecated")  # Inside the SDK.
def test_a_teams_server_works_the_same(
    workspace: Workspace, studio_server: Studio, team: Callable[..., None], kind: str
) -> None:
    token = studio_server.token if kind == "legacy" else access_token(studio_server)
    team(f"{studio_server.url}/", token)
    endpoint = connect(workspace)
    assert (endpoint.url, endpoint.own, endpoint.email) == (studio_server.url, False, "curator@localhost")
    assert endpoint.client().users.whoami().id == endpoint.user
    assert endpoint.caller().ask("/api/projects/").status == 200
    assert token not in repr(endpoint)
    said = sound("studio", "status", "-w", workspace.root)
    assert said == f"Label Studio 1.23.2 runs at {studio_server.url}.\n"


def test_a_wrong_token_is_one_line(workspace: Workspace, studio_server: Studio, team: Callable[..., None]) -> None:
    for token in (TOKEN, "eyJhbGciOi.eyJ0b2tlbl.c2lnbmF0dXJl"):
        team(studio_server.url, token)
        done = curate("studio", "add-annotator", "ann", "-w", workspace.root)
        assert done.code == 3
        assert "does not accept the token" in done.line()
        assert token not in done.err


def test_a_wrong_address_is_one_line(
    workspace: Workspace, studio_server: Studio, team: Callable[..., None]
) -> None:
    team(f"{studio_server.url}/elsewhere")
    done = curate("studio", "add-annotator", "ann", "-w", workspace.root)
    assert done.code == 3
    problem = "there is no Label Studio at this address (404); check LABEL_STUDIO_URL"
    assert done.line() == f"curate: {studio_server.url}/elsewhere: {problem}"


def test_no_proxy_is_asked_for_this_machine(
    studio_workspace: Callable[[], Workspace], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    endpoint = connect(studio_workspace())
    assert endpoint.client().users.whoami().id == endpoint.user


# No server


def test_a_server_that_is_not_up(workspace: Workspace) -> None:
    with pytest.raises(
        CurationError, match="this workspace has no Label Studio yet; start one with `curate studio up`"
    ):
        connect(workspace)
    place = private(workspace.root)
    place.make()
    with pytest.raises(ServerError, match="does not run; start it with `curate studio up`"):
        connect(workspace)
    handle = place.hold_alive()
    try:
        assert studio_status(workspace).state == "starting"
        with pytest.raises(ServerError, match="is starting; run again in a minute"):
            connect(workspace)
    finally:
        os.close(handle)


def test_nothing_at_the_address(workspace: Workspace, team: Callable[..., None]) -> None:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{found.getsockname()[1]}"
    team(url)
    with pytest.raises(ServerError, match="nothing answers there; is the server up, and the address right"):
        connect(workspace)
    assert studio_status(workspace).state == "away"
    assert "cannot be reached" in sound("studio", "status", "-w", workspace.root)
    team("http://nowhere.invalid")
    with pytest.raises(ServerError, match=r"http://nowhere.invalid: cannot be reached \(.+\); check the address"):
        connect(workspace)


# Servers that are no Label Studio, or not well

CASES = {
    "failing": (plain(500, b"<h1>oops</h1>"), r"the server failed \(500\); its log says why"),
    "busy": (plain(429), r"the server refused \(429\)"),
    "html": (plain(200, b"<html>"), "answers, and not as Label Studio does; check the address"),
    "list": (plain(200, b"[1]"), "answers, and not as Label Studio does"),
    "deep": (plain(200, b"[" * 200_000), "answers, and not as Label Studio does"),
    "no email": (plain(200, b'{"id": "7", "email": null}'), "answers, and not as Label Studio does"),
    "elsewhere": (plain(302, Location="http://evil.example/"), r"the address leads elsewhere \(302\)"),
    "hanging": (hang, "no answer within 0.5 seconds; look to the server and run again"),
    "dripping": (drip, "no answer within 0.5 seconds|answers without end"),
    "cut": (cut, "the connection was cut before the answer was whole"),
    "flooding": (flood, "answers without end, so it is no Label Studio"),
}


@pytest.mark.parametrize("case", CASES)
def test_each_failure_is_one_line(
    workspace: Workspace, team: Callable[..., None], monkeypatch: pytest.MonkeyPatch, case: str
) -> None:
    answer, said = CASES[case]
    monkeypatch.setattr(connection, "SECONDS", 20.0 if case == "flooding" else 0.5)
    with quirk(answer) as found:
        team(found.url)
        with pytest.raises(ServerError, match=said) as caught:
            connect(workspace)
    assert caught.value.exit_code == 3
    assert str(caught.value).startswith(f"{found.url}: ")
    assert "\n" not in str(caught.value)
    assert TOKEN not in str(caught.value)


def test_no_redirect_takes_the_token_along(workspace: Workspace, team: Callable[..., None]) -> None:
    with quirk(plain(200, WHO)) as thief, quirk(plain(307, Location=thief.url)) as first:
        team(first.url)
        with pytest.raises(ServerError):
            connect(workspace)
    assert first.asked == [("/api/current-user/whoami", f"Token {TOKEN}")]
    assert thief.asked == []


def test_a_personal_token_is_exchanged_and_sent_nowhere_else(
    workspace: Workspace, team: Callable[..., None]
) -> None:
    token, access = "eyJhbGciOi.eyJ0b2tlbl.c2lnbmF0dXJl", "eyJhbGciOi.eyJhY2Nlc3.c2lnbmF0dXJl"

    def answer(handler: object, found: Quirk) -> None:
        body = b'{"access": "%s"}' % access.encode() if found.asked[-1][0] == "/api/token/refresh" else WHO
        plain(200, body)(handler, found)  # type: ignore[arg-type]

    with quirk(answer) as found:
        team(found.url, token)
        assert connect(workspace).email == "lead@team.example"
    assert found.asked == [("/api/token/refresh", None), ("/api/current-user/whoami", f"Bearer {access}")]


def test_an_encrypted_address_of_a_plain_server(workspace: Workspace, team: Callable[..., None]) -> None:
    with quirk(plain(200, WHO)) as found:
        team(found.url.replace("http:", "https:"))
        with pytest.raises(ServerError, match="its certificate or encryption is not accepted"):
            connect(workspace)


# What the environment says


@pytest.mark.parametrize(
    ("url", "key", "said"),
    [
        ("http://a.example", "", "LABEL_STUDIO_URL is set and LABEL_STUDIO_API_KEY is not"),
        ("", TOKEN, "LABEL_STUDIO_API_KEY is set and LABEL_STUDIO_URL is not"),
        ("ftp://a.example", TOKEN, "LABEL_STUDIO_URL is no address"),
        ("studio.example", TOKEN, "LABEL_STUDIO_URL is no address"),
        ("http://a.example:port", TOKEN, "LABEL_STUDIO_URL is no address"),
        ("http://[a", TOKEN, "LABEL_STUDIO_URL is no address"),
        ("http://ann:hunter2@a.example", TOKEN, "LABEL_STUDIO_URL is no address"),
        ("http://a.example/?token=hunter2", TOKEN, "LABEL_STUDIO_URL is no address"),
        ("http://a.example", "Token hunter2", "LABEL_STUDIO_API_KEY is no token"),
        ("http://a.example", "hunter2\r\nX: y", "LABEL_STUDIO_API_KEY is no token"),
        ("http://a.example", "hunter2é", "LABEL_STUDIO_API_KEY is no token"),
    ],
)
def test_what_is_set_wrongly_is_told_without_its_value(
    workspace: Workspace, team: Callable[..., None], url: str, key: str, said: str
) -> None:
    team(url, key)
    with pytest.raises(UsageError) as caught:
        connect(workspace)
    assert str(caught.value).startswith(said)
    assert "hunter2" not in str(caught.value)
    assert TOKEN not in str(caught.value)


def test_without_the_sdk_one_line_says_how_to_get_it(
    studio_workspace: Callable[[], Workspace], monkeypatch: pytest.MonkeyPatch
) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "label_studio_sdk", None)
    endpoint = connect(studio_workspace())
    with pytest.raises(
        CurationError, match=r"run `pip install 'curate\[studio\]'`, or in a checkout `make setup-studio`"
    ):
        endpoint.client()
