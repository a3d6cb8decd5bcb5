"""Every service is keyword-only, says who does it, and leaves exactly one audit entry: by an example each.

A service is what another module calls in a `services.py`; what only its own module calls is a helper.
"""

import ast
import inspect
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from portal.accounts.models import User
from portal.bootstrap import ROOT
from tests.contracts.services import ENTRIES, EXAMPLES

Running = Callable[[str], Any]
SLICED = ("networks", "cases")  # what editors do to the public pages is in Wagtail's own log, and of no network
CODE = [file for app in ("portal", "knowledge", *SLICED) for file in sorted((ROOT / app).rglob("*.py"))]
# Called from elsewhere without `by`, and why.
BY_NOBODY = {
    "networks.entry.services.token_hash": "A sum; changes nothing.",
    "networks.entry.services.register": "Nobody acts yet: the account is what it makes. Coming in is `accept`.",
}


def module_of(file: Path) -> str:
    return ".".join(file.relative_to(ROOT).with_suffix("").parts)


def used(tree: ast.AST) -> Iterator[str]:
    """What a file takes from other modules, as `module.name`: imported by name, or through the imported module."""
    imported = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    names = {alias.asname or alias.name: f"{node.module}.{alias.name}" for node in imported for alias in node.names}
    yield from names.values()
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in names:
            yield f"{names[node.value.id]}.{node.attr}"


def functions() -> dict[str, Callable[..., object]]:
    found: dict[str, Callable[..., object]] = {}
    for module in (module_of(f) for f in CODE if f.name == "services.py" and module_of(f).startswith(SLICED)):
        for name, function in vars(import_module(module)).items():
            if inspect.isfunction(function) and function.__module__ == module:
                found[f"{module}.{name}"] = function
    return found


USED = {name for file in CODE for name in used(ast.parse(file.read_text()))}
SERVICES = {name: function for name, function in functions().items() if name in USED and name not in BY_NOBODY}


def entries() -> int:
    """Of all networks together: the numbers drawn for entries, which nobody needs to see the entries for."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT last_value FROM portal_entry_id_seq")
        return int(cursor.fetchone()[0])


def test_every_service_has_an_example() -> None:
    assert set(EXAMPLES) == set(SERVICES)


def test_everything_that_takes_by_is_a_service_or_its_helper() -> None:
    """A service nobody calls is dead; a helper that takes `by` is one of a few."""
    unused = {name for name, function in functions().items() if "by" in inspect.signature(function).parameters}

    assert unused - set(SERVICES) == {
        "networks.archive.services._note",
        "networks.discussion.services._named",
        "networks.discussion.services._note",
        "networks.discussion.services._note_message",
        "networks.discussion.services._quoted",
        "networks.entry.services.write_letter",
        "networks.functions.services._note",
        "networks.membership.services._note",
        "networks.directory.services.record_party",
        "networks.routines.services._laid",
        "networks.routines.services._answer",
        "networks.routines.services._note",
        "networks.runs.services._acting",
        "networks.runs.services._begun",
        "networks.runs.services._close",
        "networks.runs.services._end",
        "networks.runs.services._keep",
        "networks.runs.services._tell",
    }


@pytest.mark.parametrize("name", BY_NOBODY)
def test_an_excuse_is_still_needed(name: str) -> None:
    assert name in USED & functions().keys()


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_is_keyword_only_and_says_by_whom(name: str) -> None:
    parameters = inspect.signature(SERVICES[name]).parameters.values()

    assert {p.kind for p in parameters} == {inspect.Parameter.KEYWORD_ONLY}
    assert [p.annotation for p in parameters if p.name == "by"] == [User]


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_service_leaves_its_audit_entry(running: Running, name: str) -> None:
    with running("fjordby") as (network, by):
        call = EXAMPLES[name](network, by)
        before = entries()
        call()

        assert entries() - before == ENTRIES.get(name, 1)


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_tells_what_it_does(name: str) -> None:
    """One sentence, unless name and arguments say everything."""
    function = SERVICES[name]

    assert function.__doc__ or len(inspect.getsource(function).splitlines()) < 10
