"""A web process on a database of the faults' own, that can be killed and started again at the same port."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import connection, connections

from portal.accounts.models import User
from portal.bootstrap import ROOT
from tests import database
from tests.conftest import SERVER, point_at
from tests.portal.live.faults.browser import OK, Browser, NoAnswer
from tests.portal.live.house import STARTING, House, end, session_of, wait_for, wait_until
from tests.portal.live.rooms import PERSON, TOPIC

LOOPBACK = "127.0.0.1"
UVICORN = [sys.executable, "manage.py", "serve", "--door={door}"]


@dataclass
class Web(House):
    """uvicorn with pages and sockets. It takes the port itself, so where it is dead, who knocks is refused."""

    def begin(self) -> None:
        self.process = launched(UVICORN, self.port, self.told, self.log)

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def browser(self, user: User, *, port: int | None = None) -> Browser:
        return Browser(port or self.port, self.cookie(user))

    def cookie(self, who: str | User) -> str:
        """Without asking the process, which may be dead."""
        if isinstance(who, User) and who.pk not in COOKIES:
            COOKIES[who.pk] = session_of(who)
        return COOKIES[who.pk] if isinstance(who, User) else super().cookie(who)


COOKIES: dict[int, str] = {}


def launched(command: Sequence[str], port: int, told: Mapping[str, str], log: Path) -> subprocess.Popen[bytes]:
    with socket.create_server((LOOPBACK, port), backlog=128) as door, log.open("ab") as output:
        return subprocess.Popen(
            [part.format(door=door.fileno()) for part in command],
            env=os.environ | told, cwd=ROOT, pass_fds=(door.fileno(),), stdout=output, stderr=output,
        )  # fmt: skip


@contextmanager
def stage(name: str) -> Iterator[str]:
    """A clone of the demo, in which this process makes rooms and people, and as many messages as it likes."""
    before, limits = connection.settings_dict["NAME"], settings.TALK_LIMITS
    with database.clone(SERVER, os.environ["PORTAL_TEST_TEMPLATE"], name):
        point_at(name)
        settings.TALK_LIMITS = limits | {"person": PERSON, "topic": TOPIC}
        try:
            yield name
        finally:
            connection.close()
            COOKIES.clear()
            settings.TALK_LIMITS = limits
            connection.settings_dict["NAME"] = connections.settings["default"]["NAME"] = before


@contextmanager
def web(name: str, *, command: Sequence[str] = UVICORN, **more: str) -> Iterator[Web]:
    """Running, and ended with the block."""
    with socket.create_server((LOOPBACK, 0)) as free, tempfile.TemporaryDirectory() as folder:
        port: int = free.getsockname()[1]
        free.close()
        told, log = environment(name, port) | more, Path(folder) / "log"
        house = Web(name, port, launched(command, port, told, log), log, told)
        try:
            wait_for(house) if command is UVICORN else wait_until(lambda: answers(house), seconds=STARTING)
            yield house
        finally:
            end(house.process)


def answers(house: Web) -> bool:
    with suppress(NoAnswer):
        return Browser(house.port, "").ask("/livez")[0] == OK
    return False


def environment(name: str, port: int) -> dict[str, str]:
    return {
        "DJANGO_SETTINGS_MODULE": "tests.portal.live.faults.settings",
        "PORTAL_DB_NAME": name,
        "PORTAL_DB_SOCKET": str(SERVER.socket),
        "PORTAL_DB_ROLE": "app",
        "PORTAL_DB_POOL": "1",
        "PORTAL_DEMO": "1",
        "PORTAL_ORIGIN": f"http://{LOOPBACK}:{port}",
    }
