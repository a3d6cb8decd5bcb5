"""One migrated template with the demo in it, keyed by the code that made it; every worker gets a clone (0.1 s)."""

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import psycopg
from psycopg import sql

from portal.bootstrap import ROOT
from portal.config.postgres import Server
from portal.config.provision import provision

FOLDER = Path(os.environ.get("PORTAL_TEST_SERVER", ROOT / ".portal" / "test"))
# The clock of every ending, movable by the tests: the only function that differs from production. A day is a day of the
# calendar, also when summer time begins or ends in between.
CLOCK = """
CREATE OR REPLACE FUNCTION sec.now() RETURNS timestamptz LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS
$$ SELECT (pg_catalog.now() AT TIME ZONE 'Europe/Oslo'
           + coalesce(nullif(current_setting('test.shift', true), ''), '0')::interval) AT TIME ZONE 'Europe/Oslo' $$
"""

# What the demo's people were told of while it was laid in.
OF_LONG_AGO = "DELETE FROM procrastinate_jobs WHERE task_name = 'tell_of_notices'; DELETE FROM portal_notice"


def server() -> Server:
    """Room for two workers that each let fifty people act at once, beside the browser's house."""
    quick = ("fsync=off", "full_page_writes=off", "synchronous_commit=off")
    return Server(FOLDER, options=("max_connections=200", *quick))


def administrator(place: Server) -> str:
    return f"host={place.socket} user=postgres"


def fingerprint() -> str:
    """Changes with anything that could change what the template holds: the demo counts its days from today."""
    digest = hashlib.sha256(f"{CLOCK} {OF_LONG_AGO} {datetime.now(ZoneInfo('Europe/Oslo')).date()}".encode())
    for app in ("portal", "networks", "cases", "knowledge"):
        for file in sorted((ROOT / app).rglob("*")):
            if file.suffix in {".py", ".sql", ".csv", ".toml", ".webm", ".yaml"}:
                digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


def build_template(place: Server) -> str:
    """Name of a ready template; built by `migrate` as portal_owner and `demo` as portal_app, like a real start."""
    name = f"template_{fingerprint()}"
    with psycopg.connect(administrator(place), dbname="postgres", autocommit=True) as connection:
        connection.execute("SELECT pg_advisory_lock(7411)")
        if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            return name
        drop_older(connection)
        provision(administrator(place), f"{name}_draft")
        for role, command in (("owner", "migrate"), ("app", "index"), ("maint", "routines"), ("app", "demo")):
            manage(command, role=role, database=f"{name}_draft")
        with psycopg.connect(administrator(place), dbname=f"{name}_draft", autocommit=True) as draft:
            draft.execute(CLOCK)
            draft.execute(OF_LONG_AGO)
        connection.execute(
            sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(f"{name}_draft"), sql.Identifier(name))
        )
    return name


def drop_older(connection: psycopg.Connection) -> None:
    found = connection.execute("SELECT datname FROM pg_database WHERE datname LIKE 'template\\_%'").fetchall()
    for (name,) in found:
        connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def manage(command: str, *, role: str, database: str) -> None:
    settings = {
        "PORTAL_DB_ROLE": role,
        "PORTAL_DB_NAME": database,
        "DJANGO_SETTINGS_MODULE": "portal.config.settings_test",
    }
    place = {"PORTAL_DB_SOCKET": str(server().socket)}
    done = subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), command],
        env=os.environ | settings | place,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"{command} failed on the test database:\n{done.stdout[-1500:]}\n{done.stderr[-3000:]}")


@contextmanager
def clone(place: Server, template: str, name: str) -> Iterator[str]:
    with psycopg.connect(administrator(place), dbname="postgres", autocommit=True) as connection:
        drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
        connection.execute(drop)
        connection.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {} OWNER portal_owner").format(
                sql.Identifier(name), sql.Identifier(template)
            )
        )
        try:
            yield name
        finally:
            connection.execute(drop)
