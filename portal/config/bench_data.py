"""Two databases to measure in: as large as a pilot, and a hundred times that. Filled set-based, as the maintenance role.

A network is of the same size in both, as it would be in life; there are only more of them.
"""

import os
import subprocess
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg import sql

from portal.bootstrap import ROOT
from portal.config.environment import DATA
from portal.config.postgres import Server
from portal.config.provision import provision


@dataclass(frozen=True)
class Sized:
    name: str

    @property
    def database(self) -> str:
        return f"bench_{self.name}"


@dataclass(frozen=True)
class Scale(Sized):
    networks: int
    people: int
    per_person: int = 4


SCALES = (Scale("1x", networks=4, people=100), Scale("100x", networks=357, people=10_000))
SEED = "bench_seed"
FILL = """
INSERT INTO portal_user (email, name, password, language, is_active, is_superuser, joined_at)
SELECT 'person' || i || '@bench.invalid', 'Person ' || i, '!', '', true, false, now()
FROM generate_series(1, %(people)s) AS i;

INSERT INTO networks_network (slug, name, preset, state, note, join_code, founded_at)
SELECT 'nettverk-' || j, 'Nettverk ' || j, 'municipality', 'active', '', 'kode-' || j, now()
FROM generate_series(1, %(networks)s - (SELECT count(*) FROM networks_network)) AS j;

INSERT INTO networks_charter (network_id, version, purpose, legal_basis, keep_talk_days, changed_at)
SELECT id, 1, 'x', 'agreement', 90, now() FROM networks_network ON CONFLICT DO NOTHING;

INSERT INTO networks_organisation (network_id, name, sector, regime, joined_on)
SELECT n.id, 'Part ' || sector, sector, 'fvl', current_date
FROM networks_network n, unnest(ARRAY['municipality', 'police', 'school', 'child_welfare', 'health', 'nav',
                                      'correctional', 'rvts', 'voluntary']) AS sector;

CREATE TEMP TABLE place AS SELECT id, row_number() OVER (ORDER BY slug <> 'fjordby', id) - 1 AS number FROM networks_network;
CREATE TEMP TABLE party AS
SELECT id, network_id, row_number() OVER (PARTITION BY network_id ORDER BY id) - 1 AS number
FROM networks_organisation WHERE name LIKE 'Part %%';

INSERT INTO networks_membership (network_id, user_id, organisation_id, function, role, state, starts_on, confirm_by,
                                 granted_by_id, end_reason)
SELECT p.id, u.id, o.id, 'Rådgiver', CASE WHEN u.number %% 20 = 0 THEN 'contact' ELSE 'member' END, 'active',
       current_date - 30, current_date + (u.number %% 300)::int, u.id, ''
FROM (SELECT id, row_number() OVER (ORDER BY id) AS number FROM portal_user WHERE email LIKE '%%@bench.invalid') u
CROSS JOIN generate_series(0, %(per_person)s - 1) AS k
JOIN place p ON p.number = (u.number + k) %% %(networks)s
JOIN party o ON o.network_id = p.id AND o.number = (u.number %% 9);

INSERT INTO networks_invitation (network_id, email, role, organisation_id, function, token_hash, invited_by_id,
                                 invited_at, expires_at)
SELECT o.network_id, 'letter' || i || '@bench.invalid', 'member', o.id, 'x', md5(o.id || '-' || i),
       (SELECT min(id) FROM portal_user), now(), now() + interval '7 days'
FROM party o, generate_series(1, 10) AS i WHERE o.number = 0;
"""


def build(scales: Iterable[Sized], fill: Callable[[Server, Any], None]) -> Server:
    """The server, running, with a fresh database of each scale, filled."""
    server = Server(DATA / "postgres")
    server.start()
    administrator = f"host={server.socket} user=postgres"
    with psycopg.connect(administrator, dbname="postgres", autocommit=True) as connection:
        for name in (SEED, *(scale.database for scale in scales)):
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
        provision(administrator, SEED)
        for command, role in (("migrate", "owner"), ("index", "app"), ("routines", "maint"), ("demo", "app")):
            manage(command, role=role)
        for scale in scales:
            copied = sql.SQL("CREATE DATABASE {} TEMPLATE {} OWNER portal_owner")
            connection.execute(copied.format(sql.Identifier(scale.database), sql.Identifier(SEED)))
            fill(server, scale)
    return server


def manage(command: str, *, role: str) -> None:
    told = {"PORTAL_DB_ROLE": role, "PORTAL_DB_NAME": SEED}
    subprocess.run(
        [sys.executable, ROOT / "manage.py", command], env=os.environ | told, check=True, capture_output=True
    )


def fill(server: Server, scale: Scale) -> None:
    size = {"networks": scale.networks, "people": scale.people, "per_person": scale.per_person}
    with psycopg.connect(address(server, scale, "maint"), cursor_factory=psycopg.ClientCursor) as connection:
        connection.execute(FILL, size)
    tidy(server, scale)


def tidy(server: Server, scale: Sized) -> None:
    with psycopg.connect(address(server, scale, "owner"), autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")


def address(server: Server, scale: Sized, role: str) -> str:
    return f"host={server.socket} dbname={scale.database} user=portal_{role}"


def sizes(server: Server, scale: Scale) -> str:
    with psycopg.connect(address(server, scale, "maint")) as connection:
        counted = [
            (connection.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table))).fetchone() or (0,))[0]
            for table in ("networks_network", "portal_user", "networks_membership")
        ]
    return "{} networks, {} people, {} memberships".format(*counted)
