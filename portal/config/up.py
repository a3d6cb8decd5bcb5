"""One command from a clone to a portal that answers, and back to silence with Ctrl-C."""

import contextlib
import fcntl
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from portal.accounts.personas import PERSONAS
from portal.bootstrap import ROOT, stop, tell
from portal.config import address, database, keys, steps
from portal.config.postgres import PostgresError
from portal.config.provision import ProvisionError

HOST = "127.0.0.1"
ENDINGS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
PATIENCE = 120  # seconds until the pages must answer
FAREWELL = 15  # seconds a process may take to finish what it does

Child = subprocess.Popen[bytes]


@dataclass(frozen=True)
class Wish:
    folder: Path
    port: int
    demo: bool

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.port}/"


def up(wish: Wish) -> None:
    """Returns after Ctrl-C; raises SystemExit with a sentence when the portal cannot run."""
    for number in ENDINGS:
        signal.signal(number, interrupt)
    endings = ExitStack()
    try:
        run(wish, endings)
    except KeyboardInterrupt:
        tell("Stopping.")
    except (keys.KeysError, address.AddressError, PostgresError, ProvisionError) as error:
        stop(str(error))
    finally:
        for number in ENDINGS:
            signal.signal(number, signal.SIG_IGN)
        endings.close()


def interrupt(number: int, frame: object) -> None:
    raise KeyboardInterrupt


def run(wish: Wish, endings: ExitStack) -> None:
    hold(wish.folder, endings)
    door = endings.enter_context(take_port(wish.port))
    url = os.environ.get("DATABASE_URL", "").strip()
    has_data = not url and (wish.folder / "postgres" / "data").exists()
    known = keys.make(wish.folder, has_data=has_data)
    steps.build()
    found = database.open_elsewhere(url, known) if url else database.open_embedded(wish.folder, endings)
    told = database.environment(found, **settings(wish))
    database.bring_up_to_date(found, told, demo=wish.demo)
    children: dict[str, Child] = {}
    endings.callback(end, children)
    open_door(door, wish.port)
    with steps.step("Starting the pages"):
        children["pages"] = start(told, "serve", "--door", str(door.fileno()), pool=True, keep=(door.fileno(),))
        door.close()  # the pages hold it now, and it is free again when they end
        await_answer(wish, children)
    children["jobs"] = start(told, "worker", pool=False)  # only now: two starts at once would slow each other
    announce(wish)
    watch(children)


def settings(wish: Wish) -> dict[str, str]:
    return {
        "PORTAL_DATA": str(wish.folder),
        "PORTAL_DEMO": "1" if wish.demo else "0",
        "PORTAL_ORIGIN": os.environ.get("PORTAL_ORIGIN") or wish.url.rstrip("/"),
        "DJANGO_SETTINGS_MODULE": "portal.config.settings",
        "PYTHONUNBUFFERED": "1",
    }


def hold(folder: Path, endings: ExitStack) -> None:
    """The data folder belongs to one start at a time. The hold ends with this process, however it ends."""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        guard = endings.enter_context((folder / "up.lock").open("a+"))
        refuse_read_only(folder)
    except OSError as error:
        stop(f"The data folder {folder} cannot be written ({error.strerror}). Choose another with --data DIR.")
    try:
        fcntl.flock(guard, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        guard.seek(0)
        stop(
            f"Utveier already runs with the data folder {folder} (process {guard.read() or 'unknown'}). "
            "Stop it with Ctrl-C there, or choose another folder with --data DIR."
        )
    guard.truncate(0)
    guard.write(str(os.getpid()))
    guard.flush()


def refuse_read_only(folder: Path) -> None:
    trial = folder / "up.trial"
    trial.touch()
    trial.unlink()


def take_port(port: int) -> socket.socket:
    """Asked for first, while nothing has been made yet. Nobody is let in before `open_door`."""
    door = socket.socket()
    door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        door.bind((HOST, port))
    except OSError as error:
        door.close()
        refuse_port(port, error)
    return door


def open_door(door: socket.socket, port: int) -> None:
    """Before this the port is only spoken for: another program may have been quicker to listen."""
    try:
        door.listen(128)
    except OSError as error:
        refuse_port(port, error)


def refuse_port(port: int, error: OSError) -> NoReturn:
    if isinstance(error, PermissionError):
        stop(f"Port {port} needs an administrator's rights. Choose a port above 1023 with --port.")
    stop(f"Port {port} is in use by another program. Stop it, or choose another port: --port {port + 1}.")


def start(told: Mapping[str, str], *arguments: str, pool: bool, keep: tuple[int, ...] = ()) -> Child:
    return subprocess.Popen(
        [sys.executable, str(ROOT / "manage.py"), *arguments, "--attached"],
        env={**told, "PORTAL_DB_ROLE": "app", "PORTAL_DB_POOL": "1" if pool else "0"},
        pass_fds=keep,
        stdin=subprocess.PIPE,  # closes when this process dies, and the child ends itself
        start_new_session=True,  # Ctrl-C reaches this process only, which ends the others in order
    )


def end(children: Mapping[str, Child]) -> None:
    for child in children.values():
        child.terminate()
    deadline = time.monotonic() + FAREWELL
    for child in children.values():
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(timeout=max(0.1, deadline - time.monotonic()))
        child.kill()
        child.wait()


def await_answer(wish: Wish, children: Mapping[str, Child]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not answers(wish.url + "readyz"):
        refuse_ended(children)
        if time.monotonic() > deadline:
            stop(f"The pages did not answer at {wish.url} within {PATIENCE} seconds. What they wrote stands above.")
        time.sleep(0.1)
    answers(wish.url)  # the first page is the slow one; let it not be a person's


def answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5) as response:  # noqa: S310 our own address
            return bool(response.status == 200)
    except (urllib.error.URLError, OSError):
        return False


@contextlib.contextmanager
def uninterrupted() -> Iterator[None]:
    """Signals wait. Raised inside `poll` they could leave its lock held, and `end` would wait for it for ever."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, ENDINGS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def has_ended(child: Child) -> bool:
    with uninterrupted():
        return child.poll() is not None


def refuse_ended(children: Mapping[str, Child]) -> None:
    for name, child in children.items():
        if has_ended(child):
            stop(f"The {name} process ended (code {child.returncode}); what it wrote stands above. Everything stops.")


def announce(wish: Wish) -> None:
    tell(f"\nReady: {wish.url}")
    if wish.demo:
        tell(f"Sign in as one of these fictional people at {wish.url}konto/logg-inn/")
        for persona in PERSONAS:
            tell(f"  {persona.slug:<22}{persona.name}")
    tell("Stop with Ctrl-C.")


def watch(children: Mapping[str, Child]) -> None:
    while True:
        refuse_ended(children)
        time.sleep(0.5)
