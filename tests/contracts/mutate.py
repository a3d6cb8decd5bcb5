"""Does the house notice? Each guard is taken away in turn, in databases of its own, and the tests have to turn red.

By hand: `python -m tests.contracts.mutate` (all), or with words that choose (`policies`, `functions`, `doors`, a table).
A mutant nobody notices is printed as ALIVE, and the run leaves with 1.
"""

import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from functools import update_wrapper
from importlib import import_module
from typing import Any

import psycopg
import pytest
from psycopg import sql

from portal.bootstrap import ROOT
from tests import database

SERVER = database.server()
MUTANT = "PORTAL_MUTANT"
# What a behaviour notices stands before what the catalogue notices.
WATCHERS = [
    "tests/networks/runs/test_runs.py",
    "tests/networks/runs/test_rooms.py",
    "tests/networks/runs/test_endings.py",
    "tests/networks/routines/test_routines.py",
    "tests/networks/routines/test_news.py",
    "tests/networks/routines/test_answers.py",
    "tests/networks/library/test_library.py",
    "tests/networks/library/test_languages.py",
    "tests/networks/suggestions",
    "tests/networks/readiness/test_year.py",
    "tests/networks/readiness/test_calendar.py",
    "tests/networks/functions/test_functions.py",
    "tests/networks/reports/test_reports.py",
    "tests/networks/discussion/test_rooms.py",
    "tests/networks/discussion/test_talk.py",
    "tests/networks/discussion/test_case_documents.py",
    "tests/networks/discussion/test_endings.py",
    "tests/portal/notices/test_telling.py",
    "tests/contracts/test_rules.py",
    "tests/contracts/test_tenancy.py",
    "tests/portal/tenancy/test_attacks.py",
    "tests/portal/tenancy/test_context.py",
    "tests/contracts/test_agreement.py",
    "tests/contracts/test_filters.py",
    "tests/contracts/test_tables.py",
    "tests/contracts/test_state_machine.py",
    "tests/contracts/test_urls.py",
    "tests/networks/entry/test_letters.py",
    "tests/networks/entry/test_parallel.py",
]


@dataclass(frozen=True)
class Mutant:
    """One guard less: a statement for the template, or a function of the code that now always says yes."""

    kind: str
    name: str
    statement: str = ""
    function: str = ""


def always(name: str, arguments: str, returns: str, body: str) -> Mutant:
    text = (
        f"CREATE OR REPLACE FUNCTION sec.{name}({arguments}) RETURNS {returns} LANGUAGE plpgsql SECURITY DEFINER "
        f"SET search_path = pg_catalog, pg_temp AS $$ BEGIN {body} END $$"
    )
    return Mutant("functions", f"sec.{name}", statement=text)


FUNCTIONS = [
    always("may", "network bigint, wanted text", "boolean", "RETURN true;"),
    always("demand", "network bigint, wanted text", "void", ""),
    always("may_give", "network bigint, given text", "boolean", "RETURN true;"),
    always("my_networks", "", "SETOF bigint", "RETURN QUERY SELECT id FROM public.networks_network;"),
    always("networks_where", "wanted text", "SETOF bigint", "RETURN QUERY SELECT id FROM public.networks_network;"),
    always("networks_asked", "wanted text", "SETOF bigint", "RETURN QUERY SELECT id FROM public.networks_network;"),
    always("refuse_last_coordinator", "held public.networks_membership", "void", ""),
    always("stay_in_network", "", "trigger", "RETURN new;"),
    always("could_give", "person bigint, network bigint, given text", "boolean", "RETURN true;"),
    always("hold_party", "network bigint, organisation bigint", "void", ""),
    always("pass_letters_on", "", "trigger", "RETURN NULL;"),
    always("tell_again", "", "trigger", "RETURN NULL;"),
    always("my_place", "room bigint", "sec.placed", "RETURN (SELECT p FROM sec.placed p WHERE p.room_id = room LIMIT 1);"),
    always("keep_room", "room bigint", "public.networks_room", "RETURN (SELECT r FROM public.networks_room r WHERE r.id = room);"),
    always("hold_topic", "topic bigint", "public.networks_topic", "RETURN (SELECT t FROM public.networks_topic t WHERE t.id = topic);"),
    always("hold_message", "message bigint", "public.networks_message",
           "RETURN (SELECT m FROM public.networks_message m WHERE m.id = message);"),
    always("reach_message", "message bigint", "public.networks_message",
           "RETURN (SELECT m FROM public.networks_message m WHERE m.id = message);"),
    always("refuse_haste", "topic bigint, most_by_her integer, most_in_all integer", "void", ""),
    always("keeps_room", "mine sec.placed", "boolean", "RETURN true;"),
    always("my_case_document", "document bigint", "public.networks_casedocument",
           "RETURN (SELECT d FROM public.networks_casedocument d WHERE d.id = document);"),
    always("keep_case_document", "", "trigger", "RETURN NEW;"),
    always("answers_for", "said public.networks_message, ground text, teller bigint", "SETOF bigint",
           "RETURN QUERY SELECT m.user_id FROM public.networks_membership m WHERE m.network_id = said.network_id;"),
    always("my_reports", "", "SETOF bigint", "RETURN QUERY SELECT r.id FROM public.networks_report r;"),
    always("end_placements", "", "trigger", "RETURN NULL;"),
    always("keep_version", "", "trigger", "RETURN coalesce(NEW, OLD);"),
    always("forget_reading", "", "trigger", "RETURN NULL;"),
    always("refuse_reading", "state text, changed_at timestamptz, seen timestamptz, hands bigint[]", "void", ""),
    always("reading_of_routine", "version bigint, seen timestamptz", "public.networks_routineversion",
           "RETURN (SELECT v FROM public.networks_routineversion v WHERE v.id = version);"),
    always("readers_of_routine", "version bigint", "SETOF bigint", "RETURN QUERY SELECT u.id FROM public.portal_user u;"),
    always("reading_of_library", "version bigint, seen timestamptz", "public.networks_libraryversion",
           "RETURN (SELECT v FROM public.networks_libraryversion v WHERE v.id = version);"),
    always("happens_in_topic", "topic bigint", "bigint", "RETURN sec.next_event(topic);"),
    always("stop_runs", "", "trigger", "RETURN NULL;"),
    always("in_turn_of_year", "network bigint", "void", ""),
    always("answers_for", "held public.networks_readinessitem", "bigint", "RETURN sec.uid();"),
    always("touch_feeds", "", "trigger", "RETURN NULL;"),
    always("my_sources", "", "SETOF bigint", "RETURN QUERY SELECT l.id FROM public.networks_libraryroutine l;"),
    always("one_form", "", "trigger", "RETURN NULL;"),
    always("leave_no_empty_routine", "", "trigger", "RETURN NULL;"),
    always("read_source_news", "", "trigger", "RETURN NULL;"),
    always("read_came_back", "", "trigger", "RETURN NULL;"),
    always("suggesting", "routine bigint", "public.networks_routine",
           "RETURN (SELECT r FROM public.networks_routine r WHERE r.id = routine);"),
]  # fmt: skip
# Every rule and filter of every access.py, and the two that all of them rest on.
BENEATH = ["portal.access.decisions.can", "portal.access.doors.require"]


def doors() -> list[str]:
    """Found in the files, because importing them here would need the settings."""
    found = []
    for file in sorted((ROOT / "networks").rglob("access.py")):
        module = ".".join(file.relative_to(ROOT).with_suffix("").parts)
        found += [
            f"{module}.{name}" for name in re.findall(r"^def (may_\w+|\w*visible_to)\(", file.read_text(), re.MULTILINE)
        ]
    return found + BENEATH


def mutants(template: str) -> list[Mutant]:
    with psycopg.connect(database.administrator(SERVER), dbname=template) as connection:
        policies = connection.execute("SELECT policyname, tablename FROM pg_policies ORDER BY 2, 1").fetchall()
    dropped = [
        Mutant("policies", f"{table} {policy}", statement=f"DROP POLICY {policy} ON {table}")
        for policy, table in policies
    ]
    return [*dropped, *FUNCTIONS, *(Mutant("doors", name, function=name) for name in doors())]


# Inside the test run: this module is its plugin and lays the mutant in.


@pytest.hookimpl(trylast=True)
def pytest_configure(config: pytest.Config) -> None:
    told = Mutant(**json.loads(os.environ[MUTANT]))
    if told.statement:
        os.environ["PORTAL_TEST_TEMPLATE"] = changed_template(os.environ["PORTAL_TEST_TEMPLATE"], told.statement)
    if told.function:
        say_yes(told.function)


def changed_template(template: str, statement: str) -> str:
    with psycopg.connect(database.administrator(SERVER), dbname="postgres", autocommit=True) as connection:
        connection.execute("DROP DATABASE IF EXISTS mutant WITH (FORCE)")
        connection.execute(sql.SQL("CREATE DATABASE mutant TEMPLATE {}").format(sql.Identifier(template)))
    with psycopg.connect(database.administrator(SERVER), dbname="mutant", autocommit=True) as mutant:
        mutant.execute(statement.encode())
    return "mutant"


def say_yes(path: str) -> None:
    """Before any view is imported, so that the doors take the changed function in."""
    module_name, name = path.rsplit(".", 1)
    module = import_module(module_name)
    before = getattr(module, name)

    def everything(*asked: Any) -> Any:
        return before(*asked).model._default_manager.all()

    def yes(*asked: Any) -> bool:
        return True

    changed = everything if name.endswith("visible_to") else yes
    update_wrapper(changed, before)
    for other in list(sys.modules.values()):
        if getattr(other, name, None) is before:
            setattr(other, name, changed)


# Outside it: one run per mutant.


def main(words: list[str]) -> int:
    SERVER.start()
    chosen = [
        m
        for m in mutants(database.build_template(SERVER))
        if not words or any(w in f"{m.kind} {m.name}" for w in words)
    ]
    if red := first_red(Mutant("nothing", "taken away")):
        print(f"{red} is red before anything is taken away.")  # noqa: T201 its whole purpose
        return 1
    alive = 0
    for mutant in chosen:
        killer = first_red(mutant)
        alive += killer is None
        print(f"{mutant.kind:<10} {mutant.name:<45} {killer or 'ALIVE'}", flush=True)  # noqa: T201 its whole purpose
    print(f"{len(chosen) - alive} of {len(chosen)} were noticed.")  # noqa: T201 the same
    return int(alive > 0)


def first_red(mutant: Mutant) -> str | None:
    """The first test that fails with this guard away, or nothing."""
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-x",
        "-p",
        "tests.contracts.mutate",
        "-p",
        "no:randomly",
        "--no-header",
    ]
    done = subprocess.run(
        [*command, *WATCHERS],
        cwd=ROOT,
        env=os.environ | {MUTANT: json.dumps(mutant.__dict__), "PORTAL_TEST_KEEP": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    found = re.search(r"^(?:FAILED|ERROR) tests/(\S+)", done.stdout, re.MULTILINE)
    if done.returncode and not found:
        raise RuntimeError(done.stdout[-2000:] + done.stderr[-2000:])
    return found[1] if found else None


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
