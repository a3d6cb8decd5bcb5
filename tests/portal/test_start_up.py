"""`manage.py up` as a newcomer meets it: real processes, a real database, a folder of its own."""

import os
import signal
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

from portal.config.up import Wish, has_ended, interrupt, open_door, settings, take_port
from tests.portal.start import Browser, Up, free_port, operators_server, refused, up

pytestmark = pytest.mark.slow
MADE = ("Making the database", "Bringing the tables up to date")
DEMO = "Laying in the demo"


@dataclass(frozen=True)
class Bare:
    """A data folder in which the portal has been started without the demo, and what whoever came there read."""

    folder: Path
    said: str
    page: str


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Bare:
    place = tmp_path_factory.mktemp("start") / "data"
    with up(place, "--no-demo") as first:
        page = Browser(first.url).get("konto/logg-inn/")
        assert first.stop() == 0
    return Bare(place, first.said, page)


@pytest.fixture(scope="module")
def folder(bare: Bare) -> Path:
    """The same, started and stopped once more, with the demo: making the tables takes half a minute, and is done once."""
    with up(bare.folder) as second:
        assert DEMO in second.said
        assert second.stop() == 0
    return bare.folder


def note(folder: Path, text: str | None = None) -> str:
    """Reads, or writes and reads, a line of Fjordby's through the folder's own server."""
    with psycopg.connect(f"host={folder}/postgres user=postgres dbname=portal") as connection:
        if text:
            connection.execute("UPDATE networks_network SET note = %s WHERE slug = 'fjordby'", [text])
        found = connection.execute("SELECT note FROM networks_network WHERE slug = 'fjordby'").fetchone()
    return str(found[0]) if found else ""


def kill(numbers: list[int]) -> None:
    for number in numbers:
        os.kill(number, signal.SIGKILL)


def is_alive(number: int) -> bool:
    """A process that ended keeps its number, without a command, until its remains are cleared away."""
    try:
        return Path(f"/proc/{number}/cmdline").read_bytes() != b""
    except OSError:
        return False


def postmaster(folder: Path) -> int:
    return int((folder / "postgres" / "data" / "postmaster.pid").read_text().split()[0])


@pytest.fixture(scope="class")
def portal(folder: Path) -> Iterator[Up]:
    """One start for all that is only looked at."""
    with up(folder) as started:
        yield started


@dataclass(frozen=True)
class Elsewhere:
    """A portal on an operator's server."""

    url: str
    data: Path
    portal: Up


@pytest.fixture(scope="class")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Elsewhere]:
    folder = tmp_path_factory.mktemp("elsewhere")
    with operators_server(folder / "server") as url, up(folder / "data", DATABASE_URL=url) as portal:
        yield Elsewhere(url, folder / "data", portal)
        assert portal.stop() == 0


class Interrupted(subprocess.Popen[bytes]):
    """A child during whose `poll` Ctrl-C is pressed."""

    polled = False

    def poll(self) -> int | None:
        signal.raise_signal(signal.SIGINT)  # in this thread: `up` has no other, a worker of the tests has
        self.polled = True
        return super().poll()


def test_ctrl_c_lets_a_question_to_a_child_be_finished() -> None:
    before = signal.signal(signal.SIGINT, interrupt)
    with Interrupted(["sleep", "60"]) as child:
        try:
            with pytest.raises(KeyboardInterrupt):
                has_ended(child)
            assert child.polled
        finally:
            signal.signal(signal.SIGINT, before)
            os.kill(child.pid, signal.SIGKILL)


class TestWhileItRuns:
    def test_a_coordinator_signs_in_and_sees_her_network(self, portal: Up) -> None:
        browser = Browser(portal.url)
        assert "Fjordby" not in browser.get()

        browser.post("demo/sign-in/", persona="coordinator")

        assert "fjordkanari" in browser.get("nettverk/fjordby/")

    def test_the_second_start_repeats_nothing(self, portal: Up) -> None:
        assert not [step for step in (*MADE, DEMO) if step in portal.said]
        assert not [step for step in ("Fetching", "Gathering", "Compiling") if step in portal.said]

    def test_ready_is_said_with_the_address_and_the_demo_people(self, portal: Up) -> None:
        assert f"Ready: {portal.url}\n" in portal.said
        assert "coordinator           Kari Lunde\n" in portal.said

    def test_a_folder_belongs_to_one_start_at_a_time(self, folder: Path, portal: Up) -> None:
        said = refused(folder, "--port", str(portal.port + 1))

        assert said.startswith(f"Utveier already runs with the data folder {folder} (process {portal.process.pid}).")

    def test_a_port_in_use_is_named_with_the_next_one(self, portal: Up, tmp_path: Path) -> None:
        said = refused(tmp_path, "--port", str(portal.port))

        told = f"Stop it, or choose another port: --port {portal.port + 1}."
        assert said == f"Port {portal.port} is in use by another program. {told}"


def test_an_invitation_names_the_port_it_was_started_on(tmp_path: Path) -> None:
    told = settings(Wish(folder=tmp_path, port=8123, demo=True))

    assert told["PORTAL_ORIGIN"] == "http://127.0.0.1:8123"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_every_process_and_the_database(folder: Path, number: int) -> None:
    with up(folder) as portal:
        children = [*portal.children(), postmaster(folder)]

        code = portal.stop(number)

    assert code == 0
    assert not [child for child in children if is_alive(child)]
    assert "Traceback" not in portal.said


def test_data_survives_when_everything_is_killed(folder: Path) -> None:
    with up(folder) as portal:
        note(folder, "Skrevet før strømmen gikk. fjordkanari")
        kill([*portal.children(), portal.process.pid, postmaster(folder)])
        portal.ended()

    with up(folder):
        assert note(folder) == "Skrevet før strømmen gikk. fjordkanari"


def test_children_end_when_only_the_parent_is_killed(folder: Path) -> None:
    with up(folder) as portal:
        kill([portal.process.pid])
        portal.ended()  # returns once no child holds the output any more

    with up(folder) as next_one:
        assert next_one.stop() == 0


def test_a_lock_file_of_another_program_is_forgotten(folder: Path) -> None:
    pid = folder / "postgres" / "data" / "postmaster.pid"
    pid.write_text(f"{os.getpid()}\n{pid.parent}\n1\n5432\n{folder}/postgres\n\n0 0\n")

    with up(folder) as portal:
        assert portal.stop() == 0


def test_a_port_taken_meanwhile_is_never_mistaken_for_ours() -> None:
    port = free_port()
    with take_port(port) as ours, take_port(port) as theirs:
        theirs.listen()

        with pytest.raises(SystemExit, match=f"Port {port} is in use by another program"):
            open_door(ours, port)


def test_the_first_start_makes_everything_and_without_demo_nobody_is_offered(bare: Bare) -> None:
    assert [step for step in MADE if step not in bare.said] == []
    assert DEMO not in bare.said
    assert "Kari Lunde" not in bare.said + bare.page


class TestOnAServerElsewhere:
    def test_it_is_used_with_roles_of_our_own(self, elsewhere: Elsewhere) -> None:
        browser = Browser(elsewhere.portal.url)
        browser.post("demo/sign-in/", persona="coordinator")

        children = elsewhere.portal.children()
        assert "fjordkanari" in browser.get("nettverk/fjordby/")
        assert not (elsewhere.data / "postgres").exists()
        assert b"operator" not in b"".join(Path(f"/proc/{child}/environ").read_bytes() for child in children)

    def test_another_portal_keeps_its_passwords(self, elsewhere: Elsewhere, tmp_path: Path) -> None:
        said = refused(tmp_path, DATABASE_URL=elsewhere.url)

        assert said.startswith("The server of DATABASE_URL already holds a portal with other keys.")
