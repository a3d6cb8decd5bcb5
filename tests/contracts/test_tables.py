"""The schema keeps what the architecture promises (security.md bars B3, B4, B11). Read from the catalogue itself."""

from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.db import connection

from portal.access.roles import GRANTABLE, ROLES
from tests.contracts.tables import (
    DECIDING,
    EDITED,
    HERS,
    LIBRARY,
    NOT_COMPARED,
    OWN,
    PRIVATE,
    PUBLIC_FACTS,
    UNIQUE_ELSEWHERE,
)
from tests.contracts.things import THINGS

Ask = Callable[..., list[Any]]
FOREIGN_KEYS = """
SELECT c.conname, c.conrelid::regclass::text, array_agg(a.attname::text)
FROM pg_constraint c JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = ANY (c.conkey)
WHERE c.contype = 'f' AND c.conrelid::regclass::text = ANY (%(private)s)
  AND c.confrelid::regclass::text = ANY (%(private)s) AND c.confrelid::regclass::text <> 'networks_network'
GROUP BY 1, 2
"""
UNIQUE = """
SELECT i.indexrelid::regclass::text, i.indrelid::regclass::text, pg_get_indexdef(i.indexrelid)
FROM pg_index i WHERE i.indisunique AND NOT i.indisprimary AND i.indrelid::regclass::text = ANY (%(private)s)
"""
INDEXED = """
SELECT DISTINCT i.indrelid::regclass::text FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid
AND a.attnum = i.indkey[0] WHERE i.indpred IS NULL AND a.attname = %(column)s
"""
DEFINERS = """
SELECT p.oid::regprocedure::text, pg_get_userbyid(p.proowner)::text, p.proconfig::text,
       has_function_privilege('public', p.oid, 'execute')
FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
WHERE p.prosecdef AND n.nspname NOT IN ('pg_catalog', 'information_schema')
"""
OPEN_FUNCTIONS = """
SELECT p.oid::regprocedure::text FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
WHERE n.nspname = 'sec' AND has_function_privilege('public', p.oid, 'execute')
"""
POWERS = """
SELECT r.rolname::text FROM pg_roles r WHERE r.rolname IN ('portal_app', 'portal_live') AND (
    r.rolsuper OR r.rolbypassrls OR r.rolcreaterole OR r.rolcreatedb OR r.rolreplication
    OR EXISTS (SELECT 1 FROM pg_class c WHERE c.relowner = r.oid)
    OR EXISTS (SELECT 1 FROM pg_auth_members m WHERE m.member = r.oid))
"""


@pytest.fixture
def ask(db: None) -> Ask:
    def rows(question: str, **values: Any) -> list[Any]:
        with connection.cursor() as cursor:
            cursor.execute(question, {"private": list(PRIVATE), **values})
            found = cursor.fetchall()
        return [row[0] if len(row) == 1 else row for row in found]

    return rows


def privileges(ask: Ask, role: str, table: str) -> set[str]:
    verbs = ("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER")
    question = "SELECT has_table_privilege(%(role)s, %(table)s, %(verb)s)"
    held = {verb for verb in verbs if ask(question, role=role, table=table, verb=verb) == [True]}
    columns = "SELECT has_any_column_privilege(%(role)s, %(table)s, 'UPDATE')"  # some may change a few columns only
    return held | ({"UPDATE"} if ask(columns, role=role, table=table) == [True] else set())


def column_privileges(ask: Ask, role: str, table: str) -> set[str]:
    question = "SELECT has_any_column_privilege(%(role)s, %(table)s, %(verb)s)"
    return {verb for verb in ("INSERT", "UPDATE") if ask(question, role=role, table=table, verb=verb) == [True]}


def test_every_table_is_classified(ask: Ask) -> None:
    tables = ask("SELECT tablename::text FROM pg_tables WHERE schemaname = 'public'")

    assert set(tables) == PRIVATE.keys() | OWN | PUBLIC_FACTS | EDITED | LIBRARY


def test_views_ask_as_the_asker(ask: Ask) -> None:
    views = ask(
        "SELECT oid::regclass::text FROM pg_class WHERE relkind IN ('v', 'm') AND relnamespace = 'public'::regnamespace "
        "AND NOT coalesce(reloptions @> ARRAY['security_invoker=true'], false)"
    )

    assert views == []


def test_every_model_with_a_network_is_private() -> None:
    with_network = {
        m._meta.db_table for m in apps.get_models() if any(f.column == "network_id" for f in m._meta.concrete_fields)
    }

    assert with_network | {"networks_network"} == set(PRIVATE)


def test_every_private_model_has_a_maker() -> None:
    """The other contracts need a row of each; things.THINGS says how to make one."""
    assert {model._meta.db_table for model in THINGS} == set(PRIVATE)


@pytest.mark.parametrize("table", PRIVATE)
def test_a_private_row_always_has_a_network(ask: Ask, table: str) -> None:
    required = "SELECT attnotnull FROM pg_attribute WHERE attrelid = %(table)s::regclass AND attname = %(column)s"

    assert ask(required, table=table, column=PRIVATE[table]) == [True]


@pytest.mark.parametrize("table", PRIVATE)
def test_row_security_is_forced(ask: Ask, table: str) -> None:
    assert ask("SELECT relrowsecurity, relforcerowsecurity FROM pg_class WHERE oid = %(t)s::regclass", t=table) == [
        (True, True)
    ]


@pytest.mark.parametrize("table", PRIVATE)
def test_one_restrictive_floor_for_everybody(ask: Ask, table: str) -> None:
    floors = ask(
        "SELECT policyname::text, roles::text, cmd, qual FROM pg_policies WHERE tablename = %(t)s AND permissive = 'RESTRICTIVE'",
        t=table,
    )
    told = f"({PRIVATE[table]} IN ( SELECT mine.mine\n   FROM sec.my_networks() mine(mine)))"  # noqa: S608 a name of ours

    assert floors == [("floor", "{public}", "ALL", told)]


@pytest.mark.parametrize("table", PRIVATE)
def test_no_policy_calls_a_function_of_the_row(ask: Ask, table: str) -> None:
    """A function per row costs seconds on a large table; functions without arguments are asked once (security.md 3.4)."""
    conditions = ask(
        "SELECT coalesce(qual, '') || coalesce(with_check, '') FROM pg_policies WHERE tablename = %(t)s", t=table
    )
    calls = [part for text in conditions for part in text.split("sec.")[1:]]

    assert [call for call in calls if not call.split("(", 1)[1].startswith((")", "'"))] == []


@pytest.mark.parametrize("table", PRIVATE)
def test_private_tables_are_read_by_their_network(ask: Ask, table: str) -> None:
    column = PRIVATE[table]

    assert column == "id" or table in ask(INDEXED, column=column)


@pytest.mark.parametrize("table", PRIVATE)
def test_what_the_application_may_update_stays_in_its_network(ask: Ask, table: str) -> None:
    """A table it may update needs policies.stays(table) in its migration."""
    triggers = ask(
        "SELECT 1 FROM pg_trigger WHERE tgrelid = %(t)s::regclass AND tgname = 'stays_in_network' AND tgenabled = 'O'",
        t=table,
    )

    assert bool(triggers) or "UPDATE" not in privileges(ask, "portal_app", table)


@pytest.mark.parametrize("table", PRIVATE)
def test_every_verb_it_is_granted_has_its_policy(ask: Ask, table: str) -> None:
    """A grant without a policy refuses everybody, a policy without a grant says what is not so."""
    verbs = set(ask("SELECT cmd FROM pg_policies WHERE tablename = %(t)s AND permissive = 'PERMISSIVE'", t=table))

    assert verbs == privileges(ask, "portal_app", table) | column_privileges(ask, "portal_app", table)


@pytest.mark.parametrize("table", sorted(HERS))
def test_what_is_one_persons_is_hers_alone(ask: Ask, table: str) -> None:
    held = ask("SELECT relrowsecurity, relforcerowsecurity FROM pg_class WHERE oid = %(t)s::regclass", t=table)
    policies = ask("SELECT cmd, permissive, qual, with_check FROM pg_policies WHERE tablename = %(t)s", t=table)
    hers = "(user_id = ( SELECT sec.uid() AS uid))"

    assert (held, policies) == ([(True, True)], [("ALL", "PERMISSIVE", hers, hers)])


def test_foreign_keys_between_private_tables_compare_the_network(ask: Ask) -> None:
    keys = ask(FOREIGN_KEYS)
    composite = {(table, column) for _, table, columns in keys if "network_id" in columns for column in columns}
    single = {
        f"{table}.{column}" for _, table, (column, *more) in keys if not more and (table, column) not in composite
    }

    assert single - NOT_COMPARED.keys() == set()


def test_unique_indexes_include_the_network(ask: Ask) -> None:
    """An index across networks would tell whether something exists in another (B14)."""
    across = {index for index, table, told in ask(UNIQUE) if "network_id" not in told and table not in UNIQUE_ELSEWHERE}

    assert across - UNIQUE_ELSEWHERE.keys() == set()


@pytest.mark.parametrize("table", sorted(DECIDING))
def test_the_application_only_reads_what_decides(ask: Ask, table: str) -> None:
    assert privileges(ask, "portal_app", table) == {"SELECT"}


@pytest.mark.parametrize("table", sorted(DECIDING))
def test_no_column_of_what_decides_can_be_written(ask: Ask, table: str) -> None:
    """A grant on a single column would not show in the table's privileges."""
    assert column_privileges(ask, "portal_app", table) == set()


@pytest.mark.parametrize("table", sorted(PUBLIC_FACTS | {"portal_entry"}))
def test_the_application_only_reads_facts_and_the_audit(ask: Ask, table: str) -> None:
    assert privileges(ask, "portal_app", table) == {"SELECT"}


@pytest.mark.parametrize("table", sorted([*PRIVATE, *OWN, *PUBLIC_FACTS, *EDITED, *LIBRARY]))
def test_the_live_process_reads_no_table(ask: Ask, table: str) -> None:
    assert privileges(ask, "portal_live", table) == set()


def test_definer_functions_are_pinned_owned_and_closed(ask: Ask) -> None:
    wrong = [
        row for row in ask(DEFINERS)
        if row[1:] != ("portal_definer", '{"search_path=pg_catalog, pg_temp"}', False)
    ]  # fmt: skip

    assert wrong == []


def test_no_function_of_ours_is_open_to_all(ask: Ask) -> None:
    assert ask(OPEN_FUNCTIONS) == []


def test_the_roles_of_the_planes_hold_no_power(ask: Ask) -> None:
    assert ask(POWERS) == []


def test_we_are_the_application(ask: Ask) -> None:
    """A suite that runs as superuser passes with the policies off."""
    assert ask("SELECT current_user::text") == ["portal_app"]


def test_nobody_but_the_owner_makes_tables(ask: Ask) -> None:
    roles = ask(
        "SELECT rolname::text FROM pg_roles WHERE rolname LIKE 'portal%%' AND has_schema_privilege(oid, 'public', 'CREATE')"
    )

    assert roles == ["portal_owner"]


def test_the_database_holds_the_roles_of_the_code(ask: Ask) -> None:
    code = {(str(role), str(capability)) for role, held in ROLES.items() for capability in held}

    assert set(ask("SELECT role, capability FROM sec.role_capability")) == code


def test_the_database_holds_what_each_role_gives(ask: Ask) -> None:
    code = {(str(role), str(given)) for role, grantable in GRANTABLE.items() for given in grantable}

    assert set(ask("SELECT role, grantee FROM sec.role_grants")) == code


def test_every_stored_role_is_known(ask: Ask) -> None:
    """A slug in a row that the code no longer knows would be a person without a role (style.md 5)."""
    assert {role for role in ask("SELECT DISTINCT role FROM sec.role_capability") if role not in ROLES} == set()
