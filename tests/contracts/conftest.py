"""Beside the demo's people: a supervisor whom nobody has let in yet, and coordinators of each network to act as."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import psycopg
import pytest
from django.db import connection, transaction

from networks.directory.models import Network
from portal.accounts.models import User
from portal.tenancy.context import acting_as
from tests import database
from tests.conftest import SERVER
from tests.contracts.things import CANARIES, GUEST, THINGS, Told, made, parts

GUEST_SUPERVISOR = """
INSERT INTO portal_user (email, name, password, language, is_active, is_superuser, joined_at)
VALUES (%(email)s, %(email)s, '!', '', true, false, now());
INSERT INTO portal_office (user_id, kind, region, starts_on)
SELECT id, 'supervisor', '', current_date - 100 FROM portal_user WHERE email = %(email)s
"""


@pytest.fixture(scope="session", autouse=True)
def guest_supervisor(django_db_setup: None) -> None:
    complete(connection.settings_dict["NAME"])


@pytest.fixture
def whole_cast_in() -> Callable[[str], None]:
    """For a database of a test's own."""
    return complete


def complete(name: str) -> None:
    with psycopg.connect(database.administrator(SERVER), dbname=name) as admin:
        for statement in GUEST_SUPERVISOR.split(";"):
            admin.execute(statement.encode(), {"email": GUEST})


def coordinators(name: str) -> dict[str, int]:
    """Network → its first coordinator, asked past the policies."""
    with psycopg.connect(database.administrator(SERVER), dbname=name) as admin:
        return dict(
            admin.execute(
                "SELECT n.slug, min(m.user_id) FROM networks_membership m JOIN networks_network n ON n.id = m.network_id "
                "WHERE m.role = 'coordinator' AND m.state = 'active' GROUP BY n.slug"
            ).fetchall()
        )


def coordinating() -> Callable[[str], Any]:
    known = coordinators(connection.settings_dict["NAME"])

    @contextmanager
    def run(slug: str) -> Iterator[tuple[Network, User]]:
        user = User.objects.get(pk=known[slug])
        with acting_as(user.pk):
            yield Network.objects.get(slug=slug), user

    return run


@pytest.fixture
def running(db: None) -> Callable[[str], Any]:
    """`with running("skogdal-og-elvestad") as (network, coordinator)`: acting as a coordinator of that network."""
    return coordinating()


@pytest.fixture(scope="module")
def laying(guest_supervisor: None, django_db_blocker: Any) -> Iterator[Callable[[str], Any]]:
    """As `running`, in a transaction round the whole module: what is laid once, all its tests find.

    A row of everything takes a hundred statements. Each test is a savepoint inside, so nothing of it stays for the
    next. A test with a database of its own changes the connection, and stands in another module.
    """
    run = coordinating()

    @contextmanager
    def lay(slug: str) -> Iterator[tuple[Network, User]]:
        with django_db_blocker.unblock(), run(slug) as found:
            yield found

    with ExitStack() as around:
        with django_db_blocker.unblock():
            around.enter_context(transaction.atomic())
            with connection.cursor() as cursor:  # the pause between two tests is not the portal's
                cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
        yield lay
        with django_db_blocker.unblock():
            transaction.set_rollback(True)
            around.close()


@pytest.fixture(scope="module")
def furnished(laying: Callable[[str], Any]) -> Told:
    told = {}
    for slug in CANARIES:
        with laying(slug) as (network, by):
            for model in THINGS:
                made(model, network, by)
            told[slug] = parts(network, by)
    return told


@pytest.fixture
def full(db: None, furnished: Told) -> Told:
    """All networks with a row of everything in each, and what stands in the addresses of each."""
    return furnished


@pytest.fixture(params=CANARIES)
def each_network(request: pytest.FixtureRequest) -> str:
    slug: str = request.param
    return slug
