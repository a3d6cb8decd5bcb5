"""Roles, database and schemas: the only code that connects as a database administrator. Safe to run again."""

import json
from collections.abc import Mapping

import psycopg
from psycopg import errors, sql

from portal.config import address
from portal.config.environment import ROLES
from portal.config.postgres import OLDEST

# LOGIN roles per plane (architecture.md 3). portal_definer owns the few functions that may look past the policies.
ATTRIBUTES = {
    "owner": "LOGIN NOSUPERUSER NOBYPASSRLS",
    "app": "LOGIN NOSUPERUSER NOBYPASSRLS NOINHERIT",
    "live": "LOGIN NOSUPERUSER NOBYPASSRLS NOINHERIT",
    "maint": "LOGIN NOSUPERUSER BYPASSRLS",
    "backup": "LOGIN NOSUPERUSER BYPASSRLS",
    "definer": "NOLOGIN NOSUPERUSER BYPASSRLS",
}
SCHEMAS = """
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
ALTER SCHEMA public OWNER TO portal_owner;
GRANT USAGE ON SCHEMA public TO portal_app, portal_live, portal_definer, portal_maint, portal_backup;
CREATE SCHEMA IF NOT EXISTS sec AUTHORIZATION portal_definer;
GRANT USAGE ON SCHEMA sec TO portal_app, portal_live, portal_owner, portal_maint, portal_backup;
ALTER DEFAULT PRIVILEGES FOR ROLE portal_definer REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
ALTER DEFAULT PRIVILEGES FOR ROLE portal_owner IN SCHEMA public
    GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO portal_app, portal_maint;
ALTER DEFAULT PRIVILEGES FOR ROLE portal_owner IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO portal_app, portal_maint;
ALTER DEFAULT PRIVILEGES FOR ROLE portal_owner IN SCHEMA public GRANT SELECT ON TABLES TO portal_backup;
ALTER DEFAULT PRIVILEGES FOR ROLE portal_owner IN SCHEMA public GRANT SELECT ON SEQUENCES TO portal_backup;
ALTER DATABASE {name} SET timezone TO 'UTC';
"""


class ProvisionError(RuntimeError):
    """Carries the sentence a person is shown."""


def provision_at(url: str, passwords: Mapping[str, str], *, oldest: int = OLDEST) -> None:
    """Roles and database on the server of DATABASE_URL. Raises ProvisionError with a sentence."""
    place = address.shown(url)
    try:
        refuse_old_server(url, oldest)
        provision(url, address.name(url), passwords)
    except errors.InsufficientPrivilege as error:
        raise ProvisionError(
            f"{place} may not make the portal's roles ({first_line(error)}). Give DATABASE_URL an administrator."
        ) from error
    except psycopg.OperationalError as error:
        raise ProvisionError(
            f"The database server of DATABASE_URL ({place}) cannot be reached: {first_line(error)}. "
            "Check that it runs and that the address and the password are right."
        ) from error
    except psycopg.Error as error:
        raise ProvisionError(f"The database server ({place}) refused the set-up: {first_line(error)}.") from error


def refuse_old_server(url: str, oldest: int) -> None:
    with psycopg.connect(url, dbname="postgres", connect_timeout=5) as server:
        major = server.info.server_version // 10000
    if major < oldest:
        raise ProvisionError(
            f"The server of DATABASE_URL is PostgreSQL {major}; Utveier needs {oldest} or newer. "
            "Upgrade it, or unset DATABASE_URL to use the embedded one."
        )


def refuse_others_roles(url: str, passwords: Mapping[str, str]) -> None:
    """Roles belong to the whole server: those of another installation are never given new passwords by `up`."""
    try:
        with psycopg.connect(url, dbname="postgres", connect_timeout=5) as server:
            known = server.execute("SELECT 1 FROM pg_roles WHERE rolname = 'portal_app'").fetchone()
        if known:
            place = address.without_person(url)
            psycopg.connect(place, user="portal_app", password=passwords["app"], connect_timeout=5).close()
    except psycopg.OperationalError as error:
        if 'password authentication failed for user "portal_app"' in str(error):
            raise ProvisionError(
                "The server of DATABASE_URL already holds a portal with other keys. Start with the data folder of that "
                "portal (--data DIR), or copy its secrets.json into this one."
            ) from error


def first_line(error: Exception) -> str:
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return (lines[0] if lines else type(error).__name__).rstrip(".")


def stamps(administrator: str, name: str) -> dict[str, str]:
    """What was done to the database, as the database itself remembers it: a restored copy is never mistaken."""
    with psycopg.connect(administrator, dbname="postgres") as server:
        found = server.execute(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s", [name]
        ).fetchone()
    try:
        known = json.loads(found[0]) if found and found[0] else {}
    except ValueError:
        known = {}
    return known if isinstance(known, dict) else {}


def write_stamps(administrator: str, name: str, known: Mapping[str, str]) -> None:
    comment = sql.SQL("COMMENT ON DATABASE {} IS {}").format(sql.Identifier(name), sql.Literal(json.dumps(known)))
    with psycopg.connect(administrator, dbname="postgres", autocommit=True) as server:
        server.execute(comment)


def provision(administrator: str, name: str, passwords: Mapping[str, str] | None = None) -> None:
    """Make roles and database `name`, connecting by the libpq address `administrator`. Raises psycopg.Error."""
    with psycopg.connect(administrator, dbname="postgres", autocommit=True) as server:
        for role in (*ROLES, "definer"):
            make_role(server, role, (passwords or {}).get(role))
        server.execute("GRANT portal_definer, portal_maint TO portal_owner")
        if not server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            server.execute(sql.SQL("GRANT portal_owner TO CURRENT_USER"))
            server.execute(sql.SQL("CREATE DATABASE {} OWNER portal_owner").format(sql.Identifier(name)))
    with psycopg.connect(administrator, dbname=name, autocommit=True) as database:
        database.execute(sql.SQL(SCHEMAS).format(name=sql.Identifier(name)))


def make_role(server: psycopg.Connection, role: str, password: str | None) -> None:
    name = sql.Identifier(f"portal_{role}")
    if not server.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [f"portal_{role}"]).fetchone():
        server.execute(sql.SQL("CREATE ROLE {} {}").format(name, sql.SQL(ATTRIBUTES[role])))
    if password and role != "definer":
        server.execute(sql.SQL("ALTER ROLE {} PASSWORD {}").format(name, sql.Literal(password)))
