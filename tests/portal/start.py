"""Starts the portal the way a person does, as processes, and a database server the way an operator does."""

import os
import signal
import socket
import subprocess
import sys
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.cookiejar import CookieJar
from pathlib import Path

import psycopg

from portal.bootstrap import ROOT
from portal.config.postgres import Server

OURS = ("PORTAL_", "DJANGO_", "DATABASE_URL", "PYTEST_", "PG")
HBA = "local all all trust\nhost all all 127.0.0.1/32 scram-sha-256\n"


def clean(**settings: str) -> dict[str, str]:
    """The environment of a person who has set nothing else."""
    return {name: value for name, value in os.environ.items() if not name.startswith(OURS)} | settings


def free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        port: int = trial.getsockname()[1]
    return port


def command(*arguments: str) -> list[str]:
    return [sys.executable, str(ROOT / "manage.py"), *arguments]


class Up:
    """A running `manage.py up`, with what it said until it was ready."""

    def __init__(self, folder: Path, *flags: str, **settings: str) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}/"
        self.process = subprocess.Popen(
            command("up", "--port", str(self.port), "--data", str(folder), *flags),
            env=clean(**settings),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        self.said = ""
        self.said = self.read_until("Stop with Ctrl-C.")

    def read_until(self, words: str) -> str:
        said = ""
        for line in self.process.stdout or ():
            said += line
            if words in line:
                return said
        self.ended()
        raise AssertionError(f"It ended before it was ready:\n{said}")

    def stop(self, number: int = signal.SIGINT) -> int:
        self.process.send_signal(number)
        return self.ended()

    def ended(self) -> int:
        """Reads to the end, so nothing holds the output any more, and returns the exit code."""
        rest, _ = self.process.communicate(timeout=120)
        self.said += rest
        return self.process.returncode

    def children(self) -> list[int]:
        found = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
        return [int(number) for number in found.split()]


@contextmanager
def up(folder: Path, *flags: str, **settings: str) -> Iterator[Up]:
    portal = Up(folder, *flags, **settings)
    try:
        yield portal
    finally:
        if portal.process.returncode is None:
            portal.stop()


def refused(folder: Path, *flags: str, **settings: str) -> str:
    """Runs `up` where it cannot run; returns what it says. Fails on success, on a traceback and on many lines."""
    words = command("up", "--data", str(folder), "--port", str(free_port()), *flags)
    done = subprocess.run(words, env=clean(**settings), capture_output=True, text=True, timeout=180, check=False)
    assert done.returncode == 1, done.stdout + done.stderr
    assert len(done.stderr.splitlines()) == 1, done.stderr
    return done.stderr.strip()


class Browser:
    """A cookie jar and two verbs."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))

    def get(self, path: str = "") -> str:
        with self.opener.open(self.url + path, timeout=60) as response:
            text: str = response.read().decode()
        return text

    def post(self, path: str, **fields: str) -> str:
        body = urllib.parse.urlencode(fields).encode()
        with self.opener.open(self.url + path, body, timeout=60) as response:
            text: str = response.read().decode()
        return text


@contextmanager
def operators_server(folder: Path) -> Iterator[str]:
    """A PostgreSQL of somebody else's: on TCP, with passwords. Yields the administrator's address."""
    port = free_port()
    server = Server(folder, options=("listen_addresses=127.0.0.1", f"port={port}", "fsync=off"))
    server.start()
    try:
        with psycopg.connect(f"host={server.socket} port={port} user=postgres", autocommit=True) as connection:
            connection.execute("ALTER ROLE postgres PASSWORD 'operator'")
            (server.data / "pg_hba.conf").write_text(HBA)
            connection.execute("SELECT pg_reload_conf()")
        yield f"postgresql://postgres:operator@127.0.0.1:{port}/portal"
    finally:
        server.stop()
