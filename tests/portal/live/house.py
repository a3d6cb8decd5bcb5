"""The live process as a deployment runs it, on a database of its own, and people at its sockets."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

import psycopg
from django.conf import settings
from django.test import Client
from django.urls import reverse
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin

from networks.discussion.models import Topic
from portal.accounts.models import User
from portal.accounts.proof import TWO_FACTORS
from portal.bootstrap import ROOT
from tests import database
from tests.conftest import SERVER

PATIENCE = 5.0  # seconds until what must come has come; nothing waits so long where all is well
STARTING = 30.0
# The command that `up` runs. Its heart beats when it is told to, so that a test sees what comes by itself and what only the
# heartbeat finds; and it leaves Redis alone for a shorter time. What both are is asked in test_faults.py and test_redis.py.
RUN = """
import asyncio, signal, sys, types, django
django.setup()
from django.core.management import call_command
from portal.live import hints, hub

hints.REST = 0.3
told = asyncio.Event()

async def sleep(seconds):
    if seconds < hub.BEAT / 2:
        return await asyncio.sleep(seconds)
    asyncio.get_running_loop().add_signal_handler(signal.SIGUSR1, told.set)
    await told.wait()
    told.clear()

hub.asyncio = types.SimpleNamespace(**{**vars(asyncio), "sleep": sleep})
call_command("serve", door=int(sys.argv[1]))
"""
OWN = "that of the house"
BROKEN = "broken on purpose"
CUT = 1006  # what a browser says of a line that was cut instead of closed
NOWHERE = count(2**62)  # numbers no topic has

Frame = dict[str, Any]


def wait_until(holds: Callable[[], Any], *, seconds: float = PATIENCE) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, "It did not come to that in time."
        time.sleep(0.02)


class Ear:
    """One socket: what is said over it, and what has been heard, in order."""

    def __init__(self, connection: ClientConnection) -> None:
        self.connection = connection
        self.heard: list[Frame] = []

    def send(self, told: object) -> None:
        self.connection.send(told if isinstance(told, str | bytes) else json.dumps(told))

    def do(self, what: str, topic: int) -> None:
        self.send({"do": what, "topic": topic})

    def listen(self, topic: int) -> Frame:
        self.do("listen", topic)
        return self.until(lambda frame: frame.get("topic") == topic and "listening" in frame)

    def next(self, seconds: float = PATIENCE) -> Frame:
        """Raises TimeoutError, or ConnectionClosed where it is over."""
        text = self.connection.recv(timeout=seconds)
        assert isinstance(text, str)
        frame: Frame = json.loads(text)
        self.heard.append(frame)
        return frame

    def until(self, holds: Callable[[Frame], bool], *, seconds: float = PATIENCE) -> Frame:
        deadline = time.monotonic() + seconds
        while not holds(frame := self.next(max(0.01, deadline - time.monotonic()))):
            pass
        return frame

    def hears(self, canary: str, *, seconds: float = PATIENCE) -> Frame:
        return self.until(lambda frame: canary in frame.get("html", ""), seconds=seconds)

    def so_far(self) -> list[Frame]:
        """All that was sent to her until now: the answer to a last question comes after it."""
        self.listen(next(NOWHERE))
        return self.heard

    def over(self, *, seconds: float = PATIENCE) -> int:
        """Hears until the socket is closed from there, and returns the code."""
        deadline = time.monotonic() + seconds
        while True:
            try:
                self.next(max(0.01, deadline - time.monotonic()))
            except ConnectionClosed as closed:
                return closed.rcvd.code if closed.rcvd else CUT

    def messages(self) -> list[Frame]:
        return [frame for frame in self.heard if "html" in frame]


@dataclass
class House:
    """A running live process and its database."""

    database: str
    port: int
    process: subprocess.Popen[bytes]
    log: Path
    told: Mapping[str, str]
    known: dict[str, str] = field(default_factory=dict)

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def administrator(self) -> psycopg.Connection:
        return psycopg.connect(database.administrator(SERVER), dbname=self.database, autocommit=True)

    def asked(self, question: str, *values: Any) -> list[Any]:
        """Past all policies."""
        with self.administrator() as asking:
            return asking.execute(question.encode(), values).fetchall()

    def said(self) -> str:
        """On its standard output and error, all of it."""
        return self.log.read_text(errors="replace")

    def complaints(self) -> int:
        """Tracebacks in its log: not those of what a test broke, nor the one by which uvicorn says that a text was none."""
        told = self.said().split("Traceback (most recent call last)")[1:]
        return sum(
            BROKEN not in one and not ("UnicodeDecodeError" in one and "uvicorn/protocols" in one) for one in told
        )

    def beat(self) -> None:
        """Now, instead of every fifteen seconds."""
        self.process.send_signal(signal.SIGUSR1)

    def sign_in(self, slug: str) -> str:
        """A new session of one of the personas, from the page that gives it; the cookie's value."""
        form = urllib.request.Request(  # noqa: S310 our own loopback address
            f"{self.origin}/demo/sign-in/", data=urlencode({"persona": slug}).encode()
        )
        with suppress(urllib.error.HTTPError):
            return cookie_of(NO_WAY_ON.open(form, timeout=STARTING).headers.get_all("Set-Cookie"))
        raise AssertionError("Nobody was signed in.")

    def cookie(self, who: str | User) -> str:
        """The session of a persona or another person; one for all tests."""
        key = who if isinstance(who, str) else who.email
        if key not in self.known:
            self.known[key] = self.sign_in(who) if isinstance(who, str) else session_of(who)
        return self.known[key]

    @contextmanager
    def at(
        self,
        cookie: str,
        *,
        origin: str | None = OWN,
        host: str = "127.0.0.1",
        path: str = "/live/",
        also: Mapping[str, str] = {},
        unread: bool = False,
    ) -> Iterator[Ear]:
        """An open socket; `unread`, that takes nothing but what is asked for. Raises InvalidStatus where it is refused."""
        sent = {"Cookie": f"{settings.SESSION_COOKIE_NAME}={cookie}"} if cookie else {}
        told = self.origin if origin == OWN else origin
        with socket.socket() as line:
            if unread:
                line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            line.connect(("127.0.0.1", self.port))
            with connect(
                f"ws://{host}:{self.port}{path}",
                sock=line,
                origin=None if told is None else Origin(told),
                additional_headers={**sent, **also},
                compression=None,
                proxy=None,
                open_timeout=PATIENCE,
                close_timeout=PATIENCE,
                max_queue=1 if unread else 1024,
            ) as connection:
                yield Ear(connection)

    @contextmanager
    def ear(self, who: str | User, *topics: int) -> Iterator[Ear]:
        """Somebody who listens to these topics."""
        with self.at(self.cookie(who)) as ear:
            for topic in topics:
                assert ear.listen(topic)["listening"]
            yield ear

    def refuses(self, cookie: str, **told: Any) -> int | None:
        """With which status; None where the socket opens."""
        try:
            with self.at(cookie, **told):
                return None
        except InvalidStatus as refusal:
            return refusal.response.status_code

    def say(self, cookie: str, topic: Topic, body: str) -> None:
        """By the page's form, as a browser sends it."""
        token = "a" * 32  # what is sent twice: in a cookie, which no other site can set, and in the form
        form = {"body": body, "client_id": str(uuid4()), "csrfmiddlewaretoken": token}
        path = reverse("networks:discussion:say", args=["fjordby", topic.room_id, topic.pk])
        request = urllib.request.Request(  # noqa: S310 our own loopback address
            self.origin + path,
            data=urlencode(form).encode(),
            headers={
                "Cookie": f"{settings.SESSION_COOKIE_NAME}={cookie}; {settings.CSRF_COOKIE_NAME}={token}",
                "Accept": "application/json",
            },
        )
        with NO_WAY_ON.open(request, timeout=STARTING) as answer:
            assert answer.status == 200

    def page(self, cookie: str, path: str) -> bytes:
        request = urllib.request.Request(  # noqa: S310 our own loopback address
            self.origin + path, headers={"Cookie": f"{settings.SESSION_COOKIE_NAME}={cookie}"}
        )
        with NO_WAY_ON.open(request, timeout=STARTING) as answer:
            assert answer.status == 200
            content: bytes = answer.read()
            return content


class Stay(urllib.request.HTTPRedirectHandler):
    """The cookie stands in the answer that leads on."""

    def http_error_302(self, req: Any, fp: Any, code: int, msg: str, headers: Any) -> Any:
        return fp


NO_WAY_ON = urllib.request.build_opener(Stay)


def cookie_of(headers: list[str] | None) -> str:
    name = f"{settings.SESSION_COOKIE_NAME}="
    found = [header.split(";")[0].removeprefix(name) for header in headers or [] if header.startswith(name)]
    assert found, "No session was given."
    return found[0]


def session_of(user: User, *, proved: bool = True) -> str:
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    if proved:
        session = client.session
        session[TWO_FACTORS] = True
        session.save()
    return client.cookies[settings.SESSION_COOKIE_NAME].value


@contextmanager
def running(name: str, log: Path, **more: str) -> Iterator[House]:
    """A process of `manage.py serve` on a clone of the demo, ended with the block."""
    with database.clone(SERVER, os.environ["PORTAL_TEST_TEMPLATE"], name), socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        door.listen(128)
        port: int = door.getsockname()[1]
        told = {
            "DJANGO_SETTINGS_MODULE": "portal.config.settings_test",
            "PORTAL_DB_NAME": name,
            "PORTAL_DB_SOCKET": str(SERVER.socket),
            "PORTAL_DB_ROLE": "app",
            "PORTAL_DEMO": "1",
            "PORTAL_ORIGIN": f"http://127.0.0.1:{port}",
            **more,
        }
        with log.open("wb") as output:
            process = subprocess.Popen(
                [sys.executable, "-c", RUN, str(door.fileno())],
                env=os.environ | told,
                cwd=ROOT,
                pass_fds=(door.fileno(),),
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        house = House(name, port, process, log, told)
        try:
            wait_for(house)
            yield house
        finally:
            end(process)


def wait_for(house: House) -> None:
    """The first answer, and the ear at the database that opens with the first socket."""
    deadline = time.monotonic() + STARTING
    while house.process.poll() is None and time.monotonic() < deadline:
        with suppress(OSError), urllib.request.urlopen(f"{house.origin}/livez", timeout=STARTING):  # noqa: S310 our own
            with house.at(house.sign_in("coordinator")) as first:
                first.so_far()
            wait_until(lambda: listening(house))
            return
    raise RuntimeError(f"The live process did not start:\n{house.said()[-3000:]}")


LISTENING = """
SELECT pid FROM pg_stat_activity
WHERE datname = current_database() AND usename = 'portal_live' AND starts_with(query, 'LISTEN')
"""


def listening(house: House) -> list[int]:
    """The processes of the database at which this house hears notices."""
    return [pid for (pid,) in house.asked(LISTENING)]


def end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(timeout=15)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait(timeout=5)
