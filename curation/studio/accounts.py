"""People's accounts on a Label Studio server, made by its invite as Community allows."""

from __future__ import annotations

import re
import secrets
import subprocess
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, TypeAdapter, ValidationError

from curation.annotations import Annotator
from curation.errors import CurationError, UsageError
from curation.models import Line, Name, Record
from curation.studio.connection import Endpoint, connect
from curation.studio.http import Caller, ServerError, refusal
from curation.studio.server.environment import environment, server_settings
from curation.studio.server.private import private
from curation.workspace import Workspace

LOGIN = "/user/login/"
RESET = "label-studio reset_password --username EMAIL"

Outcome = Literal["new", "noted", "same", "reset"]
Email = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9.-]{1,180}$")]
_NAMES = TypeAdapter[str](Name)
_EMAILS = TypeAdapter[str](Email)


class AddedAnnotator(Record):
    """What became of one name.

    Attributes:
        name: The annotator.
        email: What the account is entered with.
        adjudicates: Whether disagreements go to this person.
        outcome: `new`: the account was made. `noted`: it was there and is noted now. `same`: nothing changed.
            `reset`: it has a new password.
        password: Shown this once and kept nowhere, not in its `repr`; `None` where it is as it was.
    """

    name: Name
    email: Line
    adjudicates: bool
    outcome: Outcome
    password: Annotated[str | None, Field(repr=False)] = None


class AddReport(Record):
    """What came of `curate studio add-annotator`.

    Attributes:
        login: Where the annotators log in; `None` where an error came before all were made.
        annotators: One for each name.
    """

    login: str | None
    annotators: tuple[AddedAnnotator, ...]


class ListedAnnotator(Record):
    """A person of the workspace.

    Attributes:
        name: Short name.
        email: What the account is entered with.
        adjudicates: Whether disagreements go to this person.
        assigned: How many assignments there are, of all stages.
        annotated: How many annotations were pulled.
    """

    name: Name
    email: Line
    adjudicates: bool
    assigned: int
    annotated: int


class AnnotatorsReport(Record):
    """Everybody of the workspace, by name."""

    annotators: tuple[ListedAnnotator, ...]


@dataclass(frozen=True, slots=True)
class Account:
    """An account on a server.

    Attributes:
        user: Its number there.
        email: What it is entered with.
        password: `None` where we did not make it; not in its `repr`.
    """

    user: int
    email: str
    password: str | None = field(default=None, repr=False)


def add_annotators(
    workspace: Workspace,
    names: Sequence[str],
    *,
    email: str | None = None,
    adjudicates: bool | None = None,
    reset_password: bool = False,
    actor: str,
    told: Callable[[AddedAnnotator], None] | None = None,
) -> AddReport:
    """Give people accounts and note them; what is there already stays, so it can be run again after a kill.

    Args:
        workspace: Where they will work.
        names: Short names.
        email: What the account is entered with, for a single name; by default as noted, else NAME@localhost.
        adjudicates: Whether disagreements go to them; `None`: as it was, and of new ones no.
        reset_password: Give those who have an account a new password; on the workspace's own server alone.
        actor: Who does this.
        told: Called for each as soon as the account is there: a password is known to nobody else.

    Raises:
        UsageError: A name or the email cannot be used, or belongs to somebody else.
        CurationError: The server is not there or refuses.
    """
    known = {person.name: person for person in workspace.store.annotators()}
    wanted = _wanted(known, names, email, adjudicates)
    endpoint = connect(workspace)
    if reset_password and not endpoint.own:
        raise CurationError(
            f"Label Studio Community lets nobody reset passwords by HTTP; on the machine of {endpoint.url} "
            f"run `{RESET}`"
        )
    if endpoint.email.lower() in {person.email for person in wanted}:
        raise UsageError(f"{endpoint.email} is the account that curate works with; annotators need others")
    caller = endpoint.caller()
    with workspace.writing():
        there = accounts(caller)
        added = []
        for person in wanted:
            outcome: Outcome = "same" if known.get(person.name) == person else "noted"
            password = None
            if person.email not in there:
                outcome, password = "new", sign_up(endpoint, person.email, first_name=person.name).password
            elif reset_password:
                outcome, password = "reset", _reset(workspace, person.email)
            added.append(AddedAnnotator(**person.plain(), outcome=outcome, password=password))
            if told is not None:
                told(added[-1])
            workspace.store.put_annotator(person, actor=actor, reason="add-annotator")
    return AddReport(login=f"{endpoint.url}{LOGIN}", annotators=tuple(added))


def list_annotators(workspace: Workspace) -> AnnotatorsReport:
    """List everybody of the workspace."""
    store = workspace.store
    return AnnotatorsReport(
        annotators=tuple(
            ListedAnnotator(
                name=person.name,
                email=person.email,
                adjudicates=person.adjudicates,
                assigned=_count(workspace, "assignments", person.name),
                annotated=_count(workspace, "annotations", person.name),
            )
            for person in store.annotators()
        )
    )


def _count(workspace: Workspace, table: Literal["assignments", "annotations"], name: str) -> int:
    sql = f"SELECT count(*) AS n FROM {table} WHERE annotator = ?"  # noqa: S608 - one of two names
    return int(workspace.store.rows(sql, [name])[0]["n"])


def _wanted(
    known: Mapping[str, Annotator], names: Sequence[str], email: str | None, adjudicates: bool | None
) -> list[Annotator]:
    """Say what is to be noted of each name; refuse what would mix up two people, before anything is made.

    Raises:
        UsageError: A name or the email cannot be used, or belongs to somebody else.
    """
    if email is not None and len(names) > 1:
        raise UsageError("--email goes with a single NAME; add the others one by one")
    owners = {person.email: person.name for person in known.values()}
    wanted = []
    for name in dict.fromkeys(names):
        _check_name(name)
        old = known.get(name)
        address = _check_email(email) if email is not None else (old.email if old else f"{name}@localhost")
        if owners.get(address, name) != name:
            raise UsageError(f"{address} belongs to {owners[address]}; give {name} another with --email")
        if old is not None and old.email != address:
            raise UsageError(f"{name} is noted with {old.email}; add the other account under another NAME")
        adjudicator = adjudicates if adjudicates is not None else (old is not None and old.adjudicates)
        wanted.append(Annotator(name=name, email=address, adjudicates=adjudicator))
    return wanted


def _check_name(name: str) -> None:
    try:
        _NAMES.validate_python(name)
    except ValidationError:
        raise UsageError(
            f"{name[:80]!r} is no name; write up to 64 of a-z, 0-9 and _, beginning with a letter"
        ) from None


def _check_email(email: str) -> str:
    try:
        return _EMAILS.validate_python(email.lower())
    except ValidationError:
        raise UsageError(f"{email[:80]!r} is no email address; write it as ann@example.org") from None


def accounts(caller: Caller) -> dict[str, Account]:
    """Return every account of the server by its email, in lower case.

    Raises:
        ServerError: The server refuses, or answers what cannot be understood.
    """
    answer = caller.ask("/api/users")
    found = answer.json()
    if answer.status != 200:
        raise refusal(caller.url, answer.status)
    if not isinstance(found, list):
        raise ServerError(f"{caller.url}: its list of users cannot be read; check that it is Label Studio")
    listed = {}
    for item in found:
        user, email = (item.get("id"), item.get("email")) if isinstance(item, dict) else (None, None)
        if isinstance(user, int) and isinstance(email, str) and len(email) < 1000:
            listed[email.lower()] = Account(user, email.lower())
    return listed


def sign_up(endpoint: Endpoint, email: str, *, first_name: str) -> Account:
    """Make an account by invite, with a password of its own.

    Raises:
        ServerError: The server refuses.
    """
    admin = endpoint.caller()
    token = _invite(admin)
    password = secrets.token_urlsafe(12)
    guest = Caller(endpoint.url)
    path = f"/user/signup/?token={token}"
    shown = guest.ask(path)
    csrf = next((cookie.value for cookie in guest.cookies if cookie.name == "csrftoken"), None)
    if shown.status != 200 or not csrf:
        raise refusal(endpoint.url, shown.status if shown.status != 200 else 403)
    form = {"csrfmiddlewaretoken": csrf, "email": email, "password": password, "allow_newsletters": ""}
    answer = guest.ask(path, method="POST", form=form, headers={"Referer": f"{endpoint.url}{path}"})
    if answer.status == 200:  # The form again, with what is wrong in it.
        raise ServerError(
            f"{endpoint.url}: the server does not accept an account for {email}; it may be there already"
        )
    if answer.status != 302:
        raise refusal(endpoint.url, answer.status)
    made = accounts(admin).get(email)
    if made is None:
        raise ServerError(f"{endpoint.url}: the account for {email} was made and is not listed; run again")
    admin.ask(f"/api/users/{made.user}/", method="PATCH", body={"first_name": first_name})
    if endpoint.own:
        admin.ask(
            "/api/invite/reset-token", method="POST"
        )  # The invite is used up; a team's may be out with others.
    return Account(made.user, email, password)


def _invite(caller: Caller) -> str:
    answer = caller.ask("/api/invite")
    found = answer.json()
    token = found.get("token") if isinstance(found, dict) else None
    if answer.status != 200:
        raise refusal(caller.url, answer.status)
    if not isinstance(token, str) or not re.fullmatch(r"[\w-]{1,200}", token):
        raise ServerError(f"{caller.url}: gives no invite; people must be added to this server by hand")
    return token


def _reset(workspace: Workspace, email: str) -> str:
    """Give an account of the workspace's own server a new password, behind the server's back.

    Raises:
        CurationError: It could not be done.
    """
    place = private(workspace.root)
    made = environment()
    password = secrets.token_urlsafe(12)
    env = server_settings(data=place.data, files=place.files, home=place.home) | {"CURATE_PASSWORD": password}
    with place.log.open("ab") as log:
        done = subprocess.run(  # noqa: S603 - our own command; the password is not among its words
            made.command("password", email),
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            check=False,
        )
    if done.returncode:
        raise CurationError(f"the password of {email} could not be changed; the end of {place.log} says why")
    return password


__all__ = ["Account", "AddReport", "AnnotatorsReport", "accounts", "add_annotators", "list_annotators", "sign_up"]
