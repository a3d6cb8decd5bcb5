"""The real application on a free port of this machine, against a database named by the caller."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Playwright

from portal.bootstrap import ROOT
from portal.config.checks import browser
from portal.ui.translations import compile_all, stale

PATIENCE = 30  # seconds until the first answer
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def launch(playwright: Playwright) -> Browser:
    return playwright.chromium.launch(executable_path=browser(), args=QUIET)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def settings(database: str, folder: Path, origin: str) -> dict[str, str]:
    return {
        "DJANGO_SETTINGS_MODULE": "portal.config.settings_test",
        "PORTAL_DB_NAME": database,
        "PORTAL_DB_SOCKET": str(folder),
        "PORTAL_DB_ROLE": "app",
        "PORTAL_DEMO": "1",
        "PORTAL_ORIGIN": origin,
    }


@contextmanager
def serve(database: str, folder: Path, log: Path) -> Iterator[str]:
    """Yields the address. Raises RuntimeError with the end of the log when the application does not answer."""
    if stale():
        compile_all()
    origin = f"http://127.0.0.1:{free_port()}"
    command = [sys.executable, "-m", "uvicorn", "portal.config.asgi:application", "--port", origin.rsplit(":", 1)[1]]
    with log.open("wb") as output:
        process = subprocess.Popen(
            [*command, "--log-level", "warning"],
            env=os.environ | settings(database, folder, origin),
            cwd=ROOT,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        wait_for(f"{origin}/livez", process, log)
        yield origin
    finally:
        process.terminate()
        process.wait(timeout=20)


def wait_for(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while process.poll() is None and time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(address, timeout=2):  # noqa: S310 our own loopback address
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"The application did not start:\n{log.read_text(errors='replace')[-3000:]}")
