"""Locks are made from the .in files, and carry hashes but no address: whoever installs chooses where from."""

import importlib.util
import json
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from portal.bootstrap import ROOT, stop, tell
from portal.config import front

FOLDER = ROOT / "requirements"
PYTHON_LOCKS = ("run", "dev", "node")  # dev is constrained by run
FLAGS = ("--universal", "--python-version", "3.11", "--generate-hashes", "--no-annotate", "--no-header")
ADDRESS = re.compile(r"[a-z+]+://|^\s*-{1,2}(i|f|index|extra-index|find-links)\b|\"resolved\"|\bindex-url\b")


def lock(uv_arguments: list[str]) -> None:
    """Re-make every lock, keeping the versions it holds unless uv is told to --upgrade."""
    fetch_uv()
    for name in PYTHON_LOCKS:
        tell(f"Locking {name}.in")
        run([sys.executable, "-m", "uv", "pip", "compile", *FLAGS, *uv_arguments, f"{name}.in", "-o", f"{name}.txt"])
    tell("Locking package.json")
    lock_front()
    if wrong := faults():
        stop("\n".join(wrong))
    tell("Every lock has its hashes and names no address.")


def fetch_uv() -> None:
    if importlib.util.find_spec("uv") is None:
        tell("Fetching uv")
        run([sys.executable, "-m", "pip", "--disable-pip-version-check", "install", "--quiet", "uv"])


def run(command: list[str], folder: Path = FOLDER) -> None:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        stop(f"{' '.join(command[:4])} failed: {done.stderr.strip() or done.stdout.strip()}")


def lock_front() -> None:
    with tempfile.TemporaryDirectory() as draft:
        for source in front.SOURCES:
            shutil.copy(source, draft)
        run([*front.npm(), "install", "--package-lock-only", "--ignore-scripts", "--no-audit"], Path(draft))
        known = json.loads((Path(draft) / "package-lock.json").read_text())
    (FOLDER / "package-lock.json").write_text(json.dumps(without_addresses(known), indent=2) + "\n")


def without_addresses(known: dict[str, Any]) -> dict[str, Any]:
    unwanted = {"resolved", "funding"}
    packages = {
        path: {word: value for word, value in package.items() if word not in unwanted}
        for path, package in known["packages"].items()
    }
    return known | {"packages": packages}


def faults() -> list[str]:
    """A sentence for each line with an address and each package without a hash."""
    texts = {file.name: file.read_text() for file in sorted(FOLDER.iterdir()) if file.is_file()}
    addresses = [
        f"requirements/{name} names an address in line {number}."
        for name, text in texts.items()
        for number, line in enumerate(text.splitlines(), 1)
        if ADDRESS.search(line)
    ]
    return addresses + [f"requirements/{name} holds {package} without a hash." for name, package in unhashed(texts)]


def unhashed(texts: dict[str, str]) -> list[tuple[str, str]]:
    python = [
        (name, entry.split("==")[0])
        for name, text in texts.items()
        if name.endswith(".txt")
        for entry in re.split(r"\n(?=\S)", text.strip())
        if "--hash=sha256:" not in entry
    ]
    packages = json.loads(texts["package-lock.json"])["packages"]
    return python + [
        ("package-lock.json", path) for path, package in packages.items() if path and "integrity" not in package
    ]
