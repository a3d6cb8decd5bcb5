"""May she, which ones, who may: three questions, one answer, for every person, network and capability; and the
database's own functions and policies give it too."""

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest
from django.db import connection

from networks.directory import access as directory
from networks.directory.models import Network
from networks.membership import access as membership
from portal.access.capabilities import Capability
from portal.access.decisions import can, networks_where, roles_in
from portal.access.roles import ROLES
from tests.contracts.expected import SIGNED_IN
from tests.contracts.rules import VISIBLE_TO
from tests.contracts.things import CANARIES, THINGS, made

Acting = Callable[[str], Any]
Running = Callable[[str], Any]
Listed = set[tuple[str, str, Capability]]  # (email, network, what its owner may there)
PEOPLE = sorted(SIGNED_IN)


@pytest.fixture(scope="module")
def laid(laying: Running) -> dict[str, Network]:
    found = {}
    for slug in CANARIES:
        with laying(slug) as (network, by):
            for model in THINGS:
                made(model, network, by)
            found[slug] = network
    return found


@pytest.fixture
def networks(db: None, laid: dict[str, Network]) -> dict[str, Network]:
    """All networks with a row of everything, as objects that no longer ask the database."""
    return deepcopy(laid)


def column(question: str, *values: object) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(question, values)  # type: ignore[arg-type] # numbers and words
        return [row[0] for row in cursor.fetchall()]


@pytest.mark.parametrize("who", PEOPLE)
def test_may_and_which_agree_with_the_database(networks: dict[str, Network], acting: Acting, who: str) -> None:
    differ = []
    with acting(who) as user:
        for capability in Capability:
            which = set(networks_where(user, capability))
            in_sql = set(column("SELECT sec.networks_where(%s)", capability))
            may = {n.pk for n in networks.values() if can(user, capability, n.pk)}
            may_sql = {n.pk for n in networks.values() if column("SELECT sec.may(%s, %s)", n.pk, capability) == [True]}
            if not which == in_sql == may == may_sql:
                differ.append((capability, which, in_sql, may, may_sql))

    assert differ == []


@pytest.mark.parametrize("who", PEOPLE)
def test_which_agrees_with_what_the_policies_show(networks: dict[str, Network], acting: Acting, who: str) -> None:
    """The application's own filter and the policies show the same rows: neither hides a mistake of the other."""
    differ = []
    with acting(who) as user:
        for name, visible_to in VISIBLE_TO.items():
            filtered = visible_to(user)
            shown = filtered.model._default_manager.values_list("pk", flat=True)
            differ += [name] if set(filtered.values_list("pk", flat=True)) != set(shown) else []

    assert differ == []


@pytest.fixture(scope="module")
def listed(laid: dict[str, Network], laying: Running) -> Listed:
    """Asked by somebody who may read members: a list of people is never longer than one's sight."""
    found = set()
    for slug in laid:
        with laying(slug) as (network, _):
            found |= {(user.email, slug, c) for c in Capability for user in directory.who_may(c, network)}
    return found


@pytest.mark.parametrize("who", PEOPLE)
def test_who_may_agrees_with_may(networks: dict[str, Network], listed: Listed, acting: Acting, who: str) -> None:
    with acting(who) as user:
        may = {(slug, c) for slug, network in networks.items() for c in Capability if can(user, c, network.pk)}

        assert {(slug, c) for email, slug, c in listed if email == user.email} == may


@pytest.mark.parametrize("who", PEOPLE)
def test_has_perm_agrees_with_may(networks: dict[str, Network], acting: Acting, who: str) -> None:
    named = {
        "networks.view_network": Capability.READ_NETWORK,
        "networks.change_network": Capability.MANAGE_NETWORK,
        "networks.add_invitation": Capability.INVITE_MEMBERS,
    }
    with acting(who) as user:
        differ = [
            (name, slug)
            for name, capability in named.items()
            for slug, network in networks.items()
            if user.has_perm(name, network) is not can(user, capability, network.pk)
        ]

    assert differ == []


def test_a_superuser_flag_opens_no_network(networks: dict[str, Network], acting: Acting) -> None:
    with acting("operator") as operator:
        operator.is_superuser = True
        operator.save(update_fields=["is_superuser"])

        assert not any(operator.has_perm("networks.view_network", network) for network in networks.values())


def test_a_deputy_manages_nobody_whose_role_she_cannot_give(acting: Acting, fjordby: Network) -> None:
    with acting("deputy") as deputy:
        managed = {m.role for m in membership.visible_to(deputy) if membership.may_manage(deputy, m)}

    assert managed == {"contact", "member", "mentor", "observer"}


@pytest.mark.parametrize("who", PEOPLE)
def test_roles_are_those_of_the_database(networks: dict[str, Network], acting: Acting, who: str) -> None:
    with acting(who) as user:
        code = {(n.pk, role) for n in networks.values() for role in roles_in(user, n.pk)}
        with connection.cursor() as cursor:
            cursor.execute("SELECT network_id, role FROM sec.my_roles()")
            rows = set(cursor.fetchall())

    assert (code, {role for _, role in rows} - ROLES.keys()) == (rows, set())
