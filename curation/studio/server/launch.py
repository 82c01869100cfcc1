"""What runs inside the server's own environment, where `curation` is not installed: `python -I launch.py MODE ...`.

    template            make a database with all its tables and nobody in it
    serve NOTE PORT     leave the terminal, write down who this is, and serve until stopped
    password EMAIL      give an account the password that is in CURATE_PASSWORD

Settings come as environment variables. It leans on insides of the one version that `server.lock` pins.
"""

from __future__ import annotations

import gc
import json
import os
import re
import sys
from collections.abc import Callable
from pathlib import Path

SECRET = re.compile(r"(?i)(token|password|key)=[^&\s\"']+")


def _note(path: Path, port: int, version: str | None) -> None:
    """Write down which process this is; a version says that it holds its port."""
    beside = path.with_name(f"{path.name}.{os.getpid()}")
    beside.write_text(json.dumps({"pid": os.getpid(), "port": port, "version": version}))
    beside.replace(path)


def _bound_to(note: Path, port: int, version: str) -> None:
    """Note that the port is held; what was loaded so far stays, and looking through it for garbage takes 0.3 s."""
    gc.collect()
    gc.freeze()
    _note(note, port, version)


def _leave_terminal() -> None:
    """Become a process that nobody waits for, in a group of its own."""
    if os.fork():
        os._exit(0)
    os.setsid()


def _create_once(create: Callable[[object, object], object], arguments: object, config: object) -> None:
    """Make the first account with its token whole or not at all; give it new ones where the old were lost."""
    from django.db import transaction  # type: ignore[import-not-found]
    from rest_framework.authtoken.models import Token  # type: ignore[import-not-found]
    from users.models import User  # type: ignore[import-not-found]

    with transaction.atomic():
        token = os.environ["LABEL_STUDIO_USER_TOKEN"]
        user = User.objects.filter(email=os.environ["LABEL_STUDIO_USERNAME"]).first()
        if user is None:
            create(arguments, config)
        elif not Token.objects.filter(user=user, key=token).exists():
            Token.objects.filter(user=user).update(key=token)
            user.set_password(os.environ["LABEL_STUDIO_PASSWORD"])
            user.save(update_fields=["password"])


def _serve(note: Path, port: int) -> None:
    _leave_terminal()
    _note(note, port, None)
    from django.core.management.commands import runserver  # type: ignore[import-not-found]
    from django.core.servers import basehttp  # type: ignore[import-not-found]
    from label_studio import __version__, server  # type: ignore[import-not-found]

    create, log = server._create_user, basehttp.WSGIRequestHandler.log_message
    server._create_user = lambda arguments, config: _create_once(create, arguments, config)
    # A busy port is an error here; Label Studio would move to the next one and say nothing.
    server._get_free_port = lambda wanted, _debug: wanted
    # Headers and body are written apart: the body would wait 40 ms for the headers to be confirmed.
    basehttp.WSGIRequestHandler.disable_nagle_algorithm = True
    runserver.Command.on_bind = lambda _command, _bound: _bound_to(note, port, __version__)
    # An invite's token is in the address that the log of requests names.
    basehttp.WSGIRequestHandler.log_message = lambda handler, form, *words: log(
        handler, form, *(SECRET.sub(r"\1=...", word) if isinstance(word, str) else word for word in words)
    )
    where = ["--internal-host", "127.0.0.1", "--port", str(port)]
    sys.argv = ["label-studio", "start", "--no-browser", "--enable-legacy-api-token", *where]
    server.main()


def _template() -> None:
    from label_studio import server

    server._setup_env()
    server._apply_database_migrations()


def _password(email: str) -> None:
    from label_studio import server

    server._setup_env()
    from users.models import User

    user = User.objects.get(email=email)
    user.set_password(os.environ["CURATE_PASSWORD"])
    user.save(update_fields=["password"])


if __name__ == "__main__":
    mode, *given = sys.argv[1:]
    if mode == "serve":
        _serve(Path(given[0]), int(given[1]))
    elif mode == "password":
        _password(given[0])
    else:
        _template()
