"""People for tests, with everything that their accounts are entered with; and scripts that act as them."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field

from curation.annotations import Annotator
from curation.studio.accounts import sign_up
from curation.studio.connection import Endpoint, connect
from curation.studio.http import Caller
from curation.workspace import Workspace


@dataclass(frozen=True)
class Person:
    """An annotator.

    Attributes:
        name: Account name in the workspace.
        email: What the account is entered with.
        user: The account's number on the server.
        password: For the login form.
        endpoint: The server as this person; `endpoint.client()` is the SDK.
    """

    name: str
    email: str
    user: int
    password: str = field(repr=False)
    endpoint: Endpoint = field(repr=False)


def token_of(url: str, email: str, password: str) -> str:
    """Log in as a browser does, and read the account's legacy token."""
    caller = Caller(url)
    caller.ask("/user/login/")
    csrf = next(str(cookie.value) for cookie in caller.cookies if cookie.name == "csrftoken")
    form = {"csrfmiddlewaretoken": csrf, "email": email, "password": password, "persist_session": "on"}
    entered = caller.ask("/user/login/", method="POST", form=form, headers={"Referer": f"{url}/user/login/"})
    assert entered.status == 302, entered.status
    found = caller.ask("/api/current-user/token").json()
    assert isinstance(found, dict)
    return str(found["token"])


def enrol(workspace: Workspace, *names: str, adjudicates: bool = False) -> dict[str, Person]:
    """Give people accounts on the workspace's server and note them; emails are new, for workspaces share it."""
    endpoint = connect(workspace)
    people = {}
    for name in names:
        email = f"{name}.{secrets.token_hex(4)}@localhost"
        made = sign_up(endpoint, email, first_name=name)
        assert made.password is not None
        note = Annotator(name=name, email=email, adjudicates=adjudicates)
        workspace.store.put_annotator(note, actor="test", reason="test")
        token = token_of(endpoint.url, email, made.password)
        own = Endpoint(endpoint.url, token, own=False, user=made.user, email=email)
        people[name] = Person(name, email, made.user, made.password, own)
    return people
