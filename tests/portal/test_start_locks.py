"""The locks name what is installed and its hash, never where from."""

import hashlib
import json
from pathlib import Path

import pytest

from portal import bootstrap
from portal.bootstrap import ROOT
from portal.config import locks


def test_every_lock_has_its_hashes_and_no_address() -> None:
    assert locks.faults() == []


@pytest.mark.parametrize(
    "line",
    ["--index-url somewhere", "-i somewhere", "-f wheels", "pkg @ file:///here", '"resolved": "x"', "see http://there"],
)
def test_an_address_in_a_lock_is_found(line: str) -> None:
    assert locks.ADDRESS.search(line)


@pytest.mark.parametrize("line", ["httptools==0.9.0 \\", "importlib-index==1 \\", "    --hash=sha256:ab", "-r run.in"])
def test_an_ordinary_line_is_left_alone(line: str) -> None:
    assert not locks.ADDRESS.search(line)


def test_a_package_without_a_hash_is_named() -> None:
    front = json.dumps({"packages": {"": {}, "node_modules/a": {"version": "1"}}})
    texts = {"run.txt": "a==1 \\\n    --hash=sha256:00\nb==2\n", "package-lock.json": front}

    assert locks.unhashed(texts) == [("run.txt", "b"), ("package-lock.json", "node_modules/a")]


def test_addresses_are_taken_out_of_the_front_end_lock() -> None:
    known = {
        "packages": {"node_modules/a": {"integrity": "sha512-x", "resolved": "there", "funding": {"url": "there"}}}
    }

    assert locks.without_addresses(known) == {"packages": {"node_modules/a": {"integrity": "sha512-x"}}}


def test_the_development_lock_holds_the_versions_that_run() -> None:
    def versions(name: str) -> set[str]:
        return {line.split()[0] for line in (ROOT / "requirements" / name).read_text().splitlines() if "==" in line}

    assert versions("run.txt") <= versions("dev.txt")


def test_the_launcher_stays_small_enough_to_be_read() -> None:
    assert len(Path(bootstrap.__file__).read_text().splitlines()) < 100


def test_a_finished_install_is_not_repeated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "python").touch()
    (tmp_path / "run.installed").write_text(hashlib.sha256((ROOT / "requirements/run.txt").read_bytes()).hexdigest())
    monkeypatch.setattr(bootstrap, "run_pip", pytest.fail)

    bootstrap.install("run", tmp_path)

    assert [file.name for file in tmp_path.iterdir() if file.suffix == ".installed"] == ["run.installed"]


def test_a_cut_off_install_leaves_no_stamp_and_says_how_to_continue(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit, match=r"could not be installed \(ERROR: no network\).*run the same again"):
        bootstrap.run_pip(["sh", "-c", "echo Collecting a; echo ERROR: no network; echo hint; exit 1"], total=2)

    assert "Installed" not in capfd.readouterr().out
