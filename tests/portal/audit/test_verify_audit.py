"""`manage.py verify_audit`, as it is run: a process of its own, as the maintenance role."""

import os
import subprocess
import sys

import psycopg

from portal.bootstrap import ROOT
from tests import database
from tests.conftest import SERVER


def verify(name: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    place = {"PORTAL_DB_NAME": name, "PORTAL_DB_SOCKET": str(SERVER.socket)}
    settings = {"DJANGO_SETTINGS_MODULE": "portal.config.settings_test"}
    return subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), "verify_audit", *arguments],
        env=os.environ | place | settings,
        capture_output=True,
        text=True,
        check=False,
    )


def as_superuser(name: str, statement: str) -> None:
    with psycopg.connect(database.administrator(SERVER), dbname=name, autocommit=True) as connection:
        connection.execute(statement)


def test_every_chain_of_the_demo_holds(fresh_database: str) -> None:
    done = verify(fresh_database)

    lines = done.stdout.splitlines()
    assert (done.returncode, done.stderr) == (0, "")
    assert any(line.startswith("fjordby: ok, ") for line in lines)
    assert len(lines) > 1


def test_the_first_broken_entry_is_named(fresh_database: str) -> None:
    fjordby = "network_id = (SELECT id FROM networks_network WHERE slug = 'fjordby')"
    as_superuser(fresh_database, f"UPDATE portal_entry SET actor_id = 0 WHERE seq IN (3, 5) AND {fjordby}")  # noqa: S608

    done = verify(fresh_database, "--network", "fjordby")

    assert (done.returncode, done.stdout) == (1, "fjordby: broken at entry 3\n")


def test_an_unknown_network_is_said_to_be_unknown(fresh_database: str) -> None:
    done = verify(fresh_database, "--network", "nowhere")

    assert (done.returncode, done.stderr) == (1, "CommandError: There is no network nowhere.\n")
