"""Each rule lets exactly those who hold what it asks for, also when somebody else fetched the row for them.

In a page a door stands before each rule, so a rule that always says yes may go unseen there. Here it is asked alone.
"""

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest

from networks.directory.models import County, Network
from portal.access.decisions import can
from portal.accounts.models import User
from tests.contracts.expected import SIGNED_IN
from tests.contracts.rules import RULES, Asked, access_functions
from tests.contracts.things import THINGS, made

Acting = Callable[[str], Any]
Running = Callable[[str], Any]
Rows = dict[type[Any], Any]
FJORDBY, SKOGDAL = "fjordby", "skogdal-og-elvestad"


@pytest.fixture(scope="module")
def laid(laying: Running) -> dict[str, Rows]:
    return {slug: read_rows(laying, slug) for slug in (FJORDBY, SKOGDAL)}


@pytest.fixture
def rows(db: None, laid: dict[str, Rows]) -> dict[str, Rows]:
    """Network → a row of everything in it, with all it points at already read."""
    return deepcopy(laid)


def read_rows(laying: Running, slug: str) -> Rows:
    with laying(slug) as (network, by):
        found: Rows = {model: made(model, network, by) for model in THINGS}
        for row in found.values():
            for field in row._meta.concrete_fields:
                getattr(row, field.name)
        found[County] = County.objects.all()[0]
    return found


def expected(asked: Asked, who: str, user: User, network: Network) -> bool:
    if isinstance(asked, frozenset):
        return who in asked
    return can(user, asked, network.pk)


def test_every_rule_has_a_line() -> None:
    rules = {function for name, function in access_functions().items() if name.rsplit(".", 1)[1].startswith("may_")}

    assert rules == RULES.keys()


@pytest.mark.parametrize("who", sorted(SIGNED_IN))
def test_a_rule_lets_those_who_hold_what_it_asks_for(rows: dict[str, Rows], acting: Acting, who: str) -> None:
    differ = []
    with acting(who) as user:
        for slug, found in rows.items():
            for may, (model, asked) in RULES.items():
                if slug == SKOGDAL and isinstance(asked, frozenset):
                    continue  # the sets are said for Fjordby
                if may(user, found[model]) is not expected(asked, who, user, found[Network]):
                    differ.append((slug, f"{may.__module__}.{may.__name__}"))

    assert differ == []
