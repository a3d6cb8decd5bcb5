"""Views and forms never touch the tables: everything comes through a door, a query or a service."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from portal.bootstrap import ROOT

FORBIDDEN = {"objects", "_base_manager", "_default_manager", "raw", "execute", "cursor"}
FORBIDDEN_NAMES = {"get_object_or_404", "get_list_or_404", "connection", "connections"}
SLICED = ("portal", "networks", "cases", "knowledge")
NAMES = ("views.py", "views/*.py", "forms.py", "forms/*.py", "consumer.py")
EDGE = [
    file.relative_to(ROOT).as_posix() for app in SLICED for name in NAMES for file in sorted((ROOT / app).rglob(name))
]


def reaches(tree: ast.AST) -> Iterator[str]:
    """What of the tables a file touches."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in FORBIDDEN:
            yield node.attr
        if isinstance(node, ast.Name) and node.id in FORBIDDEN_NAMES:
            yield node.id


def parsed(file: Path) -> ast.AST:
    return ast.parse(file.read_text())


@pytest.mark.parametrize("file", EDGE)
def test_nothing_at_the_edge_reaches_a_table(file: str) -> None:
    assert set(reaches(parsed(ROOT / file))) == set()


@pytest.mark.parametrize(
    "code", ["Network.objects.get()", "x._base_manager", "get_object_or_404(Network)", "connection.cursor()"]
)
def test_the_walk_bites(code: str) -> None:
    assert set(reaches(ast.parse(code))) != set()


def files_with(words: str, ending: str) -> set[str]:
    files = (file for app in SLICED for file in (ROOT / app).rglob(f"*.{ending}"))
    return {file.relative_to(ROOT).as_posix() for file in files if re.search(words, file.read_text())}


def test_only_one_module_says_who_acts() -> None:
    assert files_with(r"set_config|app\.(user_id|networks|may)|sec\.(act_as|tell)", "py") == {
        "portal/config/bench_live_data.py",  # lays in a thousand people by hand
        "portal/tenancy/context.py",
    }
    told = {"portal/migrations/0002_tenancy.sql", "networks/migrations/0018_room_functions.sql"}
    assert files_with("set_config", "sql") == told
