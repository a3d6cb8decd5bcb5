"""`manage.py test` tells everything that is wrong in one run."""

import subprocess
import sys

import pytest

from portal.bootstrap import ROOT
from portal.config import checks, steps
from portal.config.checks import Check


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[Check]:
    """The checks that a run makes, for a test to fill."""
    made: list[Check] = []
    monkeypatch.setattr(checks, "checks", lambda arguments: made)
    monkeypatch.setattr(steps, "build", lambda: None)
    monkeypatch.setattr(checks, "BROWSERS", ("sh",))
    return made


def test_a_failure_is_counted_and_the_rest_still_runs(told: list[Check], capfd: pytest.CaptureFixture[str]) -> None:
    told += [Check("First", ("-c", "raise SystemExit(3)")), Check("Second", ("-c", "print('ran')"))]

    failed = checks.test([])

    said = capfd.readouterr().out
    assert failed == 1
    assert "ran\n" in said
    assert "  FAILED  First" in said
    assert said.endswith("1 of 2 failed; the reasons stand above.\n")


def test_nothing_fails_when_all_pass(told: list[Check], capfd: pytest.CaptureFixture[str]) -> None:
    told += [Check("Only", ("-c", "pass"))]

    assert checks.test([]) == 0
    assert capfd.readouterr().out.endswith("Everything passed.\n")


def test_a_missing_browser_is_a_failure_with_advice(
    told: list[Check], monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(checks, "BROWSERS", ("no-such-browser",))

    assert checks.test([]) == 1
    assert checks.NO_BROWSER in capfd.readouterr().out


def test_extra_arguments_go_to_pytest() -> None:
    assert checks.checks(["-k", "invite"])[-1].words[-2:] == ("-k", "invite")


@pytest.mark.parametrize(("title", "words"), [("Import contracts", "0 broken"), ("Lint", "All checks passed")])
def test_a_check_really_looks(title: str, words: str) -> None:
    (check,) = [check for check in checks.checks([]) if check.title == title]

    done = subprocess.run([sys.executable, *check.words], cwd=ROOT, capture_output=True, text=True, check=False)

    assert words in done.stdout
