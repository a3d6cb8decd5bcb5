"""The steps between a clone and a running portal. Each leaves a stamp and costs nothing while the stamp holds."""

import fcntl
import hashlib
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from portal.bootstrap import APPS, ROOT, stop, tell
from portal.config import front
from portal.ui.translations import compile_all, stale

BUILT = ROOT / ".portal"
LOCK = ROOT / "requirements" / "run.txt"


def digest(*places: Path) -> str:
    """Changes when any of the files, or a file below any of the folders, changes."""
    sum_ = hashlib.sha256()
    for place in places:
        files = sorted(place.rglob("*")) if place.is_dir() else [place]
        for file in (file for file in files if file.is_file() and file.suffix != ".pyc"):
            sum_.update(str(file.relative_to(ROOT)).encode() + b"\0" + file.read_bytes())
    return sum_.hexdigest()


@contextmanager
def step(title: str) -> Iterator[None]:
    """Says what is going on, and then how long it took."""
    tell(f"{title} …", again=sys.stdout.isatty())
    begun = time.monotonic()
    yield
    tell(f"{title}: done in {time.monotonic() - begun:.1f} s")


def once(stamp: Path, now: str, title: str, do: Callable[[], None]) -> None:
    if stamp.is_file() and stamp.read_text() == now:
        return
    with step(title):
        do()
        stamp.write_text(now)


def build() -> None:
    """What every data folder shares: front-end packages, translations, static files."""
    try:
        BUILT.mkdir(exist_ok=True)
        guard = (BUILT / "lock").open("w")
    except OSError as error:
        stop(f"The folder {BUILT} cannot be written ({error.strerror}). Clone Utveier to a folder of your own.")
    with guard:  # two starts at once: the second waits and finds the work done
        fcntl.flock(guard, fcntl.LOCK_EX)
        packages = digest(*front.SOURCES)
        once(front.FOLDER / "installed", packages, "Fetching the front-end packages", front.fetch)
        compile_translations()
        files = f"{packages} {digest(LOCK, ROOT / 'portal/ui/bundle.py', *static_sources())}"
        once(BUILT / "static.stamp", files, "Gathering static files", gather_static)


def static_sources() -> list[Path]:
    return sorted(found for app in APPS for found in (ROOT / app).glob("**/static"))


def compile_translations() -> None:
    if stale():
        with step("Compiling translations"):
            compile_all()


def gather_static() -> None:
    unused = {"PORTAL_SECRET_KEY": "collecting needs none", "PORTAL_DB_ROLE": "app", "DATABASE_URL": ""}
    manage("collectstatic", "--noinput", environment=os.environ | unused)


def manage(*arguments: str, environment: Mapping[str, str]) -> None:
    """A Django command in a process of its own, with a role of its own. Stops with its last line when it fails."""
    done = subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), *arguments],
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode:
        lines = [line for line in done.stdout.splitlines() if line.strip()]
        stop(f"`manage.py {arguments[0]}` failed: {lines[-1] if lines else 'it said nothing'}")
