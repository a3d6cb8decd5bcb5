"""From a bare Python to a running environment. Standard library only, because nothing else is there yet."""

from __future__ import annotations  # an older Python must get far enough to be told so

import fcntl
import hashlib
import importlib.util
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent.parent
APPS = ("portal", "networks", "cases", "knowledge")
ENVIRONMENT = ROOT / ".venv"
TOOL_COMMANDS = {"test", "lock", "messages", "bench"}
CONTENTS = {"dev": ("dev", "run")}  # the larger lock holds the smaller one
EVERY = 20  # packages between two lines of progress where no terminal can rewrite one


def enter_environment(argv: list[str]) -> None:
    """Re-execute inside .venv, made from the lock. Does nothing inside an active virtual environment."""
    if sys.prefix != sys.base_prefix:
        if importlib.util.find_spec("django") is None:
            stop(
                "The active virtual environment does not hold Utveier's packages. Leave it with `deactivate`, "
                "or fill it with `pip install --require-hashes -r requirements/run.txt`."
            )
        return
    if sys.version_info < (3, 11):
        stop(f"Utveier needs Python 3.11 or newer; this is {sys.version.split()[0]}.")
    install("dev" if argv[1:2] and argv[1] in TOOL_COMMANDS else "run", ENVIRONMENT)
    python = ENVIRONMENT / "bin" / "python"
    os.execv(python, [str(python), *argv])


def install(lock: str, environment: Path) -> None:
    """Bring the environment to the lock; a half-finished install is continued, a finished one costs nothing."""
    file = ROOT / "requirements" / f"{lock}.txt"
    with file.open() as guard:  # two commands at once: the second waits and finds the work done
        fcntl.flock(guard, fcntl.LOCK_EX)
        python, stamp = environment / "bin" / "python", environment / f"{lock}.installed"
        if python.exists() and stamp.is_file() and stamp.read_text() == digest(lock):
            return
        make_environment(environment)
        pip = [str(python), "-m", "pip", "--disable-pip-version-check", "--no-input", "install"]
        packages = re.findall(r"^[a-zA-Z0-9]", file.read_text(), re.MULTILINE)
        run_pip([*pip, "--require-hashes", "-r", str(file)], total=len(packages))
        for held in CONTENTS.get(lock, (lock,)):
            (environment / f"{held}.installed").write_text(digest(held))


def digest(lock: str) -> str:
    return hashlib.sha256((ROOT / "requirements" / f"{lock}.txt").read_bytes()).hexdigest()


def make_environment(environment: Path) -> None:
    """Made anew when it is missing, cut off, or its Python has gone."""
    if (environment / "bin" / "python").exists() and next(environment.glob("lib/*/site-packages/pip"), None):
        return
    tell(f"Making the Python environment in {environment.name}")
    command = [sys.executable, "-m", "venv", "--clear", str(environment)]
    made = subprocess.run(command, check=False, capture_output=True, text=True)
    if made.returncode:
        reason = " ".join((made.stdout + made.stderr).strip().splitlines()[:1])
        stop(f"Could not make {environment}: {reason} On Debian, `apt-get install python3-venv` may be missing.")


def run_pip(command: list[str], *, total: int) -> None:
    tell(f"Installing packages: {total}, a minute or two the first time")
    count, reason = 0, ""
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as pip:
        for line in pip.stdout or ():
            if line.startswith("ERROR") or not reason.startswith("ERROR"):
                reason = line.strip() or reason
            if line.startswith(("Collecting", "Requirement already")):
                count += 1
                tell(f"Installing packages: {min(count, total)} of {total}", again=count % EVERY != 0)
    if pip.returncode:
        stop(f"The packages could not be installed ({reason}). Check the network and run the same again; it continues.")
    tell("Installed the packages.")


def tell(text: str, *, again: bool = False) -> None:
    """One line of progress. On a terminal `again` is written over by the next line; elsewhere it is left out."""
    terminal = sys.stdout.isatty()
    if again and not terminal:
        return
    print(f"\r\033[K{text}" if terminal else text, end="" if again else "\n", flush=True)


def stop(sentence: str) -> NoReturn:
    if sys.stdout.isatty():
        print(flush=True)
    raise SystemExit(sentence)
