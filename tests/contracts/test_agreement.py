"""May she, which ones, who may: three questions, one answer, for every person, network and capability; and the
database's own functions and policies give it too."""

from collections.abc import Callable
from typing import Any

import psycopg
import pytest
from django.core.exceptions import EmptyResultSet
from django.db import connection, models

from networks.directory import access as directory
from networks.directory.models import Network
from networks.membership import access as membership
from portal.access.capabilities import Capability
from portal.access.decisions import can, networks_where, roles_in
from portal.access.roles import ROLES
from portal.accounts.models import User
from portal.tenancy.context import acting_as
from tests import database
from tests.conftest import SERVER
from tests.contracts.conftest import coordinators
from tests.contracts.matrix import SIGNED_IN
from tests.contracts.rules import VISIBLE_TO
from tests.contracts.things import CANARIES, THINGS, made

Acting = Callable[[str], Any]
Running = Callable[[str], Any]
PEOPLE = sorted(SIGNED_IN)
OFFICE_ENDED = """
UPDATE portal_office SET ends_on = current_date - 2 FROM portal_user u
WHERE u.id = user_id AND u.email = 'supervisor@demo.invalid'
"""  # her visit to Fjordby would still run


@pytest.fixture
def networks(running: Running) -> dict[str, Network]:
    """All networks with a row of everything, as objects that no longer ask the database."""
    found = {}
    for slug in CANARIES:
        with running(slug) as (network, by):
            for model in THINGS:
                made(model, network, by)
            found[slug] = network
    return found


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


@pytest.mark.parametrize("who", PEOPLE)
def test_who_may_agrees_with_may(networks: dict[str, Network], running: Running, acting: Acting, who: str) -> None:
    """Asked by somebody who may read members: a list of people is never longer than one's sight."""
    listed = set()
    for slug in CANARIES:
        with running(slug) as (network, _):
            listed |= {(slug, c) for c in Capability for user in directory.who_may(c, network) if is_persona(user, who)}

    with acting(who) as user:
        may = {(slug, c) for slug, network in networks.items() for c in Capability if can(user, c, network.pk)}

    assert listed == may


def is_persona(user: User, slug: str) -> bool:
    return user.email == f"{slug}@demo.invalid"


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


def test_every_filter_suffices_without_the_policies(fresh_database: str, whole_cast_in: Callable[[str], None]) -> None:
    """The doors' own filters show the same rows to a connection that no policy binds: each of the two nets holds alone."""
    whole_cast_in(fresh_database)
    fill_all_networks(fresh_database)
    differ = []
    with psycopg.connect(database.administrator(SERVER), dbname=fresh_database, autocommit=True) as unbound:
        unbound.execute(OFFICE_ENDED)
        for who in PEOPLE:
            user = User.objects.get(email=f"{who}@demo.invalid")
            with acting_as(user.pk):
                for name, visible_to in VISIBLE_TO.items():
                    found = visible_to(user)
                    under = set(found.values_list("pk", flat=True))
                    differ += [(who, name)] if under != asked_by(unbound, found) else []

    assert differ == []


def asked_by(connection: psycopg.Connection, found: models.QuerySet[Any]) -> set[int]:
    try:
        statement, values = found.values("pk").query.sql_with_params()
    except EmptyResultSet:  # no network at all: Django does not even ask
        return set()
    return {pk for (pk,) in connection.execute(statement.encode(), values)}


def fill_all_networks(name: str) -> None:
    for slug, coordinator in coordinators(name).items():
        by = User.objects.get(pk=coordinator)
        with acting_as(by.pk):
            network = Network.objects.get(slug=slug)
            for model in THINGS:
                made(model, network, by)
