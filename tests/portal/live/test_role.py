"""What the role of the live process can do in the database: these functions, and nothing else."""

from collections.abc import Iterator

import psycopg
import pytest

from tests.conftest import SERVER
from tests.portal.live.house import House

MEANT = {
    "sec.live_admit(text,integer,bigint)",
    "sec.live_heads(text[],bigint[],integer)",
    "sec.live_news(bigint,bigint)",
    "sec.live_presence(bigint[])",
    "sec.live_person(text,integer)",
}
# Neither PostgreSQL's own nor an extension's, which everybody may call; nor the queue's, which do only what their caller
# could do by herself.
MAY_CALL = """
SELECT p.oid::regprocedure::text FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
WHERE n.nspname NOT IN ('pg_catalog', 'information_schema') AND has_schema_privilege('portal_live', n.oid, 'usage')
  AND has_function_privilege('portal_live', p.oid, 'execute')
  AND NOT (p.proname LIKE 'procrastinate%%' AND NOT p.prosecdef)
  AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.classid = 'pg_proc'::regclass AND d.deptype = 'e')
"""
MAY_READ = """
SELECT c.oid::regclass::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast') AND c.relkind IN ('r', 'v', 'm', 'p', 'f', 'S')
  AND CASE c.relkind WHEN 'S' THEN has_sequence_privilege('portal_live', c.oid, 'usage,select,update')
      ELSE has_any_column_privilege('portal_live', c.oid, 'select,insert,update,references') END
"""


@pytest.fixture
def live(house: House) -> Iterator[psycopg.Connection]:
    place = f"host={SERVER.socket} dbname={house.database} user=portal_live"
    with psycopg.connect(place, autocommit=True) as connection:
        yield connection


def test_it_calls_the_functions_meant_for_it_and_no_other(house: House) -> None:
    assert {name for (name,) in house.asked(MAY_CALL)} == MEANT


def test_it_reads_and_writes_no_table_view_or_sequence(house: House) -> None:
    assert house.asked(MAY_READ) == []


def test_the_process_asks_as_that_role(house: House) -> None:
    asking = house.asked("SELECT DISTINCT usename::text FROM pg_stat_activity WHERE application_name = 'portal-live'")

    assert asking == [("portal_live",)]


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM networks_message",
        "SELECT session_key FROM portal_session",
        "SELECT * FROM sec.placed",
        "SELECT sec.frames_after(1, 0)",
        "SELECT sec.frame(NULL)",
        "SELECT sec.say(1, gen_random_uuid(), '', '', NULL, '{}', 1, 1)",
        "SELECT * FROM sec.act_as('1', false)",
        "SELECT procrastinate_cancel_job_v1(1, false, false)",
        "SET ROLE portal_definer",
        "CREATE TABLE public.mine (x int)",
        "CREATE TABLE sec.mine (x int)",
    ],
)
def test_what_it_may_not_is_refused(live: psycopg.Connection, statement: str) -> None:
    with pytest.raises((psycopg.errors.InsufficientPrivilege, psycopg.errors.UndefinedFunction)):
        live.execute(statement.encode())


def test_what_it_may_is_answered(live: psycopg.Connection) -> None:
    assert live.execute("SELECT sec.live_person('', 60)").fetchall() == [(None,)]
