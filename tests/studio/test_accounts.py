"""Accounts by invite: told once, kept nowhere, and made again or noted where something was stopped half-way."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from curation.annotations import Annotator
from curation.errors import CurationError, UsageError
from curation.studio import accounts
from curation.studio.accounts import AddedAnnotator, add_annotators, list_annotators, sign_up
from curation.studio.connection import KEY, URL, connect
from curation.studio.http import Caller, ServerError
from curation.workspace import Workspace
from tests.cli.running import curate, sound
from tests.cli.test_output import fits
from tests.studio.conftest import Studio
from tests.studio.people import token_of

Make = Callable[[], Workspace]

STOPPED = """
import os
from curation.store import Store
Store.put_annotator = lambda *given, **more: os._exit(9)
"""


@pytest.fixture
def workspace(studio_workspace: Make) -> Workspace:
    return studio_workspace()


@pytest.fixture
def tag(tmp_path: Path) -> str:
    """Accounts are the server's, which tests share; names with this are new."""
    return "x" + re.sub(r"[^a-z0-9]", "", str(tmp_path).lower())[-40:]


def team(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the shared server be a team's."""
    monkeypatch.setenv(URL, studio.url)
    monkeypatch.setenv(KEY, studio.token)


def emails(studio: Studio) -> set[str]:
    return set(accounts.accounts(Caller(studio.url, f"Token {studio.token}")))


def test_an_account_is_entered_with_what_was_shown(workspace: Workspace, studio_server: Studio, tag: str) -> None:
    said = sound("studio", "add-annotator", f"{tag}a", f"{tag}b", "--adjudicator", "-w", workspace.root)
    first, second, last = said.splitlines()
    shown = re.fullmatch(
        rf"{tag}a \({tag}a@localhost\), adjudicator, has an account; password, shown this once: (\S{{16}})", first
    )
    assert shown
    assert second.startswith(f"{tag}b ({tag}b@localhost), adjudicator, has an account")
    assert last == f"They log in at {studio_server.url}/user/login/."
    assert re.fullmatch("[0-9a-f]{40}", token_of(studio_server.url, f"{tag}a@localhost", shown[1]))
    assert workspace.store.annotators()[0] == Annotator(name=f"{tag}a", email=f"{tag}a@localhost", adjudicates=True)
    for path in (*workspace.root.glob("curation.db*"), studio_server.root / ".studio/server.log"):
        assert shown[1].encode() not in path.read_bytes()


def test_invites_are_used_up_and_in_no_log(workspace: Workspace, studio_server: Studio, tag: str) -> None:
    caller = Caller(studio_server.url, f"Token {studio_server.token}")
    before = caller.ask("/api/invite").json()
    assert isinstance(before, dict)
    add_annotators(workspace, [tag], actor="test")
    assert caller.ask("/api/invite").json() != before
    log = (studio_server.root / ".studio/server.log").read_text()
    assert "/user/signup/?token=..." in log
    assert str(before["token"]) not in log


def test_again_changes_nothing(workspace: Workspace, tag: str) -> None:
    add_annotators(workspace, [tag], adjudicates=True, actor="test")
    events = list(workspace.store.events())
    [again] = add_annotators(workspace, [tag, tag], actor="test").annotators
    assert (again.outcome, again.password, again.adjudicates) == ("same", None, True)
    assert list(workspace.store.events()) == events
    [changed] = add_annotators(workspace, [tag], adjudicates=False, actor="test").annotators
    assert (changed.outcome, changed.adjudicates) == ("noted", False)
    said = sound("studio", "add-annotator", tag, "-w", workspace.root)
    assert said.startswith(f"{tag} ({tag}@localhost) has an account, as noted; nothing is changed\n")


def test_stopped_between_account_and_note(workspace: Workspace, studio_server: Studio, tag: str) -> None:
    """The password was shown; the next run notes the account, and says how to get a new one."""
    stopped = curate("studio", "add-annotator", tag, "-w", workspace.root, setup=STOPPED, PYTHONUNBUFFERED="1")
    assert stopped.code == 9
    assert f"{tag}@localhost" in emails(studio_server)
    assert workspace.store.annotators() == []
    password = stopped.out.split()[-1]
    assert token_of(studio_server.url, f"{tag}@localhost", password)

    said = sound("studio", "add-annotator", tag, "-w", workspace.root)
    assert "is noted now; the password is as it was (--reset-password gives a new one)" in said
    assert [person.name for person in workspace.store.annotators()] == [tag]

    reset = fits(
        "accounts-report", sound("studio", "add-annotator", tag, "--reset-password", "--json", "-w", workspace.root)
    )
    [found] = reset["annotators"]
    assert found["outcome"] == "reset"
    assert token_of(studio_server.url, f"{tag}@localhost", found["password"])
    with pytest.raises(AssertionError):
        token_of(studio_server.url, f"{tag}@localhost", password)
    assert found["password"].encode() not in (studio_server.root / ".studio/server.log").read_bytes()


def test_noted_and_not_on_the_server(workspace: Workspace, studio_server: Studio, tag: str) -> None:
    """As after a server was begun anew."""
    person = Annotator(name=tag, email=f"{tag}@localhost", adjudicates=True)
    workspace.store.put_annotator(person, actor="test", reason="test")
    [made] = add_annotators(workspace, [tag], actor="test").annotators
    assert made.outcome == "new"
    assert made.adjudicates
    assert made.password
    assert token_of(studio_server.url, f"{tag}@localhost", made.password)


def test_passwords_made_before_a_failure_are_told(workspace: Workspace, studio_server: Studio, tag: str) -> None:
    """Both for people and, as whole JSON, for programs."""
    setup = """
from curation.studio import accounts
from curation.studio.http import ServerError
first = accounts.sign_up
def sign_up(endpoint, email, *, first_name):
    if first_name.endswith("b"):
        raise ServerError("the server went away")
    return first(endpoint, email, first_name=first_name)
accounts.sign_up = sign_up
"""
    for number, more in enumerate(((), ("--json",))):
        names = (f"{tag}{number}a", f"{tag}{number}b")
        done = curate("studio", "add-annotator", *names, *more, "-w", workspace.root, setup=setup)
        assert done.code == 3
        assert done.line() == "curate: the server went away"
        password = json.loads(done.out)["annotators"][0]["password"] if more else done.out.split()[-1]
        assert token_of(studio_server.url, f"{names[0]}@localhost", password)


def test_a_teams_server(
    workspace: Workspace, studio_server: Studio, tag: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its people may have accounts already, its invites may be out with others, its passwords are its affair."""
    team(studio_server, monkeypatch)
    caller = Caller(studio_server.url, f"Token {studio_server.token}")
    invite = caller.ask("/api/invite").json()
    [ann] = add_annotators(workspace, [f"{tag}a"], email=f"{tag}A@Team.example", actor="test").annotators
    assert (ann.outcome, ann.email) == ("new", f"{tag}a@team.example")
    assert ann.password
    assert ann.password not in repr(ann)
    assert caller.ask("/api/invite").json() == invite
    sign_up(connect(workspace), f"{tag}b@team.example", first_name="bob")
    [bob] = add_annotators(workspace, [f"{tag}b"], email=f"{tag}b@team.example", actor="test").annotators
    assert (bob.outcome, bob.password) == ("noted", None)
    done = curate("studio", "add-annotator", f"{tag}a", "--reset-password", "-w", workspace.root)
    assert done.code == 3
    assert "run `label-studio reset_password --username EMAIL`" in done.line()


def test_an_email_that_the_server_does_not_take(workspace: Workspace, tag: str) -> None:
    with pytest.raises(ServerError, match="does not accept an account for"):
        add_annotators(workspace, [tag], email=f"{tag}@localhost.", actor="test")
    assert workspace.store.annotators() == []


def test_the_account_that_curate_works_with_annotates_nothing(workspace: Workspace) -> None:
    with pytest.raises(UsageError, match="is the account that curate works with; annotators need others"):
        add_annotators(workspace, ["curator"], actor="test")
    assert workspace.store.annotators() == []


@pytest.mark.parametrize("name", ["", "Ann", "a b", "1a", "é", "a" * 65, "ann\n", "a\x1b[31m", "a;drop", "../a"])
def test_a_bad_name_is_one_line_and_makes_nothing(workspace: Workspace, name: str) -> None:
    done = curate("studio", "add-annotator", "good", name, "-w", workspace.root)
    assert done.code == 2
    assert "is no name; write up to 64 of a-z, 0-9 and _, beginning with a letter" in done.line()
    assert "\x1b" not in done.err
    assert workspace.store.annotators() == []


@pytest.mark.parametrize(
    ("names", "email", "said"),
    [
        (["ann"], "ann", "'ann' is no email address; write it as ann@example.org"),
        (["ann"], "a\r\nb@x.org", "is no email address"),
        (["ann", "bob"], "a@x.org", "--email goes with a single NAME"),
        (["bob"], "CAT@localhost", "cat@localhost belongs to cat; give bob another with --email"),
        (["cat"], "other@x.org", "cat is noted with cat@localhost; add the other account under another NAME"),
    ],
)
def test_people_are_not_mixed_up(workspace: Workspace, names: list[str], email: str, said: str) -> None:
    cat = Annotator(name="cat", email="cat@localhost")
    workspace.store.put_annotator(cat, actor="test", reason="test")
    with pytest.raises(UsageError) as caught:
        add_annotators(workspace, names, email=email, actor="test")
    assert said in str(caught.value)
    assert workspace.store.annotators() == [cat]


def test_the_list(workspace: Workspace) -> None:
    inside = ("-w", workspace.root)
    said = "There are no annotators; add some with `curate studio add-annotator`.\n"
    assert sound("studio", "list-annotators", *inside) == said
    for person in (
        Annotator(name="bob", email="bob@localhost"),
        Annotator(name="ann", email="ann@x.org", adjudicates=True),
    ):
        workspace.store.put_annotator(person, actor="test", reason="test")
    assert sound("studio", "list-annotators", *inside) == (
        "name  email          role         assigned  annotated\n"
        "ann   ann@x.org      adjudicator         0          0\n"
        "bob   bob@localhost  annotator           0          0\n"
    )
    found = fits("annotators-report", sound("studio", "list-annotators", "--json", *inside))
    assert found == list_annotators(workspace).plain()
    assert [person["name"] for person in found["annotators"]] == ["ann", "bob"]


def test_an_interrupted_list_of_users_is_no_list(monkeypatch: pytest.MonkeyPatch) -> None:
    from tests.studio.quirks import plain, quirk

    with (
        quirk(plain(200, b'{"detail": "x"}')) as found,
        pytest.raises(ServerError, match="its list of users cannot"),
    ):
        accounts.accounts(Caller(found.url))
    with quirk(plain(200, b'[{"id": "x"}, 7, {"id": 1, "email": "A@x.org"}]')) as found:
        assert set(accounts.accounts(Caller(found.url))) == {"a@x.org"}
    with quirk(plain(403)) as found, pytest.raises(CurationError, match="does not accept the token"):
        accounts.accounts(Caller(found.url))


def test_told_as_soon_as_made(workspace: Workspace, tag: str) -> None:
    told: list[AddedAnnotator] = []
    report = add_annotators(workspace, [tag], actor="test", told=told.append)
    assert tuple(told) == report.annotators
