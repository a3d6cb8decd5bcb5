"""The database a start works on: the embedded one in the data folder, or the one DATABASE_URL names."""

import os
import time
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg.conninfo import make_conninfo

from portal.bootstrap import APPS, ROOT, stop
from portal.config import address, keys, provision
from portal.config.postgres import PostgresError, Server
from portal.config.steps import LOCK, digest, manage, step

PATIENCE = 30  # seconds until the embedded database must answer
PRIVATE = ("PORTAL_DB_SOCKET", "PORTAL_DB_NAME", "PORTAL_DB_ROLE", "PORTAL_DB_POOL", "DATABASE_URL", "PGPASSWORD")
PLANS = [*(ROOT / app / "migrations" for app in APPS), LOCK, ROOT / "portal/config/provision.py"]
FOUND = [ROOT / "knowledge/search", ROOT / "portal/config/findable.py"]
SHIPPED = [ROOT / "networks/library/data", ROOT / "portal/config/shipped.py"]
STAGE = [
    ROOT / "portal/config/demo.py", *sorted((ROOT / "portal/config").glob("demo_*.py")), ROOT / "portal/accounts/personas.py",
    ROOT / "knowledge/library/data",
]  # fmt: skip


@dataclass(frozen=True)
class Database:
    administrator: str
    name: str
    address: str  # what the portal's processes are told; empty for the embedded one


def passwords(known: Mapping[str, str]) -> dict[str, str]:
    return {name.removesuffix("_password"): known[name] for name in keys.PASSWORDS}


def open_embedded(folder: Path, endings: ExitStack) -> Database:
    """Started, or taken over from a start that was killed. Stopped when this start ends."""
    server = Server(folder / "postgres")
    made = server.version() is None
    found = Database(make_conninfo("", host=str(server.socket), user="postgres"), address.DEFAULT_NAME, "")
    with step("Making the database" if made else "Starting the database"):
        endings.callback(server.stop)
        start_until_it_answers(server, found.administrator)
        if made or not provision.stamps(found.administrator, found.name):
            provision.provision(found.administrator, found.name)
    return found


def start_until_it_answers(server: Server, administrator: str) -> None:
    """A server that was just killed looks alive until its remains are cleared away, and one that is stopping too."""
    deadline = time.monotonic() + PATIENCE
    while True:
        server.start()
        server.started_here = True  # who holds the data folder also ends its server
        try:
            psycopg.connect(administrator, dbname="postgres", connect_timeout=5).close()
        except psycopg.OperationalError as error:
            if time.monotonic() > deadline:
                raise PostgresError(f"The database does not answer: {provision.first_line(error)}.") from error
            time.sleep(0.2)
        else:
            return


def open_elsewhere(url: str, known: Mapping[str, str]) -> Database:
    with step("Preparing the database server"):
        name, place = address.name(url), address.without_person(url)
        provision.refuse_others_roles(url, passwords(known))
        provision.provision_at(url, passwords(known))
    return Database(url, name, place)


def environment(database: Database, **settings: str) -> dict[str, str]:
    """What a process of the portal is told. It never learns the administrator's address."""
    kept = {name: value for name, value in os.environ.items() if name not in PRIVATE}
    place = {"DATABASE_URL": database.address} if database.address else {}
    return kept | place | settings


def bring_up_to_date(database: Database, told: Mapping[str, str], *, demo: bool) -> None:
    """Migrate as the owner and lay in the demo as the portal, each when something it depends on has changed."""
    known = provision.stamps(database.administrator, database.name)
    wanted = {
        "migrate": ("owner", "Bringing the tables up to date", digest(*PLANS)),
        "index": ("app", "Making everything findable", digest(*PLANS, *FOUND)),
        "routines": ("maint", "Laying in the library of routines", digest(*PLANS, *SHIPPED)),
    }
    if demo:
        wanted["demo"] = ("app", "Laying in the demo", digest(*STAGE))
    for command, (role, title, now) in wanted.items():
        if known.get(command) != now:
            with step(title):
                manage(command, environment={**told, "PORTAL_DB_ROLE": role})
                known = known | {command: now}
                provision.write_stamps(database.administrator, database.name, known)


def prepare_deployment() -> None:
    """Roles, passwords and tables of a deployment: the one moment the administrator's address is used."""
    url = os.environ.get("DATABASE_URL", "").strip()
    if not url:
        stop("DATABASE_URL is missing. Give the address of a database administrator.")
    try:
        known = {name: environment_password(name) for name in keys.PASSWORDS}
        provision.provision_at(url, passwords(known))
        found = Database(url, address.name(url), address.without_person(url))
    except (address.AddressError, provision.ProvisionError) as error:
        stop(str(error))
    bring_up_to_date(found, environment(found), demo=False)


def environment_password(name: str) -> str:
    given = os.environ.get(f"PORTAL_{name.upper()}", "")
    if not given:
        stop(f"PORTAL_{name.upper()} is missing. Each database role has a password of its own.")
    return given
