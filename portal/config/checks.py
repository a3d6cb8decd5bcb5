"""Everything `manage.py test` proves, one command each, in the order in which a mistake is cheapest to find."""

import os
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass

from portal.bootstrap import ROOT, tell
from portal.config import steps

# The one without a screen paints less.
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "chrome")
CONTRACTS = "from importlinter.cli import lint_imports_command; lint_imports_command()"
NO_DATABASE = ("-W", "ignore::RuntimeWarning")  # the models are compared with the files, no database is asked
NO_BROWSER = (
    "Chromium is missing, and the browser tests need it. Install it with "
    "`apt-get install chromium-headless-shell` (or chromium), or run .ci/run as root, which does."
)


def browser() -> str | None:
    return next(filter(None, map(shutil.which, BROWSERS)), None)


@dataclass(frozen=True)
class Check:
    title: str
    words: tuple[str, ...]  # for this very interpreter: nothing is taken from the PATH


def checks(pytest_arguments: list[str]) -> list[Check]:
    return [
        Check("Lint", ("-m", "ruff", "check", ".")),
        Check("Format", ("-m", "ruff", "format", "--check", ".")),
        Check("Types", ("-m", "mypy")),
        Check("Import contracts", ("-c", CONTRACTS)),
        Check("Migrations", (*NO_DATABASE, "manage.py", "makemigrations", "--check", "--dry-run")),
        Check("Tests", ("-m", "pytest", "-n", "2", *pytest_arguments)),
    ]


def test(pytest_arguments: list[str]) -> int:
    """Run everything, also after a failure; returns how many failed."""
    steps.build()
    results = [(check.title, *run(check)) for check in checks(pytest_arguments)]
    if browser() is None:
        results.append(("Browser", False, 0.0))
        tell(NO_BROWSER)
    tell("\nSummary")
    for title, passed, seconds in results:
        tell(f"  {'passed' if passed else 'FAILED'}  {title:<18}{seconds:6.1f} s")
    failed = sum(not passed for _, passed, _ in results)
    tell("Everything passed." if not failed else f"{failed} of {len(results)} failed; the reasons stand above.")
    return failed


def run(check: Check) -> tuple[bool, float]:
    tell(f"\n{check.title} …")
    begun = time.monotonic()
    settings = {"DJANGO_SETTINGS_MODULE": "portal.config.settings_test", "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, *check.words], cwd=ROOT, env=os.environ | settings, check=False)
    return done.returncode == 0, time.monotonic() - begun
