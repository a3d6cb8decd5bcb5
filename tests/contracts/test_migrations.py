"""Migrations are complete, in one line per app, and depend on nothing of ours that may change under them."""

import ast
import re
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from portal.bootstrap import ROOT

OUR_APPS = ("portal", "networks", "cases", "knowledge")
FILES = [file for app in OUR_APPS for file in sorted((ROOT / app / "migrations").glob("[0-9]*.py"))]
# Helpers that write the policies and lay the roles: frozen in meaning, tested here and in test_tables.py.
MAY_IMPORT = {"portal.tenancy", "portal.tenancy.policies", "portal.access.rows"}
# The models as they were at the start; Django writes references to functions of ours into it.
FIRST = "0001_initial.py"


def test_no_change_waits_for_a_migration(db: None) -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


@pytest.mark.parametrize("app", OUR_APPS)
def test_one_line_of_migrations(db: None, app: str) -> None:
    assert len(MigrationLoader(connection).graph.leaf_nodes(app)) <= 1


def imports(file: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
    return {module for module in found if module.split(".")[0] in OUR_APPS}


@pytest.mark.parametrize(
    "file", [f for f in FILES if f.name != FIRST], ids=lambda f: f"{f.parent.parent.name}/{f.name}"
)
def test_a_migration_imports_nothing_that_may_change(file: Path) -> None:
    assert imports(file) - MAY_IMPORT == set()


@pytest.mark.parametrize("file", FILES, ids=lambda f: f"{f.parent.parent.name}/{f.name}")
def test_a_migration_is_named_after_what_it_does(file: Path) -> None:
    assert re.fullmatch(r"\d{4}_[a-z]+(_[a-z]+)*\.py", file.name)
    assert "auto" not in file.stem.split("_")


def test_sql_stands_beside_its_migration() -> None:
    alone = [
        f.name
        for app in OUR_APPS
        for f in (ROOT / app / "migrations").glob("*.sql")
        if not f.with_suffix(".py").exists()
    ]

    assert alone == []


@pytest.mark.parametrize(
    "file", [f for app in OUR_APPS for f in sorted((ROOT / app / "migrations").glob("*.sql"))], ids=lambda f: f.name
)
def test_sql_gives_back_the_role_it_took(file: Path) -> None:
    """A migration that leaves as portal_definer would have the next one make tables that nobody policies."""
    text = file.read_text()

    assert len(re.findall(r"^SET ROLE", text, re.MULTILINE)) == len(re.findall(r"^RESET ROLE", text, re.MULTILINE))
