"""The database of `bench live`: a room with a thousand people, each signed in, and what a coordinator of many networks sees.

Laid in by SQL as the maintenance role. The talk itself is not: it is said through the service, one message at a time.
"""

from dataclasses import dataclass
from typing import Any

import psycopg

from portal.config.bench_data import Sized, address, tidy
from portal.config.environment import DATA
from portal.config.postgres import Server


@dataclass(frozen=True)
class Hall(Sized):
    people: int
    networks: int  # those the coordinator has a room in
    shown: int  # messages of the topic whose page is opened


HALL = Hall("live", people=1000, networks=20, shown=50)
COOKIE = "seat-{}"  # the session of each, from 0 on
FILL = """
INSERT INTO portal_user (email, name, password, language, is_active, is_superuser, joined_at)
SELECT 'seat' || i || '@bench.invalid', 'Person ' || i, '!', '', true, false, now()
FROM generate_series(0, %(people)s - 1) AS i;

INSERT INTO portal_session (session_key, session_data, expire_date, user_id, started_at, seen_at, device, proved)
SELECT left(encode(sha256(convert_to('seat-' || substring(u.email FROM '[0-9]+'), 'UTF8')), 'hex'), 40), '',
       now() + interval '10 hours', u.id, now(), now() + interval '1 hour', '', true
FROM portal_user u WHERE u.email LIKE 'seat%%@bench.invalid';

INSERT INTO networks_network (slug, name, preset, state, note, join_code, founded_at)
SELECT 'nettverk-' || j, 'Nettverk ' || j, 'municipality', 'active', '', 'kode-' || j, now()
FROM generate_series(1, %(networks)s - 1) AS j;
CREATE TEMP TABLE place AS SELECT n.id, n.slug = 'fjordby' AS here,
       (SELECT u.id FROM portal_user u WHERE u.email = 'coordinator@demo.invalid') AS coordinator
FROM networks_network n WHERE n.slug = 'fjordby' OR n.slug LIKE 'nettverk-%%';

INSERT INTO networks_charter (network_id, version, purpose, legal_basis, keep_talk_days, changed_at)
SELECT id, 1, 'x', 'agreement', 90, now() FROM place ON CONFLICT DO NOTHING;
INSERT INTO networks_organisation (network_id, name, sector, regime, joined_on)
SELECT id, 'Benken', 'municipality', 'fvl', current_date FROM place;
CREATE TEMP TABLE joining AS
SELECT p.id AS network_id, p.coordinator AS user_id, 'coordinator' AS role FROM place p WHERE NOT p.here
UNION ALL SELECT p.id, u.id, 'member' FROM place p, portal_user u WHERE p.here AND u.email LIKE 'seat%%@bench.invalid';
INSERT INTO networks_membership (network_id, user_id, organisation_id, function, role, state, starts_on, confirm_by,
                                 granted_by_id, end_reason)
SELECT j.network_id, j.user_id, o.id, 'x', j.role, 'active', current_date - 30, current_date + 300, j.user_id, ''
FROM joining j JOIN networks_organisation o ON o.network_id = j.network_id AND o.name = 'Benken';
"""
ROOMS = """
SELECT sec.act_as(id::text, false) FROM portal_user WHERE email = 'coordinator@demo.invalid';
WITH opened AS MATERIALIZED (
    SELECT sec.open_room(n.id, kind, 'anonymous', NULL) AS room, kind FROM networks_network n,
    unnest(CASE n.slug WHEN 'fjordby' THEN ARRAY['Salen', 'Kroken'] ELSE ARRAY['Rommet'] END) AS kind)
SELECT sec.start_topic(o.room, title) FROM opened o,
unnest(CASE o.kind WHEN 'Salen' THEN ARRAY['Ordet', 'Strømmen'] ELSE ARRAY['Emnet'] END) AS title;
"""
SEATS = """
INSERT INTO networks_placement (network_id, room_id, user_id, membership_id, part, sees_from_at, placed_by_id, placed_at)
SELECT r.network_id, r.id, m.user_id, m.id, 'participant', r.opened_at, r.opened_by_id, r.opened_at
FROM networks_room r JOIN networks_membership m ON m.network_id = r.network_id JOIN portal_user u ON u.id = m.user_id
WHERE u.email ~ CASE r.name WHEN 'Salen' THEN '^seat.*@bench' WHEN 'Kroken' THEN '^seat[0-9]@bench' END;
"""
SAID = """
INSERT INTO networks_message (network_id, room_id, topic_id, number, event, client_id, author_id, body, html, state, sent_at)
SELECT t.network_id, t.room_id, t.id, i, i, gen_random_uuid(), u.id, 'x', %(html)s, 'shown', now()
FROM portal_user u, networks_topic t, generate_series(t.last_event + 1, t.last_event + %(many)s) AS i
WHERE u.email = 'seat1@bench.invalid' AND t.title = %(title)s;
UPDATE networks_topic SET last_event = last_event + %(many)s, said_at = now() WHERE title = %(title)s;
"""
HEARD = "SELECT pg_notify('live', 'said ' || id || ' ' || last_event) FROM networks_topic WHERE title = %s"
SCRATCH = "CREATE TABLE bench_said (id bigserial PRIMARY KEY, body text NOT NULL, sent_at timestamptz NOT NULL)"


def fill(server: Server, hall: Hall) -> None:
    with psycopg.connect(address(server, hall, "maint"), cursor_factory=psycopg.ClientCursor) as connection:
        connection.execute(FILL, {"people": hall.people, "networks": hall.networks})
    with psycopg.connect(address(server, hall, "app"), cursor_factory=psycopg.ClientCursor) as connection:
        connection.execute(ROOMS)
    with psycopg.connect(address(server, hall, "maint"), cursor_factory=psycopg.ClientCursor) as connection:
        connection.execute(SEATS)
        connection.execute(SAID, {"title": "Emnet", "many": hall.shown, "html": "<p>Noe.</p>"})
    with psycopg.connect(address(server, hall, "owner")) as connection:
        connection.execute(SCRATCH)
    tidy(server, hall)


def sizes(server: Server, hall: Hall) -> str:
    asked = """SELECT r.name, count(*) FROM networks_room r JOIN networks_placement p ON p.room_id = r.id
               WHERE r.name IN ('Salen', 'Kroken') GROUP BY r.name ORDER BY count(*) DESC"""
    with psycopg.connect(address(server, hall, "maint")) as connection:
        (_, many), (_, few) = connection.execute(asked).fetchall()
    return f"{many} people in one room, {few} in another, {hall.networks} networks of the coordinator"


def flood(title: str, *, many: int, characters: int) -> None:
    """Much at once, laid beside the service: only so that whoever does not read has her buffers full."""
    with maintenance() as connection:
        connection.execute(SAID, {"title": title, "many": many, "html": "y" * characters})
        connection.execute(HEARD, [title])


def topic(title: str) -> int:
    with maintenance() as connection:
        found = connection.execute("SELECT id FROM networks_topic WHERE title = %s", [title]).fetchall()
    return int(found[0][0])


def maintenance() -> "psycopg.Connection[Any]":
    place = address(Server(DATA / "postgres"), HALL, "maint")
    return psycopg.connect(place, cursor_factory=psycopg.ClientCursor)
