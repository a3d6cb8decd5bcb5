"""The deployment's own commands and settings, taken from docker-compose.yml and run on the loopback."""

import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

from portal.bootstrap import ROOT
from tests.portal import compose
from tests.portal.start import clean, free_port, operators_server

pytestmark = pytest.mark.slow
VALUES = {name: f"{name.lower()}-of-the-test-0123456789-0123456789" for name in compose.required()} | {
    "PORTAL_DOMAIN": "portal.example",
    "POSTGRES_PASSWORD": "operator",
}
SERVICES = ("web", "live", "worker")


@dataclass(frozen=True)
class Deployment:
    """The database server of the compose file, prepared by its service `migrate`."""

    administrator: str
    data: Path

    @property
    def server(self) -> str:
        return self.administrator.split("@")[1].split("/")[0]

    def environment(self, service: str, **settings: str) -> dict[str, str]:
        told = compose.environment(service, VALUES)
        told["DATABASE_URL"] = told["DATABASE_URL"].replace("database:5432", self.server)
        path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
        image = {"PORTAL_DATA": str(self.data), "DJANGO_SETTINGS_MODULE": "portal.config.settings", "PATH": path}
        return clean() | image | told | settings

    def run(self, service: str, *, port: int = 0, **settings: str) -> subprocess.Popen[str]:
        words = [
            word.replace("0.0.0.0", "127.0.0.1").replace("8000", str(port))  # noqa: S104 the image's, not ours
            for word in compose.command(service)
        ]
        return subprocess.Popen(
            words, cwd=ROOT, env=self.environment(service, **settings), text=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip


@pytest.fixture(scope="module")
def deployment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployment]:
    folder = tmp_path_factory.mktemp("deployment")
    with operators_server(folder / "server") as url:
        made = Deployment(url, folder / "data")
        migrate = made.run("migrate")
        said, _ = migrate.communicate(timeout=300)
        assert migrate.returncode == 0, said
        yield made


@contextmanager
def running(deployment: Deployment, service: str) -> Iterator[str]:
    port = free_port()
    process = deployment.run(service, port=port)
    try:
        await_ready(f"http://127.0.0.1:{port}/readyz", process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.communicate(timeout=60)


def await_ready(url: str, process: subprocess.Popen[str]) -> None:
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        assert process.poll() is None, process.communicate()[0]
        try:
            assert fetch(url) == "ok"
        except urllib.error.URLError:
            time.sleep(0.1)  # between two knocks at a door that may not be there yet
        else:
            return
    raise AssertionError(f"{url} did not answer.")


def fetch(url: str) -> str:
    request = urllib.request.Request(url, headers={"X-Forwarded-Proto": "https"})  # noqa: S310 loopback
    with urllib.request.urlopen(request, timeout=30) as response:  # noqa: S310 loopback
        text: str = response.read().decode()
    return text


@pytest.fixture(scope="class")
def web(deployment: Deployment) -> Iterator[str]:
    with running(deployment, "web") as url:
        yield url


class TestThePages:
    def test_they_answer_under_gunicorn(self, web: str) -> None:
        assert "Utveier" in fetch(f"{web}/")
        assert fetch(f"{web}/livez") == "ok"

    def test_nobody_is_offered_a_demo_person(self, web: str) -> None:
        assert "Kari Lunde" not in fetch(f"{web}/konto/logg-inn/")


def test_the_live_plane_answers_under_uvicorn(deployment: Deployment) -> None:
    with running(deployment, "live") as url:
        assert fetch(f"{url}/livez") == "ok"


def test_the_worker_does_a_job_and_ends_when_told(deployment: Deployment) -> None:
    worker = deployment.run("worker")
    try:
        defer(deployment)
        await_no_jobs(deployment)
    finally:
        worker.terminate()
        said, _ = worker.communicate(timeout=60)

    assert worker.returncode == 0, said


def defer(deployment: Deployment) -> None:
    words = [sys.executable, "manage.py", "procrastinate", "defer", "clear_sessions", '{"timestamp": 0}']
    subprocess.run(words, cwd=ROOT, env=deployment.environment("worker"), check=True, capture_output=True)


def await_no_jobs(deployment: Deployment) -> None:
    """Jobs that were done are deleted, so an empty queue means that every job succeeded."""
    deadline = time.monotonic() + 120
    with psycopg.connect(deployment.administrator, autocommit=True) as connection:
        while connection.execute("SELECT 1 FROM procrastinate_jobs LIMIT 1").fetchone():
            assert time.monotonic() < deadline, "The job was not done."
            time.sleep(0.1)  # between two looks


def test_the_workers_health_is_asked_with_its_own_role(deployment: Deployment) -> None:
    _, *words = compose.services()["worker"]["healthcheck"]["test"]

    done = subprocess.run(words, cwd=ROOT, env=deployment.environment("worker"), capture_output=True, check=False)

    assert done.returncode == 0, done.stderr.decode()


@pytest.mark.parametrize("service", SERVICES)
@pytest.mark.parametrize("role", ["owner", "maint"])  # one owns the tables, one bypasses the policies
def test_a_powerful_role_is_refused(deployment: Deployment, service: str, role: str) -> None:
    password = VALUES[f"PORTAL_{role.upper()}_PASSWORD"]

    said = refusal(deployment, service, PORTAL_DB_ROLE=role, **{f"PORTAL_{role.upper()}_PASSWORD": password})

    assert said == (
        f"The database role portal_{role} can look past the access policies. Start pages and jobs as portal_app."
    )


@pytest.mark.parametrize("service", SERVICES)
def test_a_superuser_is_refused(deployment: Deployment, service: str) -> None:
    role = "live" if service == "live" else "app"
    with psycopg.connect(deployment.administrator, autocommit=True) as connection:
        connection.execute(f"ALTER ROLE portal_{role} SUPERUSER")
        try:
            said = refusal(deployment, service)
        finally:
            connection.execute(f"ALTER ROLE portal_{role} NOSUPERUSER")

    assert said.startswith(f"The database role portal_{role} can look past the access policies.")


@pytest.mark.parametrize("service", SERVICES)
def test_a_database_that_does_not_answer_is_named(deployment: Deployment, service: str) -> None:
    said = refusal(deployment, service, DATABASE_URL=f"postgresql://127.0.0.1:{free_port()}/portal")

    assert said.startswith("The database cannot be reached:")


def refusal(deployment: Deployment, service: str, **settings: str) -> str:
    """The one sentence a service ends with, without a traceback."""
    process = deployment.run(service, port=free_port(), **settings)
    said, _ = process.communicate(timeout=120)
    assert process.returncode not in {0, None}
    assert "Traceback" not in said
    return said.strip().splitlines()[-1]


def test_migrating_again_is_harmless(deployment: Deployment) -> None:
    again = deployment.run("migrate")
    said, _ = again.communicate(timeout=120)

    assert again.returncode == 0, said


def test_migrating_without_an_address_is_refused(deployment: Deployment) -> None:
    assert refusal(deployment, "migrate", DATABASE_URL="").startswith("DATABASE_URL is missing.")


def test_migrating_without_a_roles_password_is_refused(deployment: Deployment) -> None:
    assert refusal(deployment, "migrate", PORTAL_LIVE_PASSWORD="").startswith("PORTAL_LIVE_PASSWORD is missing.")
